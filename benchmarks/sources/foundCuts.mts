// How much of a source's cuts an analysis has found, where it matters to the shorts.
import type { Talk } from './talk.mts';

interface Part {
  start: number;
  end: number;
}

/** Seconds by which a cut may be found beside its place, and around a chosen part in which cuts matter. */
const NEAR = 0.1;
const AROUND = 2;

export interface FoundCuts {
  /** Those within 2 s of a chosen part, or inside one. */
  matter: number[];
  /** Of these, those that were found. */
  found: number[];
  /** What is no cut and was taken for one, and how many of these there would be in ten minutes. */
  wrong: number[];
  wrongIn10Minutes: number;
}

/** @param seen where the analysis says that there are cuts */
export function foundCuts(
  { cuts, seconds }: Pick<Talk, 'cuts' | 'seconds'>,
  seen: readonly number[],
  choices: readonly Part[],
): FoundCuts {
  const isNear = (at: number) => (other: number) => Math.abs(other - at) <= NEAR;
  const matter = cuts.filter((cut) => choices.some(({ start, end }) => cut >= start - AROUND && cut <= end + AROUND));
  const wrong = seen.filter((at) => !cuts.some(isNear(at)));
  return {
    matter,
    found: matter.filter((cut) => seen.some(isNear(cut))),
    wrong,
    wrongIn10Minutes: (600 * wrong.length) / seconds,
  };
}
