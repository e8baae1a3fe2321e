import { color, escaped } from './assFile';
import type { AssLine } from './assFile';
import type { CaptionStyle, LetterCase } from './captionStyle';
import type { CaptionLayout } from './layout';
import { lettersIn } from './letters';
import { linesOf } from './pages';
import { textOf } from './words';
import type { Word } from './words';

/** Words that are shown at once, and until when. */
export interface Page {
  words: readonly Word[];
  end: number;
  /** Whether its words have times of their own. */
  timed: boolean;
}

const NEW_LINE = String.raw`\N`;
/** A line that jumps: from four fifths of its size, past it, in a fifth of a second. */
const JUMP = String.raw`{\fscx80\fscy80\t(0,100,\fscx106\fscy106)\t(100,200,\fscx100\fscy100)}`;

/** Pure: a page as lines of ASS that follow one another. */
export function drawnPage({ words: said, end, timed }: Page, style: CaptionStyle, layout: CaptionLayout): AssLine[] {
  const words = said.map((word) => ({ ...word, text: shown(word, style.letterCase) }));
  const start = words[0]?.start ?? end;
  const until = (index: number) => words[index + 1]?.start ?? end;
  const lit = (text: string) => `{\\c${color(style.highlight)}}${text}`;
  if (style.look === 'word' && timed)
    return words.map((word, index) => ({
      start: word.start,
      end: until(index),
      text: fitting([[word]], layout) + lit(word.text),
    }));
  const lines = linesOf(words, layout.perLine);
  const [size, jump] = [fitting(lines, layout), style.look === 'bounce' ? JUMP : ''];
  if (!timed) return [{ start, end, text: jump + size + written(lines) }];
  if (style.look === 'karaoke') return [{ start, end, text: size + written(sung(lines, end)) }];
  return words.map((word, index) => ({
    start: word.start,
    end: until(index),
    text: (index === 0 ? jump : '') + size + written(withOne(lines, word, `${lit(word.text)}{\\c&HFFFFFF&}`)),
  }));
}

const written = (lines: readonly (readonly Word[])[]): string => lines.map(textOf).join(NEW_LINE);

/** The same with another text in the place of a word. */
const withOne = (lines: readonly Word[][], word: Word, text: string): Word[][] =>
  lines.map((line) => (line.includes(word) ? line.map((one) => (one === word ? { ...one, text } : one)) : line));

/** Words that change their colour one after the other, each after so many hundredths of a second. */
function sung(lines: readonly Word[][], end: number): Word[][] {
  const words = lines.flat();
  const hundredths = (seconds: number) => Math.round(seconds * 100);
  const next = new Map(words.map((word, index) => [word, words[index + 1]?.start ?? end]));
  const lasts = (word: Word) => hundredths(next.get(word) ?? end) - hundredths(word.start);
  return lines.map((line) => line.map((word) => ({ ...word, text: `{\\k${lasts(word)}}${word.text}` })));
}

/** Smaller letters where a word is longer than a line. */
function fitting(lines: readonly (readonly Word[])[], { perLine, letters }: CaptionLayout): string {
  const longest = Math.max(0, ...lines.map((line) => lettersIn(textOf(line))));
  return longest <= perLine ? '' : `{\\fs${Math.max(1, Math.floor((letters * perLine) / longest))}}`;
}

function shown({ text }: Word, letterCase: LetterCase): string {
  if (letterCase === 'as_written') return escaped(text);
  return escaped(letterCase === 'upper' ? text.toLocaleUpperCase() : text.toLocaleLowerCase());
}
