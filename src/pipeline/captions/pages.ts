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

/** The cheapest way to part a text, found from its beginning on: of each word, the best page that ends with it. */
function evenPages(words: readonly Word[], letters: number): Word[][] {
  const lengths = words.map(({ text, glued }, index) => lettersIn(text) + (index > 0 && glued !== true ? 1 : 0));
  const best: { cost: number; from: number }[] = [];
  for (let end = 1; end <= words.length; end++) {
    let length = 0;
    let chosen = { cost: Infinity, from: end - 1 };
    for (let from = end - 1; from >= 0 && end - from <= MOST_WORDS; from--) {
      length += lengths[from] ?? 0;
      if (length > letters && from < end - 1) break;
      const cost = (best[from - 1]?.cost ?? 0) + costOf(letters - length, words[end - 1], end === words.length);
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

function costOf(missing: number, last: Word | undefined, isEnd: boolean): number {
  const uneven = EACH + Math.max(0, missing) ** 2 / 10;
  return isEnd || PHRASE_END.test(last?.text ?? '') ? uneven : uneven + WITHIN_PHRASE;
}

/** Pure: the words of a page in one line, or in two that are as even as they can be. @param letters that fit into a line */
export function linesOf(page: readonly Word[], letters: number): Word[][] {
  if (lettersIn(textOf(page)) <= letters) return [[...page]];
  let chosen: Word[][] = [[...page]];
  let longest = Infinity;
  for (let cut = 1; cut < page.length; cut++) {
    const lines = [page.slice(0, cut), page.slice(cut)];
    const longer = Math.max(...lines.map((line) => lettersIn(textOf(line))));
    if (longer < longest) [longest, chosen] = [longer, lines];
  }
  return chosen;
}
