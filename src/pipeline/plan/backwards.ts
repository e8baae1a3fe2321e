import { IN_ORDER } from './soundInTime';
import { mediaError } from '../errors/mediaError';
import type { MediaInfo } from '../media/mediaInfo';
import { stamp } from './timeRange';
import type { TimeRange } from './timeRange';

/**
 * Most pixels over all pictures of a result that is played backwards: ffmpeg keeps them all until the last one has been read, in 4:2:0 at 1.5 bytes each
 * (1.2 GB).
 */
const MOST_PIXELS = 800_000_000;
/** Most samples over all channels, for the same reason: up to 8 bytes each (1.6 GB). */
const MOST_SAMPLES = 200_000_000;

/** @throws range_invalid where nobody knows how long a source is whose end would come first */
export function lengthOf({ seconds }: Pick<TimeRange, 'seconds'>): number {
  if (seconds === null)
    throw mediaError('range_invalid', { why: 'The input does not say how long it is: "reverse" needs an "end".' });
  return seconds;
}

/** Refuses what is too much to be kept. @throws size_invalid, range_invalid */
export function refuseLongPicture(size: { width: number; height: number }, fps: number, range: TimeRange): void {
  const frames = Math.ceil(lengthOf(range) * fps);
  if (size.width * size.height * frames > MOST_PIXELS)
    throw mediaError('size_invalid', {
      why: `${frames.toLocaleString('en-US')} pictures of ${size.width}×${size.height} are too much to be played backwards; make it shorter or smaller (at most ${MOST_PIXELS.toLocaleString('en-US')} pixels in all, which have to be kept in memory).`,
    });
}

/** Pure: filters that play a sound backwards in the time that is read, with silence where it ends before the picture. @throws size_invalid, range_invalid */
export function soundBackwards({ audio }: Pick<MediaInfo, 'audio'>, range: TimeRange): string[] {
  const read = lengthOf(range) * range.reading.speed;
  if (audio !== null && read * audio.sampleRate * audio.channels > MOST_SAMPLES)
    throw mediaError('size_invalid', {
      why: `${Math.round(read).toLocaleString('en-US')} s of sound are too much to be played backwards; make it shorter (at most ${MOST_SAMPLES.toLocaleString('en-US')} samples in all channels, which have to be kept in memory).`,
    });
  // Builds differ in the times that they give reversed frames.
  return ['apad', `atrim=end=${stamp(read)}`, 'areverse', IN_ORDER];
}
