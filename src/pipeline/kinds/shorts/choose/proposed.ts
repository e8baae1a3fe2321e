import { overlap } from '../parts';
import type { Boundary } from './boundaries';
import type { Part } from '../../../media/part';

/** A part that somebody proposes, such as a language model that has read the transcript. */
export interface Proposal extends Part {
  title?: string | undefined;
}

/** A part between two places at which a short may begin and end, and how good it is; with the proposal that it stands for. */
export interface Candidate {
  start: Boundary;
  end: Boundary;
  score: number;
  proposal?: Proposal;
}

interface Places {
  starts: readonly Boundary[];
  ends: readonly Boundary[];
  /** How many are wanted, of how many seconds. */
  count: number;
  least: number;
  most: number;
  /** null: the part between these will not do. */
  candidateOf: (start: Boundary, end: Boundary) => Candidate | null;
}

/** So far a proposal is moved at either end (seconds): further away it would be another part. */
export const PROPOSAL_REACH = 5;

/** Pure: proposals, the best first, each moved to the nearest places at which a short may begin and end. Left out are those that have none nearby, and those that overlap a better one. */
export function snapped(
  proposals: readonly Proposal[],
  { starts, ends, count, least, most, candidateOf }: Places,
): Candidate[] {
  const taken: Candidate[] = [];
  const isFree = (part: Part) => !taken.some(({ start, end }) => overlap({ start: start.at, end: end.at }, part));
  for (const proposal of proposals) {
    if (taken.length >= count) break;
    const near = (at: number, places: readonly Boundary[]) =>
      places.map((place) => ({ place, away: Math.abs(place.at - at) })).filter(({ away }) => away <= PROPOSAL_REACH);
    const finishes = near(proposal.end, ends);
    const nearest = near(proposal.start, starts)
      .flatMap((start) => finishes.map((end) => ({ start: start.place, end: end.place, away: start.away + end.away })))
      .filter(
        ({ start, end }) =>
          end.at - start.at >= least && end.at - start.at <= most && isFree({ start: start.at, end: end.at }),
      )
      .sort((a, b) => a.away - b.away);
    for (const { start, end } of nearest) {
      const candidate = candidateOf(start, end);
      if (candidate === null) continue;
      taken.push({ ...candidate, proposal });
      break;
    }
  }
  return taken;
}
