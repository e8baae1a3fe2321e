import type { SoundAnalysis } from '../analysis';
import type { Part } from '../../../media/part';

/** Seconds of one step of the levels: finer than the shortest pause between words. */
export const STEP = 0.05;
/** What stands for silence, dBFS. */
export const SILENCE = -90;

/** A gap between words of one sentence is shorter than this (seconds). */
const SHORTEST_PAUSE = 0.3;
/** So many decibels below what is said nobody speaks, whatever the room; in a noisy room less, as far as its noise leaves room. */
const FAR_BELOW = 35;
const LEAST_BELOW = 10;
/** How far between the noise of the room and what is said a pause may reach up. */
const OVER_NOISE = 0.35;
/** Seconds over which a moment is loud, and decibels above what is said from which it stands out. */
const MOMENT = 0.4;
const STANDS_OUT = 5;
/** Two moments this close (seconds) are one. */
const SAME_MOMENT = 8;
const MOST_MOMENTS = 100;

/** Pure: pauses and loud moments from levels in dBFS, a step each. @param peak the highest sample, dBFS */
export function soundOf(levels: number[], peak: number): SoundAnalysis {
  const sorted = [...levels].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? SILENCE;
  const [noise, speech] = [at(0.04), at(0.7)];
  const threshold = Math.min(speech - LEAST_BELOW, Math.max(speech - FAR_BELOW, noise + OVER_NOISE * (speech - noise)));
  return {
    levels,
    step: STEP,
    peak,
    speech,
    threshold,
    pauses: pausesOf(levels, threshold),
    moments: momentsOf(levels, speech),
  };
}

function pausesOf(levels: readonly number[], threshold: number): Part[] {
  const pauses: Part[] = [];
  let from: number | null = null;
  for (let index = 0; index <= levels.length; index += 1) {
    const quiet = (levels[index] ?? 0) < threshold;
    if (quiet) from ??= index;
    else if (from !== null) {
      if ((index - from) * STEP >= SHORTEST_PAUSE - 1e-9)
        pauses.push({ start: round(from * STEP), end: round(index * STEP) });
      from = null;
    }
  }
  return pauses;
}

function momentsOf(levels: readonly number[], speech: number): SoundAnalysis['moments'] {
  const width = Math.round(MOMENT / STEP);
  const powers = levels.map((level) => 10 ** (level / 10));
  let sum = 0;
  const smooth = powers.map((power, index) => {
    sum += power - (powers[index - width] ?? 0);
    return { at: round((index + 1 - width / 2) * STEP), above: 10 * Math.log10(Math.max(sum, 1e-12) / width) - speech };
  });
  const loud = smooth.filter(({ above }) => above >= STANDS_OUT).sort((a, b) => b.above - a.above || a.at - b.at);
  const moments: SoundAnalysis['moments'] = [];
  for (const { at, above } of loud) {
    if (moments.length >= MOST_MOMENTS) break;
    if (moments.every((one) => Math.abs(one.at - at) >= SAME_MOMENT))
      moments.push({ at, above: Math.round(above * 10) / 10 });
  }
  return moments;
}

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
