import type { Binary } from '../ffmpeg/find';
import type { JobWarning } from '../job/job';
import { CEILING, UNCHANGED } from '../plan/level';
import type { Level, Levelling } from '../plan/level';
import { measureLoudness } from './loudness';

/** No sound is raised by more decibels than this: what would be heard then is its noise. */
const MOST_RAISED = 40;
/** How often it is listened to a sound whose peaks are limited, which makes it quieter again; LU within which it is right, and from which on it is said that it is not. */
const MOST_TRIES = 5;
const RIGHT = 0.15;
const MISSED = 0.5;

interface FindUse {
  ffmpeg: Binary;
  signal: AbortSignal;
  /** In which the names of our own files are looked for; absent: what is heard has none. */
  folder?: string | undefined;
  /** 0–100 */
  onProgress: (percent: number) => void;
}

/** The level that brings a sound to a loudness, with its peaks below the ceiling: it is listened to as often as that takes. @throws what ffmpeg throws */
export async function findLevel(
  { target, heard, seconds }: Levelling<unknown>,
  { ffmpeg, signal, folder, onProgress }: FindUse,
): Promise<{ level: Level; warnings: JobWarning[] }> {
  const measure = (level: Level) =>
    measureLoudness(heard(level), {
      ffmpeg,
      signal,
      folder,
      onSeconds: (at) => onProgress(seconds ? Math.min(100, (100 * at) / seconds) : 0),
    });
  const { integrated, peak } = await measure(UNCHANGED);
  if (integrated === null) return { level: UNCHANGED, warnings: [SILENT] };
  const gain = Math.min(MOST_RAISED, target - integrated);
  if (peak + gain <= CEILING)
    return { level: { gain, isLimited: false }, warnings: missedBy(target, integrated + gain) };
  const limited = async (tried: number): Promise<Heard> => ({
    gain: tried,
    reached: (await measure({ gain: tried, isLimited: true })).integrated ?? integrated + tried,
  });
  let before: Heard | null = null;
  let last = await limited(gain);
  for (let tries = 1; tries < MOST_TRIES && Math.abs(target - last.reached) > RIGHT; tries += 1) {
    const next = Math.min(MOST_RAISED, last.gain + (target - last.reached) / steepness(before, last));
    if (next === last.gain) break;
    [before, last] = [last, await limited(next)];
  }
  return { level: { gain: last.gain, isLimited: true }, warnings: missedBy(target, last.reached) };
}

/** A gain (decibels) that was tried, and the loudness with it (LUFS). */
interface Heard {
  gain: number;
  reached: number;
}

/** LU that a decibel more of gain makes, as far as two tries tell; the less of it, the more peaks are limited. */
const steepness = (before: Heard | null, last: Heard): number =>
  before === null ? 1 : Math.min(1, Math.max(LEAST_STEEP, (last.reached - before.reached) / (last.gain - before.gain)));
const LEAST_STEEP = 0.2;

const SILENT: JobWarning = {
  kind: 'loudness_unknown',
  message: 'The sound is silent or shorter than 0.4 s: its loudness cannot be measured, and was left as it is.',
};

const missedBy = (target: number, reached: number): JobWarning[] =>
  Math.abs(target - reached) <= MISSED
    ? []
    : [
        {
          kind: 'loudness_missed',
          message: `The loudness is ${reached.toFixed(1)} LUFS instead of ${target}: louder would distort its peaks or raise its noise.`,
        },
      ];
