import type { DryRun } from '../pipeline/run/dryRun';
import { formatDuration } from './format';
import { printable } from './io';
import { shellQuote } from './shellQuote';
import { noteLine } from './summary';
import type { ExpectedOutput } from '../pipeline/media/expectedOutput';

interface ByHand {
  /** The folder that the result is to lie in, absolute. */
  folder: string;
  /** The result's name in it, where it is settled; null: as it is planned. */
  file: string | null;
  /** Whether the folder is made for the result, and holds nothing else. */
  isNew: boolean;
  ffmpeg: string;
  overwrite: boolean;
}

/** Commands to be run by hand, in the order given and in this folder. */
export interface CommandsByHand extends DryRun {
  folder: string;
}

/** Makes the commands of a dry run ones that do by hand what the job would do. */
export function byHand(
  { plan, outputs, warnings }: DryRun,
  { folder, file, isNew, ffmpeg, overwrite }: ByHand,
): CommandsByHand {
  const [main, ...rest] = outputs;
  // Without -nostdin ffmpeg would take the commands pasted after it for its own keyboard input.
  const flags = ['-nostdin', ...(overwrite ? ['-y'] : [])];
  const steps = plan.map(({ argv: [program = '', ...args] }) => ({
    argv: program === ffmpeg ? [program, ...flags, ...args] : [program, ...args],
  }));
  const made = isNew ? [{ argv: ['mkdir', '-p', folder] }] : [];
  if (file === null || main === undefined) return { folder, plan: [...made, ...steps], outputs, warnings };
  // A plan names by the usual extension; `-o` may have another one or none.
  const renamed = (word: string) =>
    word === `file:${main.file}`
      ? `file:${file}`
      : word.replace(`"output":${JSON.stringify(main.file)}`, () => `"output":${JSON.stringify(file)}`);
  return {
    folder,
    plan: steps.map(({ argv }) => ({ argv: argv.map(renamed) })),
    outputs: [{ ...main, file }, ...rest],
    warnings,
  };
}

/** Commands that can be pasted into a shell, with what they make as comments. @param use whether the first one makes the folder; the input and the output where they are no local files */
export function dryRunText(
  { folder, plan, outputs, warnings }: CommandsByHand,
  { isNew, fetched, sent }: { isNew: boolean; fetched: string | null; sent: string | null },
): string {
  const commands = plan.map(({ argv }) => shellQuote(argv));
  const made = isNew ? 1 : 0;
  return [
    '# Nothing was run. These commands would be:',
    ...(fetched === null
      ? []
      : [
          `# (The job fetches its input first: save ${printable(fetched)}, and put the path of that file in its place.)`,
        ]),
    ...commands.slice(0, made),
    shellQuote(['cd', folder]),
    ...commands.slice(made),
    '# They make:',
    ...outputs.map((output) => `#   ${describe(output)}`),
    ...(sent === null ? [] : [`# (The job sends that to ${printable(sent)}.)`]),
    ...warnings.map((warning) => `# ${noteLine(warning)}`),
  ].join('\n');
}

function describe({ file, mime, width, height, duration, videoCodec, audioCodec }: ExpectedOutput): string {
  const size = width !== undefined && height !== undefined ? `${width}×${height}` : null;
  const codecs = [videoCodec, audioCodec].filter((codec) => codec !== undefined).join(' + ') || null;
  return printable(
    [file, mime, codecs, size, duration === undefined ? null : formatDuration(duration)]
      .filter((part) => part !== null)
      .join(', '),
  );
}
