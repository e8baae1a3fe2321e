import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaError } from '../errors/mediaError';
import { readCapabilities } from '../ffmpeg/capabilities';
import type { Binary } from '../ffmpeg/find';
import { runFfmpeg } from '../ffmpeg/run';
import type { JobWarning } from '../job/job';
import { assFile, escaped } from './assFile';
import { captionsFilter } from './captionsFilter';
import type { CaptionStyle } from './captionStyle';
import { FONT_FOLDER, putFont } from './font';
import { layoutOf } from './layout';

/** The picture that is tried on, and how many characters of a text at most. */
const SIZE = { width: 320, height: 320 };
const MOST_CHARACTERS = 5_000;
/** Characters that a warning names. */
const NAMED = 20;

/**
 * Draws all characters of a text once, to find out what this ffmpeg and the fonts of this machine can draw: what is missing is a hollow box in the picture,
 * and ffmpeg does not call that an error.
 * @param folder existing, for what is tried out
 * @throws captions_impossible
 */
export async function tryCaptions(
  text: string,
  style: CaptionStyle,
  { ffmpeg, folder, signal }: { ffmpeg: Binary; folder: string; signal: AbortSignal },
): Promise<JobWarning[]> {
  const { filters } = await readCapabilities(ffmpeg);
  if (!filters.has('ass'))
    throw mediaError('captions_impossible', {
      why: `ffmpeg ${ffmpeg.version} (${ffmpeg.path}) was built without libass`,
    });
  const characters = [...new Set(text)].slice(0, MOST_CHARACTERS).join(' ');
  const file = 'captions-trial.ass';
  const lines = [{ start: 0, end: 10, text: escaped(`Hg ${characters}`) }];
  await putFont(join(folder, FONT_FOLDER));
  await writeFile(join(folder, file), assFile(lines, SIZE, style, layoutOf(SIZE, style)));
  const fonts = fontReader();
  const drawn = { seen: false };
  const argv = [
    ...['-f', 'lavfi', '-i', 'color=black:size=320x320:rate=5:duration=0.2'],
    ...['-vf', `${captionsFilter(file)},format=gray`, '-frames:v', '1', '-f', 'rawvideo', 'pipe:1'],
  ];
  const onBytes = (bytes: Uint8Array) => (drawn.seen ||= bytes.some((value) => value > 128));
  await runFfmpeg(ffmpeg, argv, { signal, onBytes, onLog: fonts.read, cwd: folder });
  if (!drawn.seen) throw mediaError('captions_impossible', { why: 'no font of this machine can be used' });
  return [...missingFont(style.font, fonts.used()), ...missingCharacters(fonts.missing())];
}

/** libass tells which font it takes, of which character it finds none, and which font it takes for that then. */
const TAKEN = /fontselect: \([^)]{1,200}\) -> .{1,1000}, -?\d{1,9}, (\S{1,200})/;
const NOT_FOUND = /Glyph 0x([0-9A-F]{1,8}) not found, selecting one more font/;

function fontReader() {
  const missing = new Set<number>();
  let [first, last]: [string | null, number | null] = [null, null];
  return {
    read: (line: string): void => {
      const font = TAKEN.exec(line)?.[1];
      const glyph = NOT_FOUND.exec(line)?.[1];
      if (glyph !== undefined) missing.add((last = Number.parseInt(glyph, 16)));
      if (font === undefined) return;
      first ??= font;
      if (last !== null) missing.delete(last);
      last = null;
    },
    /** PostScript name of the font that was taken for the most of it. */
    used: () => first,
    missing: () => [...missing],
  };
}

/** A font that is not there is replaced by another one in silence. */
function missingFont(asked: string | null, used: string | null): JobWarning[] {
  const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (asked === null || used === null || plain(used).startsWith(plain(asked))) return [];
  return [
    { kind: 'font_missing', message: `There is no font ${asked} here: the captions were drawn with ${used} instead.` },
  ];
}

function missingCharacters(missing: readonly number[]): JobWarning[] {
  // What is not seen in any font: joiners, directions, variations.
  const seen = missing.map((code) => String.fromCodePoint(code)).filter((one) => /[^\p{C}\p{M}\s]/u.test(one));
  if (seen.length === 0) return [];
  const more = seen.length > NAMED ? ` and ${seen.length - NAMED} more` : '';
  return [
    {
      kind: 'characters_missing',
      message: `No font here can draw ${seen.slice(0, NAMED).join(' ')}${more}: a box stands in their place. Install a font that has them.`,
    },
  ];
}
