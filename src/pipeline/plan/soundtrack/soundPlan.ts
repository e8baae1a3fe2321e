import { mediaError } from '../../errors/mediaError';
import { nameOf } from '../../media/nameOf';
import type { ResultTime } from '../../media/time';
import { preroll, timeRange } from '../timeRange';
import { otherStream } from '../otherStream';
import { IN_ORDER } from '../soundInTime';
import { NO_TAGS } from '../tags';
import type { HeardReference, Plan } from '../types';
import { louder } from '../level';
import type { CommonSound } from './commonSound';
import { samplesArgs, SAMPLES_CODEC, samplesCost, samplesFile } from './samples';
import { soManySamples, soundInPlace, upToEnd } from './soundInPlace';
import type { PlayedSound } from './soundInPlace';

/** A sound that is to be mixed, and which of the things that the job reads it is of. */
export interface ReadSound extends PlayedSound {
  read: number;
  /** Arguments up to and with `-i`. */
  input: readonly string[];
}

/** What is played of a reference, and how long that is. */
export type PlayedReference = ReadSound & { seconds: ResultTime };

/** Pure. @throws no_audio_stream; range_invalid, also where nobody knows how long it is */
export function playedReference({ read, source, input, start, end }: HeardReference): PlayedReference {
  if (source.audio === null) throw mediaError('no_audio_stream', { input: nameOf(source.path) });
  const range = timeRange({ start, end }, source.duration, preroll(source, start));
  if (range.seconds === null)
    throw mediaError('range_invalid', { why: 'It does not say how long it is: give its end.' });
  return { read, source, input, range, seconds: range.seconds };
}

/** A part of a sound that is a file of its own. */
export interface SoundPart {
  file: string;
  /** Samples of the sound before it; absent: none. */
  from?: number;
  /** null: as many as there are. */
  samples: number | null;
  /** Whether it fades as long as it lasts, so that another one at the same time is as loud together with it. */
  fade?: 'in' | 'out' | undefined;
}

export interface WrittenSound {
  parts: readonly [SoundPart, ...SoundPart[]];
  sound: CommonSound;
  /** A factor. */
  volume: number;
}

/** Pure: a sound as files of samples, from time 0; the first of them is as long as the plan says. */
export function soundPlan(read: ReadSound, { parts, sound, volume }: WrittenSound): Plan {
  const { source, range, input } = read;
  const { audio } = source;
  if (audio === null) throw mediaError('internal_error', { why: 'there is no sound to be mixed' });
  const filters = [...soundInPlace(audio, read, sound), ...upToEnd(range, sound), ...louder(volume)];
  const secondsOf = ({ samples }: SoundPart) => (samples === null ? range.seconds : samples / sound.sampleRate);
  const written = parts.flatMap((part) => [
    ...['-map', `0:${audio.index}`, '-af', [...filters, ...partFilters(part)].join(','), ...SAMPLES_CODEC],
    ...[...NO_TAGS, ...samplesArgs(part.file)],
  ]);
  const seconds = secondsOf(parts[0]);
  return {
    steps: [{ tool: 'ffmpeg', argv: [...range.seek, ...input, ...written, ...otherStream(source, 'audio')], seconds }],
    outputs: parts.map((part) => {
      const lasts = secondsOf(part);
      return { ...samplesFile(part.file), ...(lasts !== null && { duration: lasts }) };
    }),
    input: read.read,
    reads: [range.reading],
    passing: [],
    finish: [],
    cost: samplesCost(seconds, sound),
    warnings: range.warnings,
  };
}

function partFilters({ from = 0, samples, fade }: SoundPart): string[] {
  if (samples === null) return [];
  return [
    ...soManySamples(from + samples),
    ...(from === 0 ? [] : [`atrim=start_sample=${from}`, IN_ORDER]),
    ...(fade === undefined ? [] : [`afade=t=${fade}:start_sample=0:nb_samples=${samples}:curve=qsin`]),
  ];
}
