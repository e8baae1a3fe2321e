import { lettersIn } from './letters';
import { SENTENCE_END } from './transcript';
import { textOf } from './words';
import type { Word } from './words';

/** A pause of so many seconds ends a page: what follows is another thought. */
const PAUSE = 0.6;
/** A phrase ends here: a page that ends with it is read most easily. */
const PHRASE_END = /[,;:–—…]["”’」』)]?$/;
/** What it costs to end a page within a phrase, and that a page is one, in letters that a page has too few of, squared. */
const WITHIN_PHRASE = 60;
const EACH = 20;
/** Words of one page at most, so that the choice costs no more than the text is long. */
const MOST_WORDS = 40;

/**
 * Pure: words as pages that are shown one after the other: none longer than so many letters, none across the end of a sentence or a pause; within that as even
 * as they can be, and ending with a phrase. A word that is longer has a page for itself.
 */
export function pagesOf(words: readonly Word[], letters: number): Word[][] {
  return thoughtsOf(words).flatMap((thought) => evenPages(thought, letters));
}

function thoughtsOf(words: readonly Word[]): Word[][] {
  const thoughts: Word[][] = [];
  for (const word of words) {
    const before = thoughts.at(-1)?.at(-1);
    const isNew = before === undefined || word.start - before.end >= PAUSE || SENTENCE_END.test(before.text);
    if (isNew) thoughts.push([word]);
    else thoughts.at(-1)?.push(word);
  }
  return thoughts;
}

/** How wide each word is, with the blank before it. */
const lengthsOf = (words: readonly Word[]): number[] =>
  words.map(({ text, glued }, index) => lettersIn(text) + (index > 0 && glued !== true ? 1 : 0));

/** The cheapest way to part a text, found from its beginning on: of each word, the best page that ends with it. */
function evenPages(words: readonly Word[], letters: number): Word[][] {
  const lengths = lengthsOf(words);
  const best: { cost: number; from: number }[] = [];
  for (let end = 1; end <= words.length; end++) {
    let length = 0;
    const last = words[end - 1];
    const penalty = end === words.length || (last !== undefined && PHRASE_END.test(last.text)) ? 0 : WITHIN_PHRASE;
    let chosen = { cost: Infinity, from: end - 1 };
    for (let from = end - 1; from >= 0 && end - from <= MOST_WORDS; from--) {
      length += lengths[from] ?? 0;
      if (length > letters && from < end - 1) break;
      const cost = (best[from - 1]?.cost ?? 0) + EACH + Math.max(0, letters - length) ** 2 / 10 + penalty;
      if (cost < chosen.cost) chosen = { cost, from };
    }
    best.push(chosen);
  }
  const pages: Word[][] = [];
  for (let end = words.length; end > 0;) {
    const { from } = best[end - 1] ?? { from: 0 };
    pages.push(words.slice(from, end));
    end = from;
  }
  return pages.reverse();
}

/** Pure: the words of a page in one line, or in two that are as even as they can be. @param letters that fit into a line */
export function linesOf(page: readonly Word[], letters: number): Word[][] {
  if (lettersIn(textOf(page)) <= letters) return [[...page]];
  const lengths = lengthsOf(page);
  const all = lengths.reduce((sum, length) => sum + length, 0);
  let [before, cut, longest] = [0, 0, Infinity];
  for (const [index, length] of lengths.entries()) {
    const longer = Math.max(before, all - before);
    if (index > 0 && longer < longest) [cut, longest] = [index, longer];
    before += length;
  }
  return cut === 0 ? [[...page]] : [page.slice(0, cut), page.slice(cut)];
}
