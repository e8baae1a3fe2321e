import { layoutOf } from './commonSound';
import type { CommonSound } from './commonSound';

/** Arguments up to and with `-i` of a sound in which nothing is heard, without an end. */
export const silence = (sound: CommonSound): string[] => [
  ...['-f', 'lavfi', '-i', `anullsrc=sample_rate=${sound.sampleRate}:channel_layout=${layoutOf(sound)}`],
];
