import { distance } from 'fastest-levenshtein';
import { LONGEST_SHOWN } from './textLimits';

/** Of names that there are, the one that was most likely meant. @param given of a long one only the beginning counts */
export function nearest(given: string, names: readonly string[]): string {
  const word = given.slice(0, LONGEST_SHOWN).toLowerCase();
  let [best, least] = ['', Infinity];
  for (const name of names) {
    const steps = distance(word, name);
    if (steps < least) [best, least] = [name, steps];
  }
  return best;
}
