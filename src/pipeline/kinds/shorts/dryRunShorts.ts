import type { Binaries } from '../../ffmpeg/find';
import { commandOf } from '../../images/operationCommand';
import type { JobWarning } from '../../job/job';
import { FILE_TYPES, SETS } from '../../media/formats';
import type { ShortsOptions } from './schema';
import { planned } from './render';
import type { JobBudget } from '../../plan/jobBudget';
import { analysisCost, findShorts, wantedShorts } from './prepareShorts';
import type { ExpectedOutput } from '../../media/expectedOutput';
import type { Imported } from '../../plan/imported';

export interface ShortsQuestion {
  options: ShortsOptions;
  imported: Imported;
  folder: string;
  scratch: string;
  binaries: Binaries;
  signal: AbortSignal;
  budget: JobBudget;
}

/** The commands that would cut the shorts. What they are follows from the source, so it is analysed for that. @throws what analysing and planning throw */
export async function dryRunShorts({
  options,
  imported,
  folder,
  scratch,
  binaries,
  signal,
  budget,
}: ShortsQuestion): Promise<{ commands: string[][]; outputs: ExpectedOutput[]; warnings: JobWarning[] }> {
  const { source } = imported;
  const asked = wantedShorts(options, source);
  const { transcript } = asked;
  await budget.afford(analysisCost(source), source, scratch);
  const { analysis, choices } = await findShorts(options, source, asked, {
    ffmpeg: binaries.ffmpeg,
    signal,
    onProgress: () => undefined,
  });
  const plans = await Promise.all(
    choices.map((choice, index) =>
      planned(index, choices, choice, { options, imported, analysis, transcript, folder, scratch, binaries, signal }),
    ),
  );
  const steps = [...imported.steps, ...plans.flatMap((plan) => plan.steps)];
  const list: ExpectedOutput = { file: SETS.shorts.mainFile, format: 'shorts', mime: FILE_TYPES.shorts.mime };
  return {
    commands: steps.map((step) =>
      step.tool === 'ffmpeg' ? [binaries.ffmpeg.path, ...step.argv] : commandOf(step.operation),
    ),
    outputs: [list, ...plans.flatMap((plan) => plan.outputs)],
    warnings: plans.flatMap((plan) => plan.warnings),
  };
}
