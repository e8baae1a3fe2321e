import type { MediaInfo } from '../media/mediaInfo';
import { soundFades } from './fades';
import type { FadeOptions } from './fades';
import type { Level } from './level';
import type { TimeRange } from './timeRange';

/** The options of a kind that change what is heard. */
export interface SoundOptions extends FadeOptions {
  /** false: the result has no sound. */
  audio?: boolean | undefined;
  /** A factor. */
  volume?: number | undefined;
}

/** Pure: a source as a result takes it, without its sound where none is wanted. */
export const asHeard = (source: MediaInfo, { audio }: SoundOptions): MediaInfo =>
  audio === false ? { ...source, audio: null } : source;

/** Pure: what is done to a sound, and how its level is changed for it. @throws range_invalid */
export function soundChanges(
  options: SoundOptions,
  range: TimeRange,
  found: Level = UNCHANGED,
): { changes: string[]; level: Level } {
  const { volume = 1 } = options;
  return {
    changes: [...(volume === 1 ? [] : [`volume=${volume}:precision=float`]), ...soundFades(options, range)],
    level: volume > 1 ? { ...found, isLimited: true } : found,
  };
}

const UNCHANGED: Level = { gain: 0, isLimited: false };
