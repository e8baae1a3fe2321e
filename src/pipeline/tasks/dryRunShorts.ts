import type { Binaries } from '../ffmpeg/find';
import { commandOf } from '../images/operationCommand';
import type { JobWarning } from '../job';
import { FILE_TYPES, MAIN_FILE } from '../kinds/formats';
import { wishOf } from '../kinds/shorts/schema';
import type { ShortsOptions } from '../kinds/shorts/schema';
import type { ExpectedOutput } from '../plan/types';
import { analyse } from '../shorts/analyse/analyse';
import { planned } from '../shorts/render';
import { readTranscript } from '../shorts/transcript';
import type { Imported } from './import';
import { givenShorts, noShort } from './makeShorts';

export interface ShortsQuestion {
  options: ShortsOptions;
  imported: Imported;
  folder: string;
  scratch: string;
  binaries: Binaries;
  signal: AbortSignal;
}

/** The commands that would cut the shorts. What they are follows from the source, so it is analysed for that. @throws what analysing and planning throw */
export async function dryRunShorts({ options, imported, folder, scratch, binaries, signal }: ShortsQuestion): Promise<{ commands: string[][]; outputs: ExpectedOutput[]; warnings: JobWarning[] }> {
  const { source } = imported;
  const given = givenShorts(options, source);
  const transcript = options.transcript === undefined ? null : readTranscript(options.transcript);
  const { analysis, choices } = await analyse(source, given ?? wishOf(options), { ffmpeg: binaries.ffmpeg, signal, onProgress: () => undefined, transcript });
  if (choices.length === 0) throw noShort(options, source);
  const plans = await Promise.all(choices.map((choice, index) => planned(index, choices, choice, { options, imported, analysis, transcript, folder, scratch, binaries, signal })));
  const steps = [...imported.steps, ...plans.flatMap((plan) => plan.steps)];
  const list: ExpectedOutput = { file: MAIN_FILE.shorts, format: 'shorts', mime: FILE_TYPES.shorts.mime };
  return {
    commands: steps.map((step) => (step.tool === 'ffmpeg' ? [binaries.ffmpeg.path, ...step.argv] : commandOf(step.operation))),
    outputs: [list, ...plans.flatMap((plan) => plan.outputs)], warnings: plans.flatMap((plan) => plan.warnings),
  };
}
