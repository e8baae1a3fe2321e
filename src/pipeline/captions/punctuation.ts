/** A word where it stands in a text. */
export interface Placed {
  /** With the punctuation that it has there. */
  text: string;
  /** Whether no blank stands before it. */
  glued: boolean;
  /** Where its first letter stands in the text. */
  at: number;
}

/** A word that is not the next one is looked for in so many characters behind it: the list may lack words of the text. */
const LOOK_AHEAD = 80;
/** Characters between two letters of one word, as in "U.S." and "don’t". */
const INSIDE_A_WORD = 2;

/**
 * Finds words in the text that they were taken from, in which they have the punctuation that the list of words may lack, as OpenAI's does.
 * @returns for each word its place; null where it is not there. Punctuation that is a word of its own becomes empty: the word before has it.
 */
export function placesOf(words: readonly string[], text: string): (Placed | null)[] {
  const known = folded(text);
  let [behind, next] = [0, nextLetter(known, 0)];
  return words.map((word) => {
    const letters = lettersOf(word);
    if (letters === '') return { text: '', glued: true, at: behind };
    const found = find(letters, known, next);
    if (found === null) return null;
    const following = nextLetter(known, found.to);
    const placed = placedAt(text, { behind, ...found, following });
    [behind, next] = [found.to, following];
    return placed;
  });
}

interface Found {
  /** Of its first letter, and behind its last one. */
  first: number;
  to: number;
}

function find(letters: string, text: string, next: number): Found | null {
  const last = Math.min(text.length, next + LOOK_AHEAD);
  for (let first = next; first < last; first++) {
    const begins = first === next || (isLetter(text.charCodeAt(first)) && isBlank(text.charCodeAt(first - 1)));
    const to = begins ? endOf(letters, text, first) : null;
    if (to !== null) return { first, to };
  }
  return null;
}

/** Where a word ends that begins there; null where another one does. */
function endOf(letters: string, text: string, first: number): number | null {
  let at = first;
  for (let index = 0; index < letters.length; index++) {
    for (let skipped = 0; index > 0 && skipped < INSIDE_A_WORD && isInside(text.charCodeAt(at)); skipped++) at += 1;
    if (text.charCodeAt(at) !== letters.charCodeAt(index)) return null;
    at += 1;
  }
  return at;
}

const isInside = (code: number): boolean => !isLetter(code) && !isBlank(code);

/** Of what stands between two words, all before the last blank belongs to the first one, all behind it to the second. */
function placedAt(
  text: string,
  { behind, first, to, following }: Found & { behind: number; following: number },
): Placed {
  const before = lastBlank(text, behind, first);
  const glued = before === null && behind > 0;
  const end = following === text.length ? null : lastBlank(text, to, following);
  const begin = glued ? first : (before ?? behind - 1) + 1;
  return { text: text.slice(begin, end ?? following).trim(), glued, at: first };
}

function lastBlank(text: string, from: number, to: number): number | null {
  for (let at = to - 1; at >= from; at--) if (isBlank(text.charCodeAt(at))) return at;
  return null;
}

function nextLetter(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isLetter(text.charCodeAt(at))) at += 1;
  return at;
}

function lettersOf(word: string): string {
  const known = folded(word);
  let letters = '';
  let from = 0;
  for (let at = 0; at <= known.length; at++) {
    if (at < known.length && isLetter(known.charCodeAt(at))) continue;
    letters += known.slice(from, at);
    from = at + 1;
  }
  return letters;
}

const isBlank = (code: number): boolean => code <= 0x20 || code === 0xa0 || code === 0x3000;

/**
 * Letters and digits: all but the blocks of Unicode that hold punctuation (of Latin-1, general, of Chinese, Japanese and Korean, and its wide forms). Told without an
 * expression: it is asked a million times.
 */
function isLetter(code: number): boolean {
  if (code < 0x80) return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
  if (code < 0x2000) return code >= 0xc0;
  return code > 0x206f && (code < 0x3000 || code > 0x303f) && (code < 0xff00 || code > 0xff0f);
}

/** In small letters, each where it was. */
function folded(text: string): string {
  const small = text.toLowerCase();
  return small.length === text.length ? small : text;
}
