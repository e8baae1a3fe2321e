import type { Analysis } from '../analysis';
import { joined, shared, without } from '../parts';
import type { Transcript } from '../../../captions/transcript';
import type { Part } from '../../../media/part';

/** What is known of one part of a source, as far as a score needs it. */
export interface Measures {
  /** The moment that stands out most, in decibels above what is said around it; null: none. */
  moment: { at: number; above: number } | null;
  /** Share of the time in which something is heard, 0–1; null without sound. */
  heard: number | null;
  /** Words a second; null without a transcript. */
  words: number | null;
  /** Mean share of the picture that moves, 0–1; null where it was not examined. */
  motion: number | null;
  /** What is to be expected where it was not: a little less than elsewhere, so that a choice stays with what is known; null while nothing was. */
  expectedMotion: number | null;
  /** Seconds. */
  black: number;
  frozen: number;
  cuts: number;
}

/** A picture of keyframes alone counts as black from this share on. */
const BLACK_SHARE = 0.97;
/** A loud moment belongs to a part when it lies this far inside (seconds): its sentence is to be in it, too. */
const INSIDE = 1;
/** Share of the usual movement that is expected where nobody has looked. */
const EXPECTED = 0.7;

/** Answers what was measured between two times, without going through everything each time. */
export function measuresOf(
  { duration, sound, picture }: Analysis,
  transcript: Transcript | null,
): (part: Part) => Measures {
  const step = sound?.step ?? 1;
  const heard = sums((sound?.levels ?? []).map((level) => (level >= (sound?.threshold ?? 0) ? 1 : 0)));
  const frames = picture.frames;
  const moved = sums(frames.map((frame) => frame.moved));
  const expectedMotion = frames.length === 0 ? null : (EXPECTED * (moved.at(-1) ?? 0)) / frames.length;
  const frameAt = (at: number) => firstAt(frames, at);
  const words = (transcript ?? [])
    .flatMap((sentence) =>
      sentence.words.length > 0 ? sentence.words.map(({ start }) => ({ at: start })) : spread(sentence),
    )
    .sort((a, b) => a.at - b.at);
  const cuts = picture.cuts.map((at) => ({ at }));
  // Keyframes tell of what was not looked at closely.
  const glimpsed = without(
    joined(
      picture.sparse
        .filter(({ dark }) => dark >= BLACK_SHARE)
        .map(({ at }) => ({ start: at, end: Math.min(duration, at + 1) })),
    ),
    picture.examined,
  );
  const black = joined([...picture.black, ...glimpsed]);
  return (part) => {
    const { start, end } = part;
    const seconds = end - start;
    const [first, last] = [frameAt(start), frameAt(end)];
    const steps = [Math.round(start / step), Math.min(heard.length - 1, Math.round(end / step))] as const;
    return {
      moment: sound?.moments.find(({ at }) => at >= start + INSIDE && at <= end - INSIDE) ?? null,
      heard:
        sound === null ? null : ((heard[steps[1]] ?? 0) - (heard[steps[0]] ?? 0)) / Math.max(1, steps[1] - steps[0]),
      words: transcript === null ? null : (firstAt(words, end) - firstAt(words, start)) / seconds,
      motion:
        last > first && shared(part, picture.examined) > seconds / 2
          ? ((moved[last] ?? 0) - (moved[first] ?? 0)) / (last - first)
          : null,
      expectedMotion,
      black: shared(part, black),
      frozen: shared(part, picture.frozen),
      cuts: firstAt(cuts, end) - firstAt(cuts, start + 0.05),
    };
  };
}

/** Words of a sentence without times of their own, evenly. */
function spread({ text, start, end }: { text: string; start: number; end: number }): { at: number }[] {
  const count = text.split(/\s+/).filter((word) => word !== '').length;
  return Array.from({ length: count }, (_, index) => ({ at: start + ((index + 0.5) * (end - start)) / count }));
}

/** Sums of the first 0, 1, 2 … values: the sum of any stretch is a difference of two of them. */
function sums(values: readonly number[]): number[] {
  const result = [0];
  let sum = 0;
  for (const value of values) result.push((sum += value));
  return result;
}

/** Index of the first entry of a list in order that is not before a time. */
function firstAt(list: readonly { at: number }[], at: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.at ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
