import { join, parse } from 'node:path';
import type { DryRun } from '../pipeline/run/run';
import { formatDuration } from './format';
import { printable } from './io';
import { shellQuote } from './shellQuote';
import { noteLine } from './summary';
import type { Target } from '../pipeline/request/target';
import type { ExpectedOutput } from '../pipeline/media/expectedOutput';

interface ByHand {
  target: Target;
  ffmpeg: string;
  overwrite: boolean;
  /** Folder that a set goes to; null for a file. */
  folder: string | null;
}

/** Makes the commands of a dry run ones that do by hand what the job would do. */
export function byHand({ plan, outputs, warnings }: DryRun, { target, ffmpeg, overwrite, folder }: ByHand): DryRun {
  const [main, ...rest] = outputs;
  // Without -nostdin ffmpeg would take the commands pasted after it for its own keyboard input.
  const flags = ['-nostdin', ...(overwrite ? ['-y'] : [])];
  const steps = plan.map(({ argv: [program = '', ...args] }) => ({
    argv: program === ffmpeg ? [program, ...flags, ...args] : [program, ...args],
  }));
  if (folder !== null) return { plan: [{ argv: ['mkdir', '-p', folder] }, ...steps], outputs, warnings };
  if (target.is !== 'named' || main === undefined) return { plan: steps, outputs, warnings };
  // A plan names by the usual extension; `-o` may have another one or none.
  const { dir, base } = parse(target.path);
  const planned = join(dir, main.file);
  return {
    plan: steps.map(({ argv }) => ({ argv: argv.map((word) => word.replaceAll(planned, target.path)) })),
    outputs: [{ ...main, file: base }, ...rest],
    warnings,
  };
}

/** Commands that can be pasted into a shell, with what they make as comments. @param elsewhere the input and the output where they are no local files */
export function dryRunText(
  { plan, outputs, warnings }: DryRun,
  { fetched, sent }: { fetched: string | null; sent: string | null },
): string {
  return [
    '# Nothing was run. These commands would be:',
    ...(fetched === null
      ? []
      : [
          `# (The job fetches its input first: save ${printable(fetched)}, and put the path of that file in its place.)`,
        ]),
    ...plan.map(({ argv }) => shellQuote(argv)),
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
