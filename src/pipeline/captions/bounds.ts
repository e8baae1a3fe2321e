import { mediaError } from '../errors/mediaError';
import type { Part } from '../media/part';
import type { Sentence, Transcript } from './transcript';
import type { Word } from './words';

/** What is drawn at most: some seven hours of speech. All of it is laid out before a job begins, and others wait meanwhile. */
const MOST_WORDS = 60_000;
const MOST_LETTERS = 500_000;
/** A longer word is no word. */
const LONGEST_WORD = 100;
/** So many pages are seen at once, where a transcript says several things at a time: more would cover the picture. */
const MOST_AT_ONCE = 6;

/** Pure: what is said in a part, as far as it can be shown. @throws captions_unreadable where that is far more than anybody says */
export function shownIn(transcript: Transcript, { start, end }: Part): Transcript {
  const isIn = (one: Part) => one.end > start && one.start < end;
  const said: Sentence[] = [];
  let [words, letters] = [0, 0];
  for (const sentence of transcript) {
    const own = sentence.words.filter(isIn);
    if (sentence.words.length > 0 ? own.length === 0 : !isIn(sentence)) continue;
    words += own.length || blanksIn(sentence.text) + 1;
    letters += sentence.text.length;
    if (words > MOST_WORDS || letters > MOST_LETTERS)
      throw mediaError('captions_unreadable', {
        why: `there are more than ${MOST_WORDS.toLocaleString('en-US')} words or ${MOST_LETTERS.toLocaleString('en-US')} letters in what is played`,
      });
    said.push({ ...sentence, words: own.map(bounded) });
  }
  return said;
}

const blanksIn = (text: string): number => text.split(' ').length - 1;

/** A word that can stand in a picture. */
export const bounded = <W extends Pick<Word, 'text'>>(word: W): W =>
  word.text.length <= LONGEST_WORD ? word : { ...word, text: `${word.text.slice(0, LONGEST_WORD)}…` };

/** Pure: of what is shown, in the order of its beginnings, what is not shown beside too much else. */
export function fewAtOnce<L extends Part>(lines: readonly L[]): L[] {
  let shown: L[] = [];
  return lines.filter((line) => {
    shown = shown.filter(({ end }) => end > line.start);
    if (shown.length >= MOST_AT_ONCE) return false;
    shown.push(line);
    return true;
  });
}
