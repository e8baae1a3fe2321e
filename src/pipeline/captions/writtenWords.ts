import { bounded } from './bounds';
import type { Part } from '../media/part';
import { sharedTime, WITHOUT_BLANKS } from './words';
import type { Word } from './words';

/** Where words end that have no blank between them. */
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Pure: what was written for a time as its words, which share that time: nobody knows better. */
export function writtenWords({ text, ...time }: Part & { text: string }): Word[] {
  const pieces = text
    .split(' ')
    .flatMap((word) => (WITHOUT_BLANKS.test(word) ? segmented(word) : [{ text: word, glued: false }]))
    .map(bounded);
  const times = sharedTime(
    pieces.map((piece) => piece.text),
    time,
  );
  return pieces.map(({ text: said, glued }, index) => {
    const [start, end] = times[index] ?? [time.start, time.end];
    return { text: said, start, end, ...(glued && { glued }) };
  });
}

/** Punctuation stays with the word before it. */
function segmented(word: string): { text: string; glued: boolean }[] {
  const pieces: { text: string; glued: boolean }[] = [];
  for (const { segment, isWordLike } of segmenter.segment(word)) {
    const last = pieces.at(-1);
    if (last !== undefined && isWordLike !== true) last.text += segment;
    else pieces.push({ text: segment, glued: pieces.length > 0 });
  }
  return pieces;
}
