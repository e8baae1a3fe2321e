import { tmpdir } from 'node:os';
import { commandOf } from '../images/operationCommand';
import type { JobWarning } from '../job/job';
import { limitsOf } from '../job/limits';
import { makesFile } from '../kinds';
import { soundUseOf } from '../kinds/soundUse';
import { isSourceAddress } from '../media/sourceAddress';
import type { ExpectedOutput } from '../media/expectedOutput';
import { soundWarnings } from '../plan/warnings';
import { finishCommand } from './finishCommand';
import { planImport } from './import';
import { withInputs } from './openedInput';
import { sizeOf } from './inputs';
import { fontCommand } from './fontCommand';
import { textCommand } from './textCommand';
import { inputCount, listOf, readOf, withTextsRead } from './sources';
import { workOf } from './workOf';
import type { Binaries } from '../ffmpeg/find';
import type { Step } from '../plan/types';
import { resultName } from './run';
import type { JobRun } from './run';

/** What a job would do, in commands that can be run by hand in the folder that is to hold the result: the names of files in it are relative. */
export interface DryRun {
  plan: { argv: string[] }[];
  outputs: ExpectedOutput[];
  warnings: JobWarning[];
}

/** Reads the input and plans, and makes nothing. @param named name of the result without extension, null: that of the source @throws what the probe and the plan throw */
export async function dryRun(
  {
    request: asked,
    source,
    binaries,
    signal: stop,
    workRoot = tmpdir(),
    limits = limitsOf(process.env),
  }: Pick<JobRun, 'request' | 'source' | 'binaries' | 'signal' | 'workRoot' | 'limits'>,
  named: string | null = null,
): Promise<DryRun> {
  if (!makesFile(asked.kind)) return { plan: [], outputs: [], warnings: [] };
  const sources = listOf(source);
  const [first] = sources;
  const sound = soundUseOf(asked);
  const count = inputCount(asked);
  const read = readOf(asked, sources);
  return withInputs(read, { signal: stop, workRoot, limits }, async ({ inputs, budget, folder, signal }) => {
    const request = await withTextsRead(asked, inputs, signal);
    const probed = await inputs.probe(count, { binaries, signal, progress: () => undefined, sound, budget });
    const imported = probed.map(({ media, binaries: { ffmpeg } }, index) => planImport(media, request, ffmpeg, index));
    const work = await workOf(request, {
      probed,
      imported,
      names: read.names,
      name: resultName(first, named),
      shown: first.shown,
      binaries,
      signal,
      scratch: folder,
      show: { shorts: () => undefined, contactSheet: () => undefined },
    });
    budget.allow(work.cost, sizeOf(probed));
    const production = await work.analyse(() => undefined);
    budget.allow(production.cost, sizeOf(probed));
    const { plans, outputs, warnings } = await production.foresee();
    const steps = [...imported.flatMap((one) => one.steps), ...plans.flatMap((plan) => plan.steps)];
    const commands = [
      ...steps.map((step) => commandOfStep(step, binaries)),
      ...plans.flatMap((plan) => plan.finish).map((finish) => finishCommand({ finish, binaries })),
    ];
    // A copy that was fetched is gone when the dry run ends: the commands name the address instead.
    const fetched = probed.flatMap(({ media: { path } }, index) =>
      path.startsWith(folder) || isSourceAddress(path) ? [{ path, address: sources[index]?.shown ?? '' }] : [],
    );
    return {
      plan: commands.map((argv) => ({
        argv: fetched.reduce((words, { path, address }) => fromAddress(words, path, address), argv),
      })),
      outputs,
      warnings: [...probed.slice(0, count).flatMap(({ media }) => soundWarnings(media, sound)), ...warnings],
    };
  });
}

function commandOfStep(step: Step, { ffmpeg }: Binaries): string[] {
  switch (step.tool) {
    case 'ffmpeg':
      return [ffmpeg.path, ...step.argv];
    case 'sharp':
      return commandOf(step.operation);
    case 'text':
      return textCommand(step);
    case 'font':
      return fontCommand(step.folder);
  }
}

/** A command that reads the address itself, which the job would never let ffmpeg do. */
const fromAddress = (argv: string[], path: string, address: string): string[] =>
  argv
    .filter((word, index) => word !== '-protocol_whitelist' && argv[index - 1] !== '-protocol_whitelist')
    .map((word) => word.replaceAll(`file:${path}`, address).replaceAll(path, address));
