import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCapabilities } from '../../ffmpeg/capabilities';
import type { Binaries } from '../../ffmpeg/find';
import type { JobWarning } from '../../job/job';
import { FILE_TYPES, SETS } from '../../media/formats';
import type { Format } from '../../media/formats';
import { drawPng } from '../../images/drawPng';
import { captionStyleOf, sizeOf } from './schema';
import type { ShortsOptions } from './schema';
import type { StepRunner } from '../stepRunner';
import { throwIfCancelled } from '../../errors/cancelled';
import type { Destination, ProducedFile } from '../../storage/destination';
import type { MediaInfo } from '../../media/mediaInfo';
import { withWorkFolder } from '../../storage/workFolder';
import { encoderFor } from '../../ffmpeg/encoders';
import { assCaptions, TRIAL, tryCaptions } from '../../captions/burntCaptions';
import type { Choice } from './choose/choose';
import { PROPOSAL_REACH } from './choose/proposed';
import { contactSheet } from './contactSheet';
import { renderShorts } from './render';
import type { Rendered } from './render';
import type { Short } from '../../job/short';
import { textWithin, titleOf } from '../../captions/transcript';
import type { Transcript } from '../../captions/transcript';
import type { JobBudget } from '../../plan/jobBudget';
import type { JobProgress } from '../../job/jobProgress';
import { analysisCost, findShorts, shortsCost, wantedShorts } from './prepareShorts';
import { mediaError, MediaJobError } from '../../errors/mediaError';
import type { Imported } from '../../plan/imported';

export interface ShortsJob {
  options: ShortsOptions;
  media: MediaInfo;
  imported: Imported;
  destination: Destination | ((format: Format) => Destination);
  binaries: Binaries;
  signal: AbortSignal;
  /** Of the source, as users are shown it. */
  name: string;
  /** Folder for passing files. */
  intake: string;
  job: JobProgress;
  warnings: JobWarning[];
  budget: JobBudget;
  runner: StepRunner;
}

const SHEET_FILE = 'contact-sheet.png';

/** What a job of kind `shorts` does after its source is known: import → analyse → shorts → export. @returns where the list of shorts lies */
export async function makeShorts({
  options,
  media,
  imported,
  destination,
  name,
  binaries,
  signal,
  intake,
  job,
  warnings,
  budget,
  runner,
}: ShortsJob): Promise<string> {
  const { target, root, asked } = await job.task('import', async (percent) => {
    const asked = wantedShorts(options, media);
    // An ffmpeg that cannot make them is told of before minutes are spent on analysing.
    encoderFor('h264', await readCapabilities(binaries.ffmpeg));
    const target = typeof destination === 'function' ? destination('shorts') : destination;
    const root = await target.prepare([SETS.shorts.mainFile]);
    await budget.afford(analysisCost(media), media, root);
    if (options.captions === 'burn') {
      const trial = join(intake, 'captions.ass');
      await writeFile(trial, assCaptions(TRIAL, { start: 0, end: 1 }, sizeOf(options), captionStyleOf(options)));
      await tryCaptions(trial, binaries.ffmpeg, signal);
    }
    await runner.runSteps(imported.steps, binaries.ffmpeg, signal, percent);
    return { output: null, value: { target, root, asked } };
  });

  const { analysis, choices } = await job.task('analyse', async (percent) => {
    return {
      output: null,
      value: await findShorts(options, imported.source, asked, {
        ffmpeg: binaries.ffmpeg,
        signal,
        onProgress: percent,
      }),
    };
  });
  const { transcript } = asked;
  const cost = shortsCost(media, choices, sizeOf(options));
  await budget.afford(cost, media, root);
  warnings.push(...unusedProposals(options, choices));
  const shorts = choices.map((choice, index) =>
    shortOf(choice, options.predefined_shorts?.[index]?.title ?? choice.proposal?.title, transcript),
  );
  job.shorts(shorts);

  return withWorkFolder(root, async (folder) => {
    const files = await job.task('encode', async (percent) => {
      budget.spend(cost, media);
      const sheet =
        options.contact_sheet === 'png' ? [await drawSheet(folder, contactSheet(analysis, choices, name))] : [];
      const rendered = await renderShorts(choices, {
        options,
        imported,
        analysis,
        transcript,
        folder,
        scratch: intake,
        binaries,
        signal,
        runner,
        onProgress: percent,
        onShort: (index, change) => {
          const short = shorts[index];
          if (short !== undefined) Object.assign(short, change);
          job.shorts(named(shorts, null));
        },
      });
      const made = rendered.filter((one): one is Rendered => !(one instanceof MediaJobError));
      const [first] = made;
      if (first === undefined)
        throw (
          rendered.find((one) => one instanceof MediaJobError) ??
          mediaError('internal_error', { why: 'no short was made' })
        );
      warnings.push(...made.flatMap((one) => one.warnings), ...failures(rendered));
      const files = [await writeList(folder, shorts), ...made.flatMap((one) => one.files), ...sheet];
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      return {
        output: {
          ...first.output,
          url: SETS.shorts.mainFile,
          bytes,
          duration: made.reduce((sum, { output }) => sum + (output.duration ?? 0), 0),
        },
        value: files,
      };
    });
    return job.task('export', async () => {
      throwIfCancelled(signal);
      const output = await target.publish(files, signal);
      job.shorts(named(shorts, output));
      if (options.contact_sheet === 'png') job.contactSheet(beside(output, SHEET_FILE));
      return { output, value: output };
    });
  });
}

