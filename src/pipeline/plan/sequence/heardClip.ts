import { clockOf } from '../../media/clock';
import type { AudioInfo, MediaInfo } from '../../media/mediaInfo';
import type { ResultTime } from '../../media/time';
import { downmix } from '../audioEncoder';
import { soundInTime } from '../soundInTime';
import type { TimeRange } from '../timeRange';
import type { CommonSound } from './canvas';
import type { PlacedClip } from './placedClips';

/** The sound of a clip as samples: a second input where it has none, and the arguments of its output. */
export interface HeardClip {
  input: string[];
  args: string[];
}

/** Pure: so many samples, silence where the clip has none or fewer. */
export function heardClip({ asked, source, range }: PlacedClip, samples: number, sound: CommonSound): HeardClip {
  const { audio } = source;
  const { volume = 1 } = asked;
  const filters = [
    ...(audio === null ? [] : inPlace(audio, source, range, sound)),
    `aformat=sample_rates=${sound.sampleRate}:channel_layouts=${layoutOf(sound)}`,
    ...(volume === 1 || audio === null ? [] : [`volume=${volume}:precision=float`]),
    ...['apad', `atrim=end_sample=${samples}`],
  ];
  return {
    input: audio === null ? silence(sound) : [],
    args: ['-map', audio === null ? '1:0' : `0:${audio.index}`, '-af', filters.join(','), '-c:a', 'pcm_f32le'],
  };
}

const silence = (sound: CommonSound): string[] => [
  ...['-f', 'lavfi', '-i', `anullsrc=sample_rate=${sound.sampleRate}:channel_layout=${layoutOf(sound)}`],
];

const layoutOf = ({ channels }: CommonSound): string => (channels === 1 ? 'mono' : 'stereo');

/** From time 0, and of the channels that all have. One channel is as loud on both sides. */
function inPlace(audio: AudioInfo, source: MediaInfo, range: TimeRange, sound: CommonSound): string[] {
  const begins: ResultTime = Math.max(0, audio.startTime - clockOf(source) - range.reading.start);
  return [
    ...range.trimSound,
    soundInTime({ begins, speed: range.reading.speed, frame: 0 }),
    ...(sound.channels === 2 && audio.channels > 2 ? downmix(audio) : []),
    ...(sound.channels === 2 && audio.channels === 1 ? ['pan=stereo|c0=c0|c1=c0'] : []),
  ];
}
