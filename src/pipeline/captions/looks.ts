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
export function drawnPage(page: Page, style: CaptionStyle, layout: CaptionLayout): AssLine[] {
  const { words, end } = page;
  const start = words[0]?.start ?? end;
  if (style.look === 'word' && page.timed)
    return words.map((word, index) => ({
      start: word.start,
      end: words[index + 1]?.start ?? end,
      text: `${fitting([word], layout)}{\\c${color(style.highlight)}}${shown(word, style.letterCase)}`,
    }));
  const jump = style.look === 'bounce' ? JUMP : '';
  const written = (text: (word: Word) => string) => fitting(words, layout) + inLines(words, layout, text);
  if (!page.timed) return [{ start, end, text: jump + written((word) => shown(word, style.letterCase)) }];
  if (style.look === 'karaoke') return [{ start, end, text: sung(page, written, style.letterCase) }];
  return words.map((word, index) => ({
    start: word.start,
    end: words[index + 1]?.start ?? end,
    text:
      (index === 0 ? jump : '') +
      written((one) => {
        const text = shown(one, style.letterCase);
        return one === word ? `{\\c${color(style.highlight)}}${text}{\\c&HFFFFFF&}` : text;
      }),
  }));
}

/** A line whose words change their colour one after the other, each after so many hundredths of a second. */
function sung({ words, end }: Page, written: (text: (word: Word) => string) => string, letterCase: LetterCase): string {
  const hundredths = (seconds: number) => Math.round(seconds * 100);
  const untilNext = new Map(
    words.map((word, index) => [word, hundredths(words[index + 1]?.start ?? end) - hundredths(word.start)]),
  );
  return written((word) => `{\\k${untilNext.get(word) ?? 0}}${shown(word, letterCase)}`);
}

function inLines(words: readonly Word[], { perLine }: CaptionLayout, text: (word: Word) => string): string {
  return linesOf(words, perLine)
    .map((line) => textOf(line.map((word) => ({ ...word, text: text(word) }))))
    .join(NEW_LINE);
}

/** Smaller letters where a word is longer than a line. */
function fitting(words: readonly Word[], { perLine, letters }: CaptionLayout): string {
  const longest = Math.max(0, ...linesOf(words, perLine).map((line) => lettersIn(textOf(line))));
  return longest <= perLine ? '' : `{\\fs${Math.max(1, Math.floor((letters * perLine) / longest))}}`;
}

function shown({ text }: Word, letterCase: LetterCase): string {
  if (letterCase === 'as_written') return escaped(text);
  return escaped(letterCase === 'upper' ? text.toLocaleUpperCase() : text.toLocaleLowerCase());
}
