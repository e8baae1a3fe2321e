import { boundedJson } from '../base/boundedJson';
import type { Part } from '../media/part';
import { plainText } from './plainText';
import { subtitlesIn } from './subtitles';
import { unitOf } from './timeUnit';
import { toldIn } from './transcriptJson';
import type { Told } from './transcriptJson';
import type { Piece } from './transcriptPiece';
import { tableIn } from './transcriptTable';
import { textOf, wordsOf } from './words';
import type { Word } from './words';

export interface Sentence extends Part {
  text: string;
  /** With times of their own; empty where the transcript has none. */
  words: Word[];
}
export type Transcript = Sentence[];

/** Words further apart than this (seconds) belong to two sentences, where nothing else tells. */
const SENTENCE_GAP = 0.8;
/** The end of a sentence, at the end of a word. */
export const SENTENCE_END = /[.?!…。！？]["”’」』)]?$/;

/**
 * Reads a transcript: SRT, WebVTT, a table (TSV of Whisper, CSV of whisper.cpp), or JSON as Whisper, OpenAI, WhisperX, whisper.cpp, AssemblyAI, Deepgram and ElevenLabs write
 * it, or the shorts of a job of Swiftia, each with what is said in it.
 * @param length seconds of what it is a transcript of; null: unknown. It tells milliseconds from seconds where nothing else does.
 * @returns null: it is none of these, or says nothing
 */
export function readTranscript(given: string, length: number | null = null): Transcript | null {
  // A job reads the same text when it is asked for, planned, and planned once more.
  if (last?.given !== given || last.length !== length) last = { given, length, read: freshlyRead(given, length) };
  return last.read;
}

let last: { given: string; length: number | null; read: Transcript | null } | undefined;

function freshlyRead(given: string, length: number | null): Transcript | null {
  const text = given
    .replace(/^\uFEFF/, '')
    .replace(/\r\n/g, '\n')
    .replace(/\r/g, '\n')
    .trim();
  const said = sentencesIn(text, length)
    .filter((sentence) => sentence.text !== '' && sentence.end > sentence.start)
    .sort((a, b) => a.start - b.start);
  return said.length === 0 ? null : said;
}

function sentencesIn(text: string, length: number | null): Sentence[] {
  if (/^[[{]/.test(text)) return fromJson(text, length);
  const { pieces, named } = tableIn(text);
  if (pieces.length > MOST_PIECES) return [];
  return pieces.length > 0
    ? fromTold({ ...TABLE, sentences: pieces, milliseconds: named }, length)
    : fromSubtitles(text);
}

/** A day of speech, word by word: what has more is no transcript. */
export const MOST_PIECES = 250_000;

const TABLE = { words: [], text: '', duration: null };

function fromSubtitles(text: string): Sentence[] {
  const said: Sentence[] = [];
  for (const subtitle of subtitlesIn(text)) {
    if (said.length === MOST_PIECES) return [];
    said.push({ ...subtitle, text: plainText(subtitle.text), words: [] });
  }
  return said;
}

/** Six of a word. */
const MOST_VALUES = 6 * MOST_PIECES;
/** Names of times in all forms: other JSON is not worth reading. */
const HAS_TIMES = /"(?:start|offsets|timestamp)/;

function fromJson(text: string, length: number | null): Sentence[] {
  if (!HAS_TIMES.test(text)) return [];
  try {
    const told = toldIn(boundedJson(text, { values: MOST_VALUES, names: MOST_VALUES }));
    return told === null ? [] : fromTold(told, length);
  } catch {
    return [];
  }
}

function fromTold(told: Told, length: number | null): Sentence[] {
  const sentences = told.sentences;
  const timed = sentences.length > 0 ? sentences : told.words;
  const unit = unitOf(timed, length ?? told.duration, told.milliseconds);
  if (sentences.length === 0) return sentencesOf(wordsOf(told.words, unit, told.text).map(({ word }) => word));
  const isWord = ({ text, words }: Piece) => words.length === 0 && !text.trim().includes(' ');
  if (told.words.length === 0 && sentences.every(isWord))
    return sentencesOf(wordsOf(sentences, unit, told.text).map(({ word }) => word));
  const settled = sentences.flatMap((sentence) => settledSentence(sentence, unit));
  return settled.some(({ words }) => words.length > 0) || told.words.length === 0
    ? settled
    : withWords(settled, told.words, unit);
}

/** A sentence with its own words; none where neither it nor they have times. */
function settledSentence({ text, times, words }: Piece, unit: number): Sentence[] {
  const own = wordsOf(words, unit, text).map(({ word }) => word);
  const said = plainText(text) || textOf(own);
  const [start, end] = times === null ? [own[0]?.start, own.at(-1)?.end] : [unit * times[0], unit * times[1]];
  return start === undefined || end === undefined ? [] : [{ text: said, start, end, words: own }];
}

/** Sentences, each with those of the words beside it that stand in it: by their letters, and by their times where those tell nothing. */
function withWords(sentences: readonly Sentence[], words: readonly Piece[], unit: number): Sentence[] {
  const result = sentences.map((sentence) => ({ ...sentence, words: [] as Word[] })).sort((a, b) => a.start - b.start);
  const ends = endsOf(result.map(({ text }) => text));
  let index = 0;
  for (const { word, at } of wordsOf(words, unit, result.map(({ text }) => text).join('\n'))) {
    const isBehind = (place: number) =>
      at === null
        ? (word.start + word.end) / 2 >= (result[place + 1]?.start ?? Infinity)
        : at >= (ends[place] ?? Infinity);
    while (index < result.length - 1 && isBehind(index)) index += 1;
    result[index]?.words.push(word);
  }
  return result;
}

/** Where each of some texts ends when they stand one after the other, with a character between. */
function endsOf(texts: readonly string[]): number[] {
  let end = -1;
  return texts.map((text) => (end += text.length + 1));
}

function sentencesOf(words: readonly Word[]): Sentence[] {
  const groups: Word[][] = [];
  for (const [index, word] of words.entries()) {
    const before = words[index - 1];
    if (before === undefined || word.start - before.end > SENTENCE_GAP || SENTENCE_END.test(before.text))
      groups.push([]);
    groups.at(-1)?.push(word);
  }
  return groups.map((group) => ({
    text: textOf(group),
    start: group[0]?.start ?? 0,
    end: group.at(-1)?.end ?? 0,
    words: group,
  }));
}

/** What a warning says of a transcript that says nothing where it should. */
export function silentTranscript(transcript: Transcript): string {
  const first = transcript[0]?.start ?? 0;
  const last = transcript.reduce((latest, { end }) => Math.max(latest, end), 0);
  return `the transcript, which runs from ${first.toFixed(1)} to ${last.toFixed(1)} s, says nothing`;
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
