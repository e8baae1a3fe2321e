import type { MediaInfo } from '../media/mediaInfo';
import { soundBackwards } from './backwards';
import { soundFades } from './fades';
import type { FadeOptions } from './fades';
import { louder, targetLoudness, UNCHANGED } from './level';
import type { Level, Levelling, LoudnessOptions } from './level';
import type { AudioTrack } from './audioTrack';
import type { Plan, PlanContext } from './types';
import type { TimeRange } from './timeRange';

/** The options of a kind that change what is heard. */
export interface SoundOptions extends FadeOptions, LoudnessOptions {
  /** false: the result has no sound. */
  audio?: boolean | undefined;
  /** A factor. */
  volume?: number | undefined;
  reverse?: boolean | undefined;
}

/** Pure: a source as a result takes it, without its sound where none is wanted. */
export const asHeard = (source: MediaInfo, { audio }: SoundOptions): MediaInfo =>
  audio === false ? { ...source, audio: null } : source;

/** Pure: what is done to a sound, and how its level is changed for it. @throws range_invalid */
export function soundChanges(
  { source, ...options }: SoundOptions & { source: MediaInfo },
  range: TimeRange,
  found: Level = UNCHANGED,
): { changes: string[]; level: Level; isLevelled: boolean } {
  const { volume = 1 } = options;
  return {
    changes: [
      ...(options.reverse ? soundBackwards(source, range) : []),
      ...louder(volume),
      ...soundFades(options, range),
    ],
    isLevelled: targetLoudness(options) !== undefined,
    level: volume > 1 ? { ...found, isLimited: true } : found,
  };
}

/** What a plan is made from. */
interface Levelled {
  options: SoundOptions;
  context: PlanContext;
  range: TimeRange;
  track: AudioTrack;
}

/** Pure: what is to be heard before a plan is carried out whose sound is to have a loudness; nothing where that is known. @param planOf plans it once more */
export function levellingOf(
  { options, context: { input, level }, range, track: { filters } }: Levelled,
  planOf: (level: Level) => Plan,
): { levelling?: Levelling<Plan> } {
  const target = targetLoudness(options);
  if (target === undefined || level !== undefined || filters === undefined) return {};
  const argv = [...range.seek, ...input, ...filters.map, '-vn', '-sn', '-dn', ...range.limit];
  const heard = (tried: Level) => ({ argv, filters: filters.at(tried) });
  return { levelling: { target, seconds: range.seconds, heard, then: planOf } };
}
