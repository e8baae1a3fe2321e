import type { AudioInfo } from '../../media/mediaInfo';

/** What sounds become that are heard one after the other, or at once. */
export type CommonSound = Pick<AudioInfo, 'sampleRate' | 'channels'>;

/** What is heard of sounds that differ in it. */
const USUAL: CommonSound = { sampleRate: 48_000, channels: 2 };

/** Pure: what all of them have, and the usual where they differ; null where there are none. */
export function commonSound(sounds: readonly AudioInfo[]): CommonSound | null {
  const [first, ...others] = sounds;
  if (first === undefined) return null;
  const { sampleRate, channels } = first;
  return {
    sampleRate: others.every((one) => one.sampleRate === sampleRate) ? sampleRate : USUAL.sampleRate,
    channels: others.every((one) => one.channels === channels) && channels <= 2 ? channels : USUAL.channels,
  };
}

/** ffmpeg's name of its channels. */
export const layoutOf = ({ channels }: CommonSound): string => (channels === 1 ? 'mono' : 'stereo');

/** The filter that makes a sound so. */
export const asCommon = (sound: CommonSound): string =>
  `aformat=sample_rates=${sound.sampleRate}:channel_layouts=${layoutOf(sound)}`;

/** Samples at a frame: no clip is late because those before it have fractions of a sample. */
export const samplesAt = (frame: number, fps: number, { sampleRate }: CommonSound): number =>
  Math.round((frame / fps) * sampleRate);
