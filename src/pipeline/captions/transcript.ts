import { boundedJson } from '../base/boundedJson';
import { subtitlesIn } from './subtitles';
import { piecesIn } from './transcriptJson';
import type { Piece } from './transcriptJson';
import type { Part } from '../media/part';

/** What is said and when, in seconds from where the source begins. */
export interface Word extends Part {
  text: string;
}
export interface Sentence extends Word {
  /** With times of their own; empty where the transcript has none. */
  words: Word[];
}
export type Transcript = Sentence[];

/** Words further apart than this (seconds) belong to two sentences, where nothing else tells. */
const SENTENCE_GAP = 0.8;

/**
 * Reads a transcript: SRT, WebVTT, or JSON with `segments` or `words` that have start and end in seconds, as Whisper writes it, or the shorts of a job of Swiftia, each with
 * what is said in it.
 * null: it is none of these, or says nothing.
 */
export function readTranscript(given: string): Transcript | null {
  const text = given
    .replace(/^\uFEFF/, '')
    .replace(/\r\n/g, '\n')
    .replace(/\r/g, '\n')
    .trim();
  const sentences = /^[[{]/.test(text) ? fromJson(text) : fromSubtitles(text);
  const said = sentences
    .filter((sentence) => sentence.text !== '' && sentence.end > sentence.start)
    .sort((a, b) => a.start - b.start);
  return said.length === 0 ? null : said;
}

const fromSubtitles = (text: string): Sentence[] =>
  Array.from(subtitlesIn(text), (subtitle) => ({ ...subtitle, text: plainText(subtitle.text), words: [] }));

/** A day of speech, word by word, with six values a word. */
const MOST_VALUES = 1_500_000;

function fromJson(text: string): Sentence[] {
  // Whatever form it has, its times are called start or startTime: other JSON is not worth reading.
  if (!text.includes('"start')) return [];
  let json: unknown;
  try {
    json = boundedJson(text, { values: MOST_VALUES, names: MOST_VALUES });
  } catch {
    return [];
  }
  const pieces = piecesIn(json) ?? [];
  const sentences = pieces.map((piece): Sentence => {
    const said = wordOf(piece);
    const words = (piece.words ?? []).map(wordOf).filter((word) => word.text !== '' && word.end > word.start);
    return { ...said, words, text: said.text || words.map((word) => word.text).join(' ') };
  });
  const wordsOnly =
    pieces.every((piece) => piece.words === null) && sentences.every((sentence) => !sentence.text.includes(' '));
  return wordsOnly
    ? sentencesOf(sentences.map(({ text: word, start, end }) => ({ text: word, start, end })))
    : sentences;
}

const wordOf = ({ text, start, end }: Piece): Word => ({ text: plainText(text), start, end });

function sentencesOf(words: readonly Word[]): Sentence[] {
  const groups: Word[][] = [];
  for (const [index, word] of words.entries()) {
    const before = words[index - 1];
    if (before === undefined || word.start - before.end > SENTENCE_GAP || /[.?!…。]["”’)]?$/.test(before.text))
      groups.push([]);
    groups.at(-1)?.push(word);
  }
  return groups.map((group) => ({
    text: group.map((word) => word.text).join(' '),
    start: group[0]?.start ?? 0,
    end: group.at(-1)?.end ?? 0,
    words: group,
  }));
}

/** What most texts have nothing of. */
const MARKED = /[<{&]|\s\s|(?! )\s/;
/** With their characters; that of all others comes last, since what it makes is text. Each is looked for as it stands, which costs next to nothing. */
const ENTITIES: readonly (readonly [RegExp, string])[] = [
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&quot;/g, '"'],
  [/&nbsp;/g, ' '],
  [/&lrm;/g, ''],
  [/&rlm;/g, ''],
  [/&amp;/g, '&'],
];

/** Without the marks of subtitles: `<i>`, `<v Bob>`, `{\an8}`, and with the characters that they stand for. */
function plainText(text: string): string {
  if (!MARKED.test(text)) return text.trim();
  const said = text.replace(/<[^<>]*>|\{\\[^{}]*\}/g, '');
  return ENTITIES.reduce((known, [entity, character]) => known.replace(entity, character), said)
    .replace(/(?! )\s+|\s\s+/g, ' ')
    .trim();
}

/** What is said in a part: its sentences that lie in it for the most part. */
export const textWithin = (transcript: Transcript, { start, end }: Part): string =>
  transcript
    .filter(
      (sentence) => Math.min(end, sentence.end) - Math.max(start, sentence.start) > (sentence.end - sentence.start) / 2,
    )
    .map(({ text }) => text)
    .join(' ');

const LONGEST_TITLE = 60;

/** A title out of what is said: its first sentence, cut between words. */
export function titleOf(text: string): string | null {
  const end = /[.?!…]\s/.exec(text);
  const first = end === null ? text : text.slice(0, end.index + 1);
  if (first.length <= LONGEST_TITLE) return first || null;
  const cut = first.slice(0, LONGEST_TITLE);
  const lastBlank = cut.lastIndexOf(' ');
  return `${lastBlank < 0 ? cut : cut.slice(0, lastBlank)}…`;
}
