import { availableParallelism } from 'node:os';
import { readCapabilities } from '../ffmpeg/capabilities';
import { outputsOf } from '../plan/finish';
import { fitted } from './fitted';
import { levelled } from './levelled';
import { kindOf } from './index';
import type { KindName } from './index';
import type { Planner, SequencePlanner } from './kind';
import type { Maker, SequenceMaker } from './maker';
import { sequenceWork } from './sequenceWork';
import { triedCaptions } from './triedCaptions';

/** How jobs of a kind are made: by a maker of its own, or by carrying out its plan. */
export function makerOf(kind: KindName): Maker<object> {
  const making = kindOf(kind).load?.();
  if (making === undefined) throw new Error(`Jobs of kind ${kind} make no file`);
  return 'make' in making ? making.make : planned(making.plan);
}

/** The same for jobs of several inputs that are played one after the other. */
export function sequenceMakerOf(kind: KindName): SequenceMaker<object> {
  const making = kindOf(kind).load?.();
  if (making === undefined || !('plan' in making) || making.sequence === undefined)
    throw new Error(`Jobs of kind ${kind} have one input`);
  return joined(making.sequence);
}

const joined =
  (plansOf: SequencePlanner<object>): SequenceMaker<object> =>
  async ({ options, clips, isOne, references, names, name, binaries, scratch, signal }) => {
    const encoders = await readCapabilities(binaries.ffmpeg);
    const cores = availableParallelism();
    const plans = plansOf(options, { clips, isOne, references, name, encoders, cores });
    const captionWarnings = await triedCaptions(plans, { binaries, scratch, signal });
    return sequenceWork(plans, { ffmpeg: binaries.ffmpeg, signal, names, warnings: captionWarnings });
  };

/** A job that is one plan: what follows from options and source alone. */
const planned =
  (planOf: Planner<object>): Maker<object> =>
  async ({ options, imported, name, binaries, scratch, signal }) => {
    const encoders = await readCapabilities(binaries.ffmpeg);
    const { source, input } = imported;
    const first = planOf(options, { source, input, name, encoders, cores: availableParallelism() });
    const { cost } = first;
    const captionWarnings = await triedCaptions([first], { binaries, scratch, signal });
    const outputs = outputsOf(first);
    return {
      files: outputs,
      cost,
      analyse: async (onProgress) => {
        const plan = await levelled(first, { ffmpeg: binaries.ffmpeg, signal, onProgress });
        const warnings = [...plan.warnings, ...captionWarnings];
        return {
          cost,
          warnings,
          foresee: () => Promise.resolve({ plans: [plan], outputs, warnings }),
          make: (workplace) => fitted(plan, workplace),
          published: () => undefined,
        };
      },
    };
  };
