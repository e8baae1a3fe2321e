import type { Piece } from './transcriptPiece';

/**
 * Letters a second of speech. People say five to thirty; a transcript in milliseconds that is read as seconds says 0.03 at most, one in seconds never so few:
 * between the two the length of the medium decides.
 */
const NEVER_SECONDS = 0.04;
const SURELY_SECONDS = 0.3;
/** A transcript may end a little after what it is of: a tenth, and two seconds. */
const LATER = { share: 1.1, seconds: 2 };

/**
 * What the times of a transcript are multiplied with, to be seconds: AssemblyAI, whisper.cpp and Whisper's TSV write milliseconds.
 * @param length seconds of what it is a transcript of; null: unknown
 * @param milliseconds whether it should be these by its form
 */
export function unitOf(pieces: readonly Piece[], length: number | null, milliseconds: boolean): number {
  const spans = pieces.flatMap(({ text, times }) => (times === null ? [] : [{ text, start: times[0], end: times[1] }]));
  const seconds = spans.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);
  const letters = spans.reduce((sum, { text }) => sum + (/\p{L}/u.test(text) ? text.trim().length : 0), 0);
  const last = spans.reduce((latest, { end }) => Math.max(latest, end), 0);
  if (letters > 0 && letters / seconds >= SURELY_SECONDS) return 1;
  if (milliseconds) return MILLISECOND;
  if (letters === 0 || seconds === 0) return 1;
  const fits = (end: number) => length !== null && end <= LATER.share * length + LATER.seconds;
  const counted = spans.every(({ start, end }) => Number.isInteger(start) && Number.isInteger(end));
  if (letters / seconds < NEVER_SECONDS) return counted || !fits(last) ? MILLISECOND : 1;
  return !fits(last) && fits(MILLISECOND * last) ? MILLISECOND : 1;
}

const MILLISECOND = 1e-3;
