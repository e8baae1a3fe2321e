import { clockOf } from '../../media/clock';
import type { AudioInfo, MediaInfo } from '../../media/mediaInfo';
import type { ResultTime } from '../../media/time';
import { downmix } from '../audioEncoder';
import { soundInTime } from '../soundInTime';
import type { TimeRange } from '../timeRange';
import { asCommon } from './commonSound';
import type { CommonSound } from './commonSound';

/** What is played of a source that has a sound. */
export interface PlayedSound {
  source: MediaInfo;
  range: TimeRange;
}

/** Pure: filters that bring a sound to time 0, and to the channels and the rate that all have. One channel is as loud on both sides. */
export function soundInPlace(audio: AudioInfo, { source, range }: PlayedSound, sound: CommonSound): string[] {
  const begins: ResultTime = Math.max(0, audio.startTime - clockOf(source) - range.reading.start);
  return [
    ...range.trimSound,
    soundInTime({ begins, speed: range.reading.speed, frame: 0 }),
    ...(sound.channels === 2 && audio.channels > 2 ? downmix(audio) : []),
    ...(sound.channels === 2 && audio.channels === 1 ? ['pan=stereo|c0=c0|c1=c0'] : []),
    asCommon(sound),
  ];
}

/** Pure: filters that give a sound so many samples: silence follows where it has fewer. */
export const soManySamples = (samples: number): string[] => ['apad', `atrim=end_sample=${samples}`];

/** What follows the part that is played is not heard, whatever is to follow it. */
export const upToEnd = ({ seconds, limit }: TimeRange, { sampleRate }: CommonSound): string[] =>
  seconds === null || limit.length === 0 ? [] : [`atrim=end_sample=${Math.round(seconds * sampleRate)}`];
