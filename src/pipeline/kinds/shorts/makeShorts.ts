import { readCapabilities } from '../../ffmpeg/capabilities';
import type { JobWarning } from '../../job/job';
import { encoderFor } from '../../ffmpeg/encoders';
import { captionStyleOf } from '../../captions/captionStyle';
import type { Transcript } from '../../captions/transcript';
import { tryCaptions } from '../../captions/tryCaptions';
import { outputsOf } from '../../plan/finish';
import type { JobContext, Made, Production, Work } from '../maker';
import type { Examined } from './analyse/analyse';
import type { Choice } from './choose/choose';
import { PROPOSAL_REACH } from './choose/proposed';
import { contactSheet } from './contactSheet';
import { missingCaptions } from './missingCaptions';
import { analysisCost, findShorts, shortsCost, wantedShorts } from './prepareShorts';
import { planned, renderShorts } from './render';
import type { Rendered } from './render';
import { sizeOf } from './schema';
import type { ShortsOptions } from './schema';
import { drawSheet, SHEET_FILE } from './sheetFile';
import { beside, LIST, named, shortsOf, writeList } from './shortList';
import { mediaError, MediaJobError } from '../../errors/mediaError';

type ShortsJob = JobContext<ShortsOptions>;

/** Shorts: the source is looked at, its best parts are chosen, and each is cut out and framed anew. */
export async function makeShorts(job: ShortsJob): Promise<Work> {
  const { options, media, imported, binaries, signal } = job;
  const asked = wantedShorts(options, media);
  // An ffmpeg that cannot make them is told of before minutes are spent on analysing.
  encoderFor('h264', await readCapabilities(binaries.ffmpeg));
  const captionWarnings = await triedCaptions(job, asked.transcript);
  return {
    files: [LIST],
    cost: analysisCost(media),
    async analyse(onProgress) {
      const examined = await findShorts(options, imported.source, asked, {
        ffmpeg: binaries.ffmpeg,
        signal,
        onProgress,
      });
      const made = production(job, examined, asked.transcript);
      return { ...made, warnings: [...captionWarnings, ...made.warnings] };
    },
  };
}

/** @throws captions_impossible */
async function triedCaptions(
  { options, binaries, signal, scratch }: ShortsJob,
  transcript: Transcript | null,
): Promise<JobWarning[]> {
  if (options.captions !== 'burn' || transcript === null) return [];
  const text = transcript.map((sentence) => sentence.text).join(' ');
  return tryCaptions(text, captionStyleOf(options), { ffmpeg: binaries.ffmpeg, folder: scratch, signal });
}

function production(job: ShortsJob, { analysis, choices }: Examined, transcript: Transcript | null): Production {
  const { options, media, show } = job;
  const shorts = shortsOf(choices, options, transcript);
  show.shorts(shorts);
  const use = { ...job, analysis, transcript };
  return {
    cost: shortsCost(media, choices, sizeOf(options)),
    warnings: [...unusedProposals(options, choices), ...missingCaptions(options, choices, transcript)],
    async foresee() {
      const plans = await Promise.all(choices.map((choice, index) => planned(index, choices, choice, use)));
      return {
        plans,
        outputs: [LIST, ...plans.flatMap(outputsOf)],
        warnings: plans.flatMap(({ warnings }) => warnings),
      };
    },
    async make(workplace) {
      const drawsSheet = options.contact_sheet === 'png';
      const sheet = drawsSheet ? [await drawSheet(workplace.folder, contactSheet(analysis, choices, job.shown))] : [];
      const rendered = await renderShorts(choices, {
        ...use,
        ...workplace,
        onShort: (index, change) => {
          const short = shorts[index];
          if (short !== undefined) Object.assign(short, change);
          show.shorts(named(shorts, null));
        },
      });
      const made = whole(rendered);
      const files = [await writeList(workplace.folder, shorts), ...made.files, ...sheet];
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      return { ...made, files, output: { ...made.output, url: LIST.file, bytes } };
    },
    published(address) {
      show.shorts(named(shorts, address));
      if (options.contact_sheet === 'png') show.contactSheet(beside(address, SHEET_FILE));
    },
  };
}

/** All shorts that were made, as one result. @throws what went wrong with the first one, where none was */
function whole(rendered: readonly (Rendered | MediaJobError)[]): Made {
  const made = rendered.filter((one): one is Rendered => !(one instanceof MediaJobError));
  const [first] = made;
  if (first === undefined)
    throw (
      rendered.find((one) => one instanceof MediaJobError) ?? mediaError('internal_error', { why: 'no short was made' })
    );
  return {
    files: made.flatMap((one) => one.files),
    output: { ...first.output, duration: made.reduce((sum, { output }) => sum + (output.duration ?? 0), 0) },
    warnings: [...made.flatMap((one) => one.warnings), ...failures(rendered)],
  };
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