/** What the user should know when shorts were proposed, and others made. */
function unusedProposals({ proposed_shorts: proposed }: ShortsOptions, choices: readonly Choice[]): JobWarning[] {
  const used = choices.filter(({ proposal }) => proposal !== undefined).length;
  if (proposed === undefined || used === choices.length) return [];
  const what =
    used === 0
      ? `None of the ${proposed.length} proposed shorts will do`
      : `Of the ${proposed.length} proposed shorts ${used} will do`;
  return [
    {
      kind: 'proposals_unused',
      message: `${what}; the other ${choices.length - used} were chosen by what was measured. One will do when it has the length that is wanted, begins and ends within ${PROPOSAL_REACH} s of a pause or a cut, holds no black and overlaps no better one.`,
    },
  ];
}

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

/** The shorts with the addresses of their files, which lie beside their list. @param list address of the list; null: nothing lies anywhere yet */
function named(shorts: readonly Short[], list: string | null): Short[] {
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

/** Address of a file that lies beside the list of shorts. */
const beside = (list: string, file: string): string => list.slice(0, list.length - SETS.shorts.mainFile.length) + file;

async function drawSheet(
  folder: string,
  { svg, width, height }: ReturnType<typeof contactSheet>,
): Promise<ProducedFile> {
  const path = join(folder, SHEET_FILE);
  await drawPng(svg, path);
  return {
    file: SHEET_FILE,
    path,
    bytes: (await stat(path)).size,
    format: 'png',
    mime: FILE_TYPES.png.mime,
    width,
    height,
  };
}

/** Writes the list that leads to all files of the set. */
async function writeList(folder: string, shorts: readonly Short[]): Promise<ProducedFile> {
  const path = join(folder, SETS.shorts.mainFile);
  await writeFile(path, `${JSON.stringify({ shorts }, null, 2)}\n`);
  return {
    file: SETS.shorts.mainFile,
    path,
    bytes: (await stat(path)).size,
    format: 'shorts',
    mime: FILE_TYPES.shorts.mime,
  };
}

const failures = (rendered: readonly unknown[]): JobWarning[] =>
  rendered.flatMap((one, index) =>
    one instanceof MediaJobError
      ? [
          {
            kind: 'short_failed',
            message: `Short ${index + 1} of ${rendered.length} failed; the others are there. ${one.toJSON().message}`,
          },
        ]
      : [],
  );
