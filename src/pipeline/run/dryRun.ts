import { tmpdir } from 'node:os';
import { commandOf } from '../images/operationCommand';
import type { JobWarning } from '../job/job';
import { limitsOf } from '../job/limits';
import { makesFile } from '../kinds';
import { makerOf } from '../kinds/makers';
import { soundUseOf } from '../kinds/soundUse';
import { isSourceAddress } from '../media/sourceAddress';
import type { ExpectedOutput } from '../media/expectedOutput';
import { probeSource } from '../inspect/probe';
import { soundWarnings } from '../plan/warnings';
import { finishCommand } from './finishCommand';
import { planImport } from './import';
import { openedInput } from './jobInput';
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
    request,
    source,
    binaries,
    signal: stop,
    workRoot = tmpdir(),
    limits = limitsOf(process.env),
  }: Pick<JobRun, 'request' | 'source' | 'binaries' | 'signal' | 'workRoot' | 'limits'>,
  named: string | null = null,
): Promise<DryRun> {
  if (!makesFile(request.kind)) return { plan: [], outputs: [], warnings: [] };
  return openedInput(
    source,
    { binaries, signal: stop, workRoot, limits },
    async ({ media: { path }, media, binaries: reading, folder, signal, budget }) => {
      const probed = await probeSource(media, soundUseOf(request), reading, signal);
      budget.accept(probed);
      const imported = planImport(probed, request, reading.ffmpeg);
      const work = await makerOf(request.kind)({
        options: request.options,
        media: probed,
        imported,
        name: resultName(source, named),
        shown: source.shown,
        binaries: reading,
        signal,
        scratch: folder,
        show: { shorts: () => undefined, contactSheet: () => undefined },
      });
      budget.allow(work.cost, probed);
      const production = await work.analyse(() => undefined);
      budget.allow(production.cost, probed);
      const { plans, outputs, warnings } = await production.foresee();
      const steps = [...imported.steps, ...plans.flatMap((plan) => plan.steps)];
      const commands = [
        ...steps.map((step) =>
          step.tool === 'ffmpeg' ? [binaries.ffmpeg.path, ...step.argv] : commandOf(step.operation),
        ),
        ...plans.flatMap((plan) => plan.finish).map((finish) => finishCommand({ finish, binaries })),
      ];
      // A copy that was fetched is gone when the dry run ends: the commands name the address instead.
      const fetched = path.startsWith(folder) || isSourceAddress(path);
      return {
        plan: commands.map((argv) => ({ argv: fetched ? fromAddress(argv, path, source.shown) : argv })),
        outputs,
        warnings: [...soundWarnings(probed, soundUseOf(request)), ...warnings],
      };
    },
  );
}

/** A command that reads the address itself, which the job would never let ffmpeg do. */
const fromAddress = (argv: string[], path: string, address: string): string[] =>
  argv
    .filter((word, index) => word !== '-protocol_whitelist' && argv[index - 1] !== '-protocol_whitelist')
    .map((word) => word.replaceAll(`file:${path}`, address).replaceAll(path, address));
