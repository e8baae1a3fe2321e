import { LIMIT_SETTINGS } from '../job/limits';
import type { Limits } from '../job/limits';
import type { MediaInfo, VideoInfo } from '../media/mediaInfo';
import type { ResultTime, SourceTime } from '../media/time';
import type { AudioTrack } from './audioTrack';
import type { Reading } from './reading';
import { mediaError } from '../errors/mediaError';
import type { MediaJobError } from '../errors/mediaError';

/** What a plan costs at most, foreseen. Null: nobody can say, as where a source does not tell how long it lasts. */
export interface Cost {
  /** Of the result. */
  seconds: number | null;
  /** Of sound in it that is not compressed, or without loss. */
  soundBytes: number | null;
  /** Of all pictures that are decoded or encoded, whichever are more. */
  pixels: number | null;
  /** Of one picture of the result, in all of its renditions. */
  framePixels: number;
  /** Of the result. */
  bytes: number | null;
}

/** A picture in a result. */
export interface PictureCost {
  /** Pixels of a frame, in all renditions together. */
  framePixels: number;
  fps: number;
  /** Bits a second, where the encoder is held to them. */
  bitrate: number | null;
}

/** Pure: pixels of so many seconds; one frame at the least. */
const pixelsOf = (framePixels: number, fps: number, seconds: number): number =>
  framePixels * Math.max(1, Math.ceil(fps * seconds));

/** Pure: what a result with sound, or a picture, or both costs. @param lasts how long it is, and what of the source is read for it @param picture null: it has none, or it is copied */
export function costOf(
  { bytes, video }: Pick<MediaInfo, 'bytes' | 'video'>,
  { seconds, reading }: { seconds: ResultTime | null; reading: Pick<Reading, 'seconds'> },
  picture: PictureCost | null,
  track: AudioTrack | null,
): Cost {
  const framePixels = picture?.framePixels ?? 0;
  const encoded = picture && seconds !== null ? pixelsOf(framePixels, picture.fps, seconds) : null;
  const decoded = picture && video && reading.seconds !== null ? decodedPixels(video, reading.seconds) : 0;
  const sound = soundBytesOf(track, seconds, bytes);
  // Whatever is copied is in the source.
  const pictureBytes = picture === null ? 0 : bitsOf(picture.bitrate, seconds);
  const copied = picture === null && video !== null ? bytes : 0;
  return {
    seconds,
    soundBytes: track?.lossless ? sound : 0,
    pixels: picture === null ? 0 : encoded && Math.max(encoded, decoded),
    framePixels,
    bytes: sound === null || pictureBytes === null ? null : sound + pictureBytes + copied,
  };
}

/** Pure: what plans cost together that are carried out one after the other, and what the last one makes of what the others leave. */
export function costOfAll(costs: readonly Cost[]): Cost {
  const sum = (of: 'soundBytes' | 'pixels' | 'bytes'): number | null =>
    costs.reduce<number | null>((all, cost) => (all === null || cost[of] === null ? null : all + cost[of]), 0);
  return {
    seconds: costs.at(-1)?.seconds ?? null,
    soundBytes: sum('soundBytes'),
    pixels: sum('pixels'),
    framePixels: Math.max(...costs.map(({ framePixels }) => framePixels)),
    bytes: sum('bytes'),
  };
}

/** Pure: what a still picture costs. Its format takes at most a byte for each channel of each pixel. */
export function stillCost(picture: Pick<VideoInfo, 'width' | 'height'>, made: { width: number; height: number }): Cost {
  const framePixels = made.width * made.height;
  return {
    seconds: 0,
    soundBytes: 0,
    pixels: Math.max(framePixels, picture.width * picture.height),
    framePixels,
    bytes: CHANNELS * framePixels,
  };
}

const CHANNELS = 4;

const decodedPixels = ({ codedWidth, codedHeight, fps }: VideoInfo, seconds: SourceTime): number =>
  pixelsOf(codedWidth * codedHeight, fps, seconds);

function soundBytesOf(track: AudioTrack | null, seconds: number | null, sourceBytes: number): number | null {
  if (track === null) return 0;
  return track.bitrate === null ? sourceBytes : bitsOf(track.bitrate, seconds);
}

const bitsOf = (bitrate: number | null, seconds: number | null): number | null =>
  bitrate === null || seconds === null ? null : Math.ceil((bitrate / 8) * seconds);

/** Refuses a plan that costs more than it may. @throws limit_exceeded */
export function refuseCost(cost: Cost, { bytes }: Pick<MediaInfo, 'bytes'>, limits: Limits): void {
  const { seconds, soundBytes, pixels } = cost;
  if (seconds !== null && seconds > limits.resultSeconds) throw tooLong(limits, `it would last ${round(seconds)} s`);
  if (soundBytes !== null && soundBytes > limits.soundBytes)
    throw exceeded(`its sound would take ${round(soundBytes)} bytes`, limits.soundBytes, 'soundBytes');
  const most = mostPixels(bytes, limits);
  if (pixels !== null && pixels > most) throw tooManyPixels(`its pictures have ${round(pixels)} pixels`, most);
}

/** Pixels that a source of so many bytes may lead to. */
export const mostPixels = (bytes: number, { pixels, pixelsAByte }: Limits): number =>
  Math.max(pixels, pixelsAByte * bytes);

export const tooLong = ({ resultSeconds }: Limits, what: string): MediaJobError =>
  exceeded(what, resultSeconds, 'resultSeconds');

export const tooManyPixels = (what: string, most: number): MediaJobError => exceeded(what, most, 'pixels');

/** Refuses an animated picture of too many pictures. @throws limit_exceeded */
export function refuseFrames({ video }: Pick<MediaInfo, 'video'>, { frames: most }: Limits): void {
  if (video?.frames !== undefined && video.frames > most)
    throw exceeded(`the animation has ${round(video.frames)} pictures`, most, 'frames');
}

const exceeded = (what: string, most: number, limit: keyof typeof LIMIT_SETTINGS): MediaJobError =>
  mediaError('limit_exceeded', { why: `${what}, and ${round(most)} are the most (${LIMIT_SETTINGS[limit]})` });

const round = (number: number): string => Math.ceil(number).toLocaleString('en-US');
