import type { Size } from '../media/frame';
import type { Part } from '../media/part';
import { assFile } from './assFile';
import { fewAtOnce, shownIn } from './bounds';
import type { CaptionStyle } from './captionStyle';
import { layoutOf } from './layout';
import { lettersIn } from './letters';
import { drawnPage } from './looks';
import type { Page } from './looks';
import { linesOf, pagesOf } from './pages';
import type { Sentence, Transcript } from './transcript';
import { textOf } from './words';
import { writtenWords } from './writtenWords';

/** A page is read in one glance: at most so many letters. */
const MOST_LETTERS = 42;
/** A page stays until the next one, but not in a pause of this length (seconds). */
const LINGERS = 0.6;
/** Shorter than this (seconds) nothing is shown. */
const LEAST = 0.02;

/**
 * Pure: what is said in a part, whose time begins at 0 then, as an ASS file. Where words have times of their own, the one that is being said is lit.
 * @throws captions_unreadable
 */
export function assCaptions(transcript: Transcript, part: Part, size: Size, style: CaptionStyle): string {
  const layout = layoutOf(size, style);
  const shown = shownIn(transcript, part);
  const pages = [...timedPages(shown, layout.perLine), ...writtenPages(shown, layout.perLine)];
  const lines = pages
    .flatMap((page) => drawnPage(page, style, layout))
    .map((line) => ({ ...line, start: Math.max(line.start, part.start), end: Math.min(line.end, part.end) }))
    .filter(({ start, end }) => end - start >= LEAST)
    .sort((a, b) => a.start - b.start)
    .map((line) => ({ ...line, start: line.start - part.start, end: line.end - part.start }));
  return assFile(fewAtOnce(lines), size, style, layout);
}

/** Words with times of their own, in one line each time. */
function timedPages(transcript: Transcript, perLine: number): Page[] {
  const pages = pagesOf(
    transcript.flatMap(({ words }) => words),
    Math.min(MOST_LETTERS, perLine),
  );
  return pages.map((words, index) => {
    const said = words.at(-1)?.end ?? 0;
    const next = pages[index + 1]?.[0]?.start ?? Infinity;
    return { words, timed: true, end: Math.min(next, said + LINGERS) };
  });
}

/** Sentences as they were written; a long one in several pages, which share its time. */
const writtenPages = (transcript: Transcript, perLine: number): Page[] =>
  transcript.filter(({ words }) => words.length === 0).flatMap((sentence) => pagesOfSentence(sentence, perLine));

function pagesOfSentence(sentence: Sentence, perLine: number): Page[] {
  const words = writtenWords(sentence);
  const fits =
    lettersIn(sentence.text) <= MOST_LETTERS &&
    linesOf(words, perLine).every((line) => lettersIn(textOf(line)) <= perLine);
  // Of two lines the longer one has more than half.
  const pages = fits ? [words] : pagesOf(words, Math.min(MOST_LETTERS, Math.max(perLine, Math.floor(1.6 * perLine))));
  return pages.map((page, index) => ({ words: page, timed: false, end: pages[index + 1]?.[0]?.start ?? sentence.end }));
}
