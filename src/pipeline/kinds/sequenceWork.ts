import { outputsOf } from '../plan/finish';
import { costOfAll } from '../plan/cost';
import type { Plan } from '../plan/types';
import type { JobWarning } from '../job/job';
import type { Binary } from '../ffmpeg/find';
import { fitted } from './fitted';
import { levelled } from './levelled';
import { mediaError } from '../errors/mediaError';
import type { Made, OnProgress, Work, Workplace } from './maker';
import { saidOf } from '../errors/ofInput';
import type { InputName } from '../errors/ofInput';

interface SequenceUse {
  /** Of all that the job reads. */
  names: readonly InputName[];
  ffmpeg: Binary;
  signal: AbortSignal;
  /** What is known before. */
  warnings: readonly JobWarning[];
}

/** A job that is a plan for each clip, and one that joins what they made. */
export function sequenceWork(plans: readonly Plan[], use: SequenceUse): Work {
  const join = plans.at(-1);
  if (join === undefined) throw mediaError('internal_error', { why: 'a sequence has no plan' });
  const outputs = outputsOf(join);
  const cost = costOfAll(plans.map((plan) => plan.cost));
  const warnings = [...plans.flatMap((plan) => named(plan.warnings, plan, use.names)), ...use.warnings];
  return {
    files: outputs,
    cost,
    analyse: () =>
      Promise.resolve({
        cost,
        warnings,
        foresee: () => Promise.resolve({ plans: [...plans], outputs, warnings }),
        make: (workplace) => makeSequence(plans, { ...use, ...workplace }),
        published: () => undefined,
      }),
  };
}

/** Carries out one plan after the other; what the last one made is what was asked for. */
async function makeSequence(
  plans: readonly Plan[],
  { encode, onProgress, folder, ...use }: Workplace & SequenceUse,
): Promise<Made> {
  const lengths = plans.map(weightOf);
  const all = lengths.reduce((sum, length) => sum + length, 0);
  const warnings: JobWarning[] = [];
  let done = 0;
  let made: Made | null = null;
  for (const [index, plan] of plans.entries()) {
    const length = lengths[index] ?? 0;
    const share: OnProgress = (percent) => onProgress((100 * done + percent * length) / all);
    // The sound as a whole can be heard when all clips are there.
    const exact: Plan = (made && plan.after?.(made.output)) ?? plan;
    const known = await levelled(exact, { ...use, folder, onProgress: () => undefined });
    made = await fitted(known, { encode, folder, onProgress: share });
    warnings.push(...known.warnings.slice(plan.warnings.length), ...named(made.warnings, plan, use.names));
    done += length;
  }
  if (made === null) throw mediaError('internal_error', { why: 'a sequence has no plan' });
  return { ...made, warnings };
}

/** What encodes no picture takes a small part of the time. */
const WITHOUT_PICTURE = 0.05;
const weightOf = ({ cost }: Plan): number => (cost.seconds ?? 0) * (cost.pixels === 0 ? WITHOUT_PICTURE : 1);

/** Warnings of one of several, which say of which. */
const named = (warnings: readonly JobWarning[], { input }: Plan, names: readonly InputName[]): JobWarning[] =>
  warnings.map((warning) => ({
    ...warning,
    message: saidOf(typeof input === 'number' ? (names[input] ?? null) : null, warning.message),
  }));
