import { plainText } from './plainText';
import { placesOf } from './punctuation';
import type { Piece } from './transcriptPiece';
import type { Part } from '../media/part';

/** What is said and when, in seconds from where the source begins. */
export interface Word extends Part {
  text: string;
  /** No blank stands before it, as in languages that write without. */
  glued?: true;
}

/** Words as one text. */
export const textOf = (words: readonly Pick<Word, 'text' | 'glued'>[]): string =>
  words.map(({ text, glued }, index) => (glued === true || index === 0 ? text : ` ${text}`)).join('');

/** A word before its times are settled: null, and empty times, are filled in from its neighbours. */
interface Untimed {
  text: string;
  glued: boolean;
  times: readonly [number, number] | null;
  /** Where it stands in the text that it was found in; null: it was not. */
  at: number | null;
}

/** Words of languages that put no blank between them stay words; others that are glued together are one. */
export const WITHOUT_BLANKS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Seconds that a word without times of its own has at least; where there is less between its neighbours, it shares those of the one before it. */
const LEAST = 0.06;
/** Of one at the end of a list, where nothing follows. */
const LAST = 0.3;
/** Nobody pauses for so many seconds inside a word. */
const PAUSE = 0.5;
/** Stands for what could not be decoded: whisper.cpp cuts characters of several bytes in two. */
const BROKEN = '\uFFFD';

/**
 * Words as they are shown: parts of one put together, with punctuation and blanks of the text that they are from, and with times where they have none.
 * @param unit what their times are multiplied with @param text all that they say; empty: unknown
 * @returns each with its place in the text; none where they cannot be used
 */
export function wordsOf(pieces: readonly Piece[], unit: number, text: string): { word: Word; at: number | null }[] {
  const said = asWritten(pieces, unit);
  if (!said.some(({ times }) => times !== null) || said.some((word) => word.text.includes(BROKEN))) return [];
  const whole = timed(joined(placedIn(text, said)));
  return whole.map(({ text: shown, times: [start, end], glued, at }) => ({
    word: { text: shown, start, end, ...(glued && { glued }) },
    at,
  }));
}

/** Where any word brings its blank along (Whisper, whisper.cpp), or blanks are words of their own (ElevenLabs), one without is glued to the one before. */
function asWritten(pieces: readonly Piece[], unit: number): Untimed[] {
  const blanks = pieces.slice(1).some(({ text }) => isBlank(text.charCodeAt(0)));
  const words: Untimed[] = [];
  let blank = true;
  for (const { text, times } of pieces) {
    const shown = plainText(text);
    if (shown === '') blank ||= text !== '';
    else {
      const glued = blanks && !blank && !isBlank(text.charCodeAt(0));
      const known = times !== null && times[1] > times[0];
      words.push({ text: shown, glued, times: known ? [unit * times[0], unit * times[1]] : null, at: null });
      blank = isBlank(text.charCodeAt(text.length - 1));
    }
  }
  return words;
}

const isBlank = (code: number): boolean => code <= 0x20;

function placedIn(text: string, words: readonly Untimed[]): Untimed[] {
  if (text === '') return [...words];
  const places = placesOf(
    words.map((word) => word.text),
    text,
  );
  return words.map((word, index) => ({ ...word, ...places[index] }));
}

/** Parts of one word as that word. */
function joined(words: readonly Untimed[]): Untimed[] {
  const whole: Untimed[] = [];
  for (const word of words) {
    const last = whole.at(-1);
    if (last === undefined) whole.push(word);
    else if (!isPartOf(last, word)) whole.push({ ...word, glued: word.glued && !areApart(last, word) });
    else whole[whole.length - 1] = { ...last, text: last.text + word.text, times: together(last.times, word.times) };
  }
  return whole.filter(({ text }) => text !== '');
}

const isPartOf = (last: Untimed, word: Untimed): boolean =>
  word.glued && !areApart(last, word) && !WITHOUT_BLANKS.test(last.text.slice(-2) + word.text.slice(0, 2));
const areApart = ({ times: first }: Untimed, { times: second }: Untimed): boolean =>
  first !== null && second !== null && second[0] - first[1] > PAUSE;

const together = (first: Untimed['times'], second: Untimed['times']): Untimed['times'] =>
  first === null || second === null ? (first ?? second) : [first[0], Math.max(first[1], second[1])];

type Timed = Untimed & { times: readonly [number, number] };

/** Words without times share what lies between their neighbours, by their letters. */
function timed(words: readonly Untimed[]): Timed[] {
  const result: Timed[] = [];
  for (let index = 0; index < words.length;) {
    const word = words[index];
    if (word !== undefined && hasTimes(word)) {
      result.push(word);
      index += 1;
      continue;
    }
    let behind = index;
    while (behind < words.length && words[behind]?.times === null) behind += 1;
    let run = words.slice(index, behind);
    const before = result.at(-1);
    const after = words[behind]?.times ?? null;
    let start = before?.times[1] ?? Math.max(0, (after?.[0] ?? 0) - LAST * run.length);
    const end = after?.[0] ?? start + LAST * run.length;
    if (before !== undefined && end - start < LEAST * run.length) {
      result.pop();
      run = [before, ...run];
      [start] = before.times;
    }
    result.push(...shared(run, start, Math.max(end, start + LEAST * run.length)));
    index = behind;
  }
  return result;
}

const hasTimes = (word: Untimed): word is Timed => word.times !== null;

const shared = (words: readonly Untimed[], start: number, end: number): Timed[] => {
  const times = sharedTime(
    words.map(({ text }) => text),
    { start, end },
  );
  return words.map((word, index) => ({ ...word, times: times[index] ?? [start, end] }));
};

/** Pure: a time shared by texts that follow one another, by their letters. */
export function sharedTime(texts: readonly string[], { start, end }: Part): (readonly [number, number])[] {
  const letters = texts.reduce((sum, text) => sum + text.length, 0);
  let at = start;
  return texts.map((text) => {
    const from = at;
    at += ((end - start) * text.length) / letters;
    return [from, at] as const;
  });
}
