import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textWithin, titleOf } from '../../captions/transcript';
import type { Transcript } from '../../captions/transcript';
import type { Short } from '../../job/short';
import { SIDE_TYPES } from '../../media/formats';
import type { ProducedFile } from '../../storage/destination';
import type { Choice } from './choose/choose';
import { LIST_FILE } from './schema';
import type { ShortsOptions } from './schema';

/** The list of shorts as a file that is going to be made. */
export const LIST = { file: LIST_FILE, format: 'json', mime: SIDE_TYPES.json.mime, leads: true } as const;

/** Pure: shorts that were chosen, as the job shows them before they are made. */
export const shortsOf = (
  choices: readonly Choice[],
  { predefined_shorts: given }: ShortsOptions,
  transcript: Transcript | null,
): Short[] =>
  choices.map((choice, index) => shortOf(choice, given?.[index]?.title ?? choice.proposal?.title, transcript));

function shortOf(
  { start, end, score, reason }: Choice,
  title: string | undefined,
  transcript: Transcript | null,
): Short {
  const text = (transcript === null ? '' : textWithin(transcript, { start, end })) || null;
  return {
    title: title ?? (text === null ? null : titleOf(text)),
    start,
    end,
    duration: null,
    score,
    reason,
    text,
    output: null,
    status: 'queued',
    error: null,
  };
}

/** Pure: the shorts with the addresses of their files, which lie beside their list. @param list address of the list; null: nothing lies anywhere yet */
export function named(shorts: readonly Short[], list: string | null): Short[] {
  if (list === null) {
    return shorts.map((short) => {
      const shown = { ...short, output: null };
      delete shown.poster;
      delete shown.captions;
      return shown;
    });
  }
  const at = (file: string) => beside(list, file);
  return shorts.map((short) => ({
    ...short,
    output: short.output === null ? null : at(short.output),
    ...(short.poster && { poster: at(short.poster) }),
    ...(short.captions && { captions: at(short.captions) }),
  }));
}

/** Pure: address of a file that lies beside the list of shorts. */
export const beside = (list: string, file: string): string => list.slice(0, list.length - LIST_FILE.length) + file;

/** Writes the list that leads to all files of the set. */
export async function writeList(folder: string, shorts: readonly Short[]): Promise<ProducedFile> {
  const path = join(folder, LIST.file);
  await writeFile(path, `${JSON.stringify({ shorts }, null, 2)}\n`);
  return { ...LIST, path, bytes: (await stat(path)).size };
}
