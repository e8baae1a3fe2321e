import { sourceTime } from '../plan/reading';
import type { Reading } from '../plan/reading';
import type { Span } from '../ffmpeg/log';

/** Seconds of source up to which a part is looked at as a whole: where complaints were made, and for samples. */
const WHOLE = 60;
const WHOLE_OF_COPY = 8;
/** Samples of what was copied: so many, of so many seconds each, the first at the beginning and the last at the end. */
const SAMPLES = 5;
const SAMPLE = 0.5;
/** ffmpeg's report of how far it has come lags behind what it reads by what its encoder holds back (seconds of the result). */
const BEFORE = 3;
const AFTER = 10;

/** A place in a stream, in seconds. */
export interface Place extends Span {
  /** A sample, which may lie anywhere near: from the keyframe before `from` on, so that nothing has to be decoded only to get there. */
  fromKeyframe?: true;
}

/** The source as far as the question of where to look goes. */
export interface Extent {
  part: Reading;
  /** Seconds of the whole source, and of one frame. */
  duration: number | null;
  frame: number;
}

/**
 * Pure: which parts of a source deserve a second look, in seconds from where it begins; `between` says what is known of the rest: nothing that was
 * complained of (`clean`), or that it is as what was looked at (`alike`).
 * @param spans seconds of the result between which complaints were made @param copied no decoder has seen the stream
 */
export function probeWindows(
  { part, duration, frame }: Extent,
  { spans, copied }: { spans: readonly Span[]; copied: boolean },
): { places: Place[]; between: 'clean' | 'alike' } {
  if (spans.length === 0 && !copied) return { places: [], between: 'alike' };
  const whole = spanOf({ part, duration, frame });
  const length = Math.min(whole.to, duration ?? Infinity) - part.start;
  if (length <= (spans.length === 0 ? WHOLE_OF_COPY : WHOLE)) return { places: [whole], between: 'alike' };
  const seen = joined(
    spans.map(({ from, to }) => ({ from: sourceTime(part, from - BEFORE), to: sourceTime(part, to + AFTER) })),
    whole,
  );
  if (!copied) return { places: seen, between: 'clean' };
  const samples = samplesOf(part.start, length).filter((sample) =>
    seen.every(({ from, to }) => sample.to < from || sample.from > to),
  );
  return { places: [...seen, ...samples].sort((a, b) => a.from - b.from), between: 'alike' };
}

/** Pure: a part as a span; to the very end where the end of the source is read, since its last packet can lie beyond a rounded or measured duration. */
export function spanOf({ part: { start, seconds }, duration, frame }: Extent): Span {
  const from = start > 0 ? start : -Infinity;
  if (seconds === null) return { from, to: duration === null ? Infinity : start + frame };
  return { from, to: isToTheEnd({ start, seconds }, duration) ? Infinity : start + seconds };
}

/** Whether a part ends where the source does. One frame does not. */
export const isToTheEnd = ({ start, seconds }: Pick<Reading, 'start' | 'seconds'>, duration: number | null): boolean =>
  duration === null || (seconds !== null && start + seconds >= duration - 0.001);

function samplesOf(start: number, length: number): Place[] {
  if (length === Infinity) return [{ from: start, to: start + WHOLE_OF_COPY }];
  return Array.from({ length: SAMPLES }, (_, n) => {
    const from = start + ((length - SAMPLE) * n) / (SAMPLES - 1);
    // The last reaches the very end, wherever its keyframe lies: there a recorder lost power, and a download stopped.
    return { from, to: from + SAMPLE, ...(n < SAMPLES - 1 && { fromKeyframe: true }) };
  });
}

/** In order, without overlap, inside the whole. */
function joined(spans: readonly Span[], whole: Span): Span[] {
  const result: Span[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    const piece = { from: Math.max(from, whole.from), to: Math.min(to, whole.to) };
    if (piece.from > piece.to) continue;
    if (last !== undefined && piece.from <= last.to) last.to = Math.max(last.to, piece.to);
    else result.push(piece);
  }
  return result;
}
