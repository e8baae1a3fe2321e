import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MediaJobError, mediaError } from '../errors/mediaError';
import type { JobWarning } from '../job/job';
import { isFull, nextAim } from '../plan/fitting';
import type { Fitting, Tried } from '../plan/fitting';
import { WHOLE } from '../plan/wholeResult';
import type { Plan } from '../plan/types';
import type { Made, OnProgress, Workplace } from './maker';

/** How often it is made once more at the most. */
const MOST_TRIES = 8;
/** The best result so far, while a better one is tried. */
const BEST = 'media-jobs-best';

type FittedUse = Pick<Workplace, 'encode' | 'folder' | 'onProgress'>;

/**
 * Carries out a plan; where its result has more bytes than it may have, it is made again, smaller, until it has no more and little less.
 * @throws max_bytes_too_small, and what the plan throws
 */
export async function fitted(plan: Plan, { encode, folder, onProgress }: FittedUse): Promise<Made> {
  const { fitting } = plan;
  if (fitting === undefined) return encode(plan, onProgress);
  const whole = await encode(plan, half(onProgress, 0));
  if (whole.output.bytes <= fitting.most) return whole;
  if (fitting.encoding !== undefined) {
    const next = fitting.encoding();
    const made = await fitted(next, { encode, folder, onProgress: half(onProgress, 1) });
    const warnings = made.untrue === undefined ? [...next.warnings, ...made.warnings] : made.warnings;
    return { ...made, warnings, untrue: plan.warnings };
  }
  const file = join(folder, fileOf(whole));
  await rename(file, join(folder, WHOLE));
  const { made, plan: best } = await search(fitting, whole, { folder, encode, onProgress });
  await rename(join(folder, BEST), file);
  await rm(join(folder, WHOLE), { force: true });
  const warnings = [...best.warnings, ...made.warnings, ...smaller(whole, made, fitting.most)];
  return { ...made, warnings, untrue: plan.warnings };
}

/** The largest result that is small enough; it lies beside its place. */
async function search(
  { most, toward }: Fitting<Plan>,
  { output: { bytes }, info }: Made,
  { folder, encode, onProgress }: FittedUse,
): Promise<{ made: Made; plan: Plan }> {
  if (info === undefined) throw mediaError('internal_error', { why: 'nothing is known of what is too large' });
  const tried: Tried[] = [];
  let best: { made: Made; plan: Plan } | null = null;
  for (let count = 1; count <= MOST_TRIES; count += 1) {
    const aim = nextAim(tried, most);
    const { plan, least } = toward(aim, { bytes, info });
    const made = await encode(plan, half(onProgress, count)).catch((error: unknown) => {
      // Encoders refuse rates that are too low for their picture.
      if (error instanceof MediaJobError && error.kind === 'encode_failed') return null;
      throw error;
    });
    if (made === null) {
      if (best !== null) return best;
      throw tooSmall(most, Math.min(bytes, ...tried.map((one) => one.bytes)), least);
    }
    const got = made.output.bytes;
    const isSame = got === tried.at(-1)?.bytes;
    tried.push({ aim, bytes: got });
    if (got > most && (least !== undefined || isSame)) {
      if (best !== null) return best;
      throw tooSmall(most, got, least);
    }
    if (got <= most && got > (best?.made.output.bytes ?? 0)) {
      await rename(join(folder, fileOf(made)), join(folder, BEST));
      best = { made, plan };
    }
    if (best !== null && (isFull(got, most) || isSame)) return best;
  }
  if (best === null) throw tooSmall(most, Math.min(...tried.map((one) => one.bytes)));
  return best;
}

const fileOf = ({ files: [first] }: Made): string => {
  if (first === undefined) throw mediaError('internal_error', { why: 'nothing was made' });
  return first.file;
};

const tooSmall = (most: number, bytes: number, least?: string) =>
  mediaError('max_bytes_too_small', {
    why: `The result cannot have ${amount(most)} bytes or less: ${least === undefined ? 'at the least' : `with ${least}`} it takes ${amount(bytes)}`,
  });

const amount = (bytes: number): string => Math.ceil(bytes).toLocaleString('en-US');

/** Nobody knows how many tries there will be: each gets half of what is left. */
const half =
  (onProgress: OnProgress, count: number): OnProgress =>
  (percent) =>
    onProgress(100 - 100 / 2 ** count + percent / 2 ** (count + 1));

function smaller({ output: before }: Made, { output: after }: Made, most: number): JobWarning[] {
  const [was, is] = [before, after].map(({ width, height }) => `${width ?? 0}×${height ?? 0}`);
  if (was === is) return [];
  const message = `The picture is ${is ?? ''} instead of ${was ?? ''}, so that the result has at most ${amount(most)} bytes.`;
  return [{ kind: 'made_smaller', message }];
}
