import type { Analysis } from '../analysis';
import { overlap } from '../parts';
import type { Transcript } from '../../../captions/transcript';
import { boundariesOf } from './boundaries';
import type { Boundary } from './boundaries';
import { measuresOf } from './measures';
import { snapped } from './proposed';
import type { Candidate, Proposal } from './proposed';
import { reasonOf } from './reason';
import { scoreOf } from './score';
import type { Part } from '../../../media/part';

export interface Wish {
  count: number;
  /** Seconds. */
  least: number;
  most: number;
  /** Parts to take first, the best first; what was measured makes up for those that will not do. */
  proposals?: readonly Proposal[] | undefined;
}

/** A part of the source that makes a short. */
export interface Choice extends Part {
  /** 0–100; null for one that was given. */
  score: number | null;
  reason: string;
  /** Of one that was proposed: as it was. */
  proposal?: Proposal;
}

/** A short must not have more black than this (seconds). */
const BLACK = 0.1;
/** A part chosen only among those looked at lies in one of them; rounding of times is forgiven (seconds). */
const SLACK = 0.02;

/**
 * Pure: the best parts of a source, in the order of the source. They begin and end at a pause or a cut, never inside a word, do not overlap and are
 * free of black. Those that were proposed come first, then those that score best. The same analysis gives the same choice.
 * @param within only parts that lie in these; unset: anywhere
 */
export function choose(
  analysis: Analysis,
  transcript: Transcript | null,
  { count, least, most, proposals = [] }: Wish,
  within?: readonly Part[],
): Choice[] {
  const { starts, ends } = boundariesOf(analysis, transcript);
  const measure = measuresOf(analysis, transcript);
  const candidateOf = (start: Boundary, end: Boundary): Candidate | null => {
    const part = { start: start.at, end: end.at };
    if (within !== undefined && !within.some((one) => part.start >= one.start - SLACK && part.end <= one.end + SLACK))
      return null;
    const measures = measure(part);
    return measures.black > BLACK
      ? null
      : { start, end, score: scoreOf(measures, start, end, { seconds: part.end - part.start, least, most }) };
  };
  const candidates: Candidate[] = [];
  let first = 0;
  for (const start of starts) {
    while ((ends[first]?.at ?? Infinity) < start.at + least) first += 1;
    for (let index = first; index < ends.length; index += 1) {
      const end = ends[index];
      if (end === undefined || end.at > start.at + most) break;
      const candidate = candidateOf(start, end);
      if (candidate !== null) candidates.push(candidate);
    }
  }
  candidates.sort((a, b) => b.score - a.score || a.start.at - b.start.at || a.end.at - b.end.at);
  const proposed = snapped(proposals, { starts, ends, count, least, most, candidateOf });
  const chosen: Choice[] = [];
  for (const { start, end, score, proposal } of [...proposed, ...candidates]) {
    if (chosen.length >= count) break;
    const part = { start: milliseconds(start.at), end: milliseconds(end.at) };
    if (chosen.some((one) => overlap(one, part))) continue;
    const why = reasonOf(measure(part), start, end);
    chosen.push(
      proposal === undefined
        ? { ...part, score, reason: why }
        : { ...part, score, reason: `Was proposed. ${why}`, proposal },
    );
  }
  return chosen.sort((a, b) => a.start - b.start);
}

const milliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;
