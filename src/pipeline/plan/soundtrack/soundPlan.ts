import { mediaError } from '../../errors/mediaError';
import { nameOf } from '../../media/nameOf';
import type { ResultTime } from '../../media/time';
import { preroll, timeRange } from '../timeRange';
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

export interface WrittenSound {
  file: string;
  /** null: as many as there are. */
  samples: number | null;
  sound: CommonSound;
  /** A factor. */
  volume: number;
}

/** Pure: a sound as a file of samples, from time 0. */
export function soundPlan(read: ReadSound, { file, samples, sound, volume }: WrittenSound): Plan {
  const { source, range, input } = read;
  const { audio } = source;
  if (audio === null) throw mediaError('internal_error', { why: 'there is no sound to be mixed' });
  const filters = [
    ...soundInPlace(audio, read, sound),
    ...upToEnd(range, sound),
    ...louder(volume),
    ...(samples === null ? [] : soManySamples(samples)),
  ];
  const seconds = samples === null ? range.seconds : samples / sound.sampleRate;
  const argv = [
    ...[...range.seek, ...input, '-map', `0:${audio.index}`, '-af', filters.join(','), ...SAMPLES_CODEC],
    ...[...NO_TAGS, ...samplesArgs(file)],
  ];
  return {
    steps: [{ tool: 'ffmpeg', argv, seconds }],
    outputs: [{ ...samplesFile(file), ...(seconds !== null && { duration: seconds }) }],
    input: read.read,
    reads: [range.reading],
    passing: [],
    finish: [],
    cost: samplesCost(seconds, sound),
    warnings: range.warnings,
  };
}
