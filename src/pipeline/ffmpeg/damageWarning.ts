import type { JobWarning } from '../job/job';

/** So many places are told, and so many of them in words. */
const [MOST_PLACES, IN_WORDS] = [20, 5];

/**
 * Pure: what is said of damage that was put up with.
 * @param what could not be decoded @param at where (seconds), in any order @param complaints ffmpeg's words, and how often it said them: the most frequent are told
 */
export function damageWarning(
  what: string,
  at: readonly number[],
  complaints: readonly [string, number][],
): JobWarning {
  const places = [...at]
    .sort((a, b) => a - b)
    .slice(0, MOST_PLACES)
    .map((each) => Math.round(each * 1000) / 1000);
  const where =
    places.length > 0
      ? `, near ${places
          .slice(0, IN_WORDS)
          .map((each) => `${each.toFixed(2)} s`)
          .join(', ')}${at.length > IN_WORDS ? ' …' : ''}`
      : '';
  const [text, times] = complaints.reduce((most, next) => (next[1] > most[1] ? next : most), ['', 0]);
  return {
    kind: 'input_damaged',
    message: `The input is damaged: ${what} could not be decoded cleanly${where}. The rest was converted.${times > 0 ? ` ffmpeg's words, ${times}×: ${text}` : ''}`,
    count: Math.max(at.length, 1),
    ...(places.length > 0 && { at: places }),
  };
}
