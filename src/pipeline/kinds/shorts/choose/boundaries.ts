import type { Analysis } from '../analysis';
import type { Transcript } from '../../../captions/transcript';
import type { Part } from '../../../media/part';

/** A place at which a short may begin or end. */
export interface Boundary {
  at: number;
  /** `edge`: the beginning or end of the source; `time`: nothing is known there, and it is as good as any other place nearby. */
  by: 'pause' | 'cut' | 'edge' | 'time';
  /** Seconds of the pause that it lies in, 0 where it lies in none. */
  pause: number;
  /** Whether a sentence of the transcript begins or ends there; null without one. */
  sentence: boolean | null;
}

/** Seconds of a pause that are kept before the first word and after the last one. */
const BEFORE_SPEECH = 0.15;
const AFTER_SPEECH = 0.25;
/** Where a source never pauses for so long (seconds), as in music, cuts and plain times will do. */
const UNPAUSED = 12;
const GRID = 2;
/** Word times of transcripts are this exact (seconds). */
const WORD_SLACK = 0.08;
const SENTENCE_SLACK = 0.6;

/** Pure: where a short may begin and where it may end, in order. Never inside a word, as far as sound or transcript tell. */
export function boundariesOf(
  { duration, sound, picture }: Analysis,
  transcript: Transcript | null,
): { starts: Boundary[]; ends: Boundary[] } {
  const pauses = sound?.pauses ?? [];
  const unpaused = gaps(pauses, duration).filter(({ start, end }) => sound === null || end - start >= UNPAUSED);
  const cuts = picture.cuts.flatMap((at): Boundary[] => {
    const pause = pauses.find(({ start, end }) => at >= start && at <= end);
    const free = pause !== undefined || (transcript === null ? within(at, unpaused) : !inSpeech(at, transcript));
    return free ? [{ at, by: 'cut', pause: pause === undefined ? 0 : pause.end - pause.start, sentence: null }] : [];
  });
  const times =
    transcript === null
      ? unpaused.flatMap((part) => grid(part).map((at): Boundary => ({ at, by: 'time', pause: 0, sentence: null })))
      : [];
  const side = (edge: number, place: (pause: Part) => number, sentenceEdge: (sentence: Part) => number): Boundary[] => {
    const inPauses = pauses.map((pause): Boundary => ({
      at: place(pause),
      by: 'pause',
      pause: pause.end - pause.start,
      sentence: null,
    }));
    const all = [{ at: edge, by: 'edge' as const, pause: 0, sentence: null }, ...inPauses, ...cuts, ...times].filter(
      ({ at }) => at >= 0 && at <= duration,
    );
    const said =
      transcript === null
        ? all
        : all
            .filter(({ at }) => !inWord(at, transcript))
            .map((one) => ({
              ...one,
              sentence: transcript.some((sentence) => Math.abs(sentenceEdge(sentence) - one.at) <= SENTENCE_SLACK),
            }));
    return distinct(said.sort((a, b) => a.at - b.at));
  };
  return {
    starts: side(
      0,
      ({ start, end }) => Math.max(start, end - Math.min(BEFORE_SPEECH, (end - start) / 2)),
      ({ start }) => start,
    ),
    ends: side(
      duration,
      ({ start, end }) => Math.min(end, start + Math.min(AFTER_SPEECH, (end - start) / 2)),
      ({ end }) => end,
    ),
  };
}

/** Of places closer to each other than a tenth of a second, the one that says most. */
function distinct(boundaries: readonly Boundary[]): Boundary[] {
  const result: Boundary[] = [];
  for (const one of boundaries) {
    const last = result.at(-1);
    if (last === undefined || one.at - last.at >= 0.1) result.push(one);
    else if (RANK[one.by] > RANK[last.by]) result[result.length - 1] = one;
  }
  return result;
}

const RANK: Record<Boundary['by'], number> = { time: 0, pause: 1, edge: 2, cut: 3 };

const gaps = (pauses: readonly Part[], duration: number): Part[] =>
  [...pauses, { start: duration, end: duration }].map(({ start }, index) => ({
    start: pauses[index - 1]?.end ?? 0,
    end: start,
  }));
const within = (at: number, parts: readonly Part[]): boolean =>
  parts.some(({ start, end }) => at >= start && at <= end);
const grid = ({ start, end }: Part): number[] =>
  Array.from({ length: Math.floor((end - start) / GRID) }, (_, index) => start + index * GRID);

const inSpeech = (at: number, transcript: Transcript): boolean =>
  transcript.some(({ start, end, words }) => words.length === 0 && inside(at, { start, end })) ||
  inWord(at, transcript);
const inWord = (at: number, transcript: Transcript): boolean =>
  transcript.some((sentence) => inside(at, sentence) && sentence.words.some((word) => inside(at, word)));
const inside = (at: number, { start, end }: Part): boolean => at > start + WORD_SLACK && at < end - WORD_SLACK;
