import type { Boundary } from './boundaries';
import type { Measures } from './measures';

/** What each part of a score weighs. What was not measured weighs nothing. */
const WEIGHTS = { moment: 35, heard: 20, words: 10, motion: 12, edges: 14, sentences: 10, length: 9 };

/** A moment this much louder (decibels), this many words a second, this much movement and a pause this long (seconds) count fully. */
const FULL_MOMENT = 12;
const FULL_WORDS = 2.5;
const FULL_MOTION = 0.08;
const FULL_PAUSE = 0.8;
/** A picture that stands still takes at most this share of a score. */
const FROZEN = 0.15;

/** Pure: how good a short would be, 0–100. @param length its seconds, and the seconds that are wanted at least and at most */
export function scoreOf(
  measures: Measures,
  start: Boundary,
  end: Boundary,
  length: { seconds: number; least: number; most: number },
): number {
  const { moment, heard, words, motion, expectedMotion, frozen } = measures;
  const parts: [weight: number, value: number][] = [
    [WEIGHTS.motion, Math.min(1, (motion ?? expectedMotion ?? 0) / FULL_MOTION)],
    [WEIGHTS.edges, (edge(start) + edge(end)) / 2],
    [WEIGHTS.length, fit(length)],
  ];
  if (heard !== null)
    parts.push([WEIGHTS.heard, heard], [WEIGHTS.moment, Math.min(1, (moment?.above ?? 0) / FULL_MOMENT)]);
  if (words !== null)
    parts.push(
      [WEIGHTS.words, Math.min(1, words / FULL_WORDS)],
      [WEIGHTS.sentences, ((start.sentence ? 1 : 0) + (end.sentence ? 1 : 0)) / 2],
    );
  const [sum, weight] = parts.reduce(
    ([total, weights], [each, value]) => [total + each * value, weights + each],
    [0, 0],
  );
  return Math.round(1000 * (sum / weight) * (1 - FROZEN * Math.min(1, frozen / length.seconds))) / 10;
}

function edge({ by, pause }: Boundary): number {
  if (by === 'cut' || by === 'edge') return 1;
  return by === 'time' ? 0 : Math.min(1, pause / FULL_PAUSE);
}

/** 1 in the middle between least and most, as lengths are felt (by their ratio), 0 at both ends. */
function fit({ seconds, least, most }: { seconds: number; least: number; most: number }): number {
  const reach = Math.log(most / least) / 2;
  return reach < 0.01 ? 1 : 1 - Math.min(1, Math.abs(Math.log(seconds / Math.sqrt(least * most))) / reach);
}
