import { parse } from '@plussub/srt-vtt-parser';
import { z } from 'zod/v4';
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

/** What the parser of subtitles answers, in milliseconds. */
const cuesSchema = z.object({ entries: z.array(z.object({ from: z.number(), to: z.number(), text: z.string() })) });

/**
 * Reads a transcript: SRT, WebVTT, or JSON with `segments` or `words` that have start and end in seconds, as Whisper writes it, or the shorts of a job of Swiftia, each with
 * what is said in it.
 * null: it is none of these, or says nothing.
 */
export function readTranscript(given: string): Transcript | null {
  const text = given
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .trim();
  const sentences = /^[[{]/.test(text) ? fromJson(text) : fromSubtitles(text);
  const said = sentences
    .filter((sentence) => sentence.text !== '' && sentence.end > sentence.start)
    .sort((a, b) => a.start - b.start);
  return said.length === 0 ? null : said;
}

function fromSubtitles(text: string): Sentence[] {
  // The parser knows no settings of a cue's place.
  const plain = text.split('\n').map(withoutSettings).join('\n');
  try {
    return cuesSchema.parse(parse(plain)).entries.map(({ from, to, text: cue }) => ({
      text: plainText(cue),
      start: from / 1000,
      end: to / 1000,
      words: [],
    }));
  } catch {
    return [];
  }
}

function withoutSettings(line: string): string {
  const arrow = line.lastIndexOf('-->');
  const [time = ''] = arrow < 0 ? [] : (/^[ \t]*[\d:.,]+/.exec(line.slice(arrow + 3)) ?? []);
  return time === '' ? line : line.slice(0, arrow + 3) + time;
}

function fromJson(text: string): Sentence[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const pieces = piecesIn(json) ?? [];
  const wordsOnly = pieces.every((piece) => piece.words === null && !/\s/.test(textOf(piece)));
  if (wordsOnly) return sentencesOf(pieces.map(wordOf));
  return pieces.map((piece) => {
    const words = (piece.words ?? []).map(wordOf).filter((word) => word.text !== '' && word.end > word.start);
    return { ...wordOf(piece), words, text: textOf(piece) || words.map((word) => word.text).join(' ') };
  });
}

const textOf = ({ text }: Piece): string => plainText(text);
const wordOf = (piece: Piece): Word => ({ text: textOf(piece), start: piece.start, end: piece.end });

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

/** Without the marks of subtitles: `<i>`, `<v Bob>`, `{\an8}`, and with the characters that they stand for. */
function plainText(text: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', lrm: '', rlm: '' };
  return text
    .replace(/<[^<>]*>|\{\\[^{}]*\}/g, '')
    .replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\s+/g, ' ')
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
  const [first = ''] = text.split(/(?<=[.?!…])\s/);
  if (first.length <= LONGEST_TITLE) return first || null;
  const cut = first.slice(0, LONGEST_TITLE);
  const lastBlank = cut.lastIndexOf(' ');
  return `${lastBlank < 0 ? cut : cut.slice(0, lastBlank)}…`;
}
