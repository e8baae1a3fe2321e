import type { Transcript } from './transcript';
import type { Part } from '../media/part';
import { textOf } from './words';
import type { Word } from './words';

/** What is shown at once, in seconds of the short. */
export interface Cue extends Part {
  text: string;
}

/** A cue is read in one glance: at most so many letters. */
const LONGEST_CUE = 42;

/** Pure: a transcript as cues of a short, from its beginning. Sentences with words are broken where it is long, others shown as they are. */
export function cuesOf(transcript: Transcript, { start, end }: Part): Cue[] {
  const pieces = transcript.flatMap((sentence) => (sentence.words.length > 0 ? linesOf(sentence.words) : [sentence]));
  return pieces
    .filter((piece) => piece.end > start + 0.05 && piece.start < end - 0.05)
    .map(({ text, ...part }) => ({
      text,
      start: milliseconds(Math.max(0, part.start - start)),
      end: milliseconds(Math.min(end, part.end) - start),
    }));
}

const milliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;

function linesOf(words: readonly Word[]): Cue[] {
  const lines: Cue[] = [];
  for (const { start, end, ...word } of words) {
    const last = lines.at(-1);
    const text = last === undefined ? word.text : textOf([last, word]);
    if (last !== undefined && text.length <= LONGEST_CUE) lines[lines.length - 1] = { text, start: last.start, end };
    else lines.push({ text: word.text, start, end });
  }
  return lines;
}

/** Pure: cues as a WebVTT file. */
export const webVtt = (cues: readonly Cue[]): string =>
  `WEBVTT\n\n${cues.map(({ text, start, end }) => `${stamp(start)} --> ${stamp(end)}\n${escaped(text)}\n`).join('\n')}`;

/** `00:01:02.300` */
function stamp(seconds: number): string {
  const thousandths = Math.round(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(thousandths / 3_600_000))}:${two(Math.floor(thousandths / 60_000) % 60)}:${two(Math.floor(thousandths / 1000) % 60)}.${String(thousandths % 1000).padStart(3, '0')}`;
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
