import { smallest } from '../base/extremes';
import { FINEST_FPS } from '../media/frame';
import type { MediaInfo, VideoInfo } from '../media/mediaInfo';
import { MAX_HEIF_PIXELS } from './decodeHeif';
import { showsBackground } from './freeCanvas';
import { bytesOf } from '../storage/bytes';
import { loadSharp } from './loadSharp';
import { mediaError } from '../errors/mediaError';
import { nameOf } from '../media/nameOf';

const RATE_OF_STILL = { fps: 0, frameRate: '0/1', variableFps: false };

/** A picture file as sharp sees it; size as displayed (EXIF orientation applied). @throws input_damaged, input_unsupported, input_too_large */
export async function imageInfo(path: string, bytes: number, format: string): Promise<MediaInfo> {
  const input = nameOf(path);
  const sharp = await loadSharp();
  const metadata = await sharp(path, { limitInputPixels: false, animated: animates(format) })
    .metadata()
    .catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      if (/compression format|unsupported|no decod|not supported/i.test(why)) {
        throw mediaError(
          'input_unsupported',
          {
            input,
            why: `this ${format.toUpperCase()} picture needs a decoder that is not here; convert it to JPEG or PNG first`,
          },
          error,
        );
      }
      throw mediaError('input_damaged', { input, why: `the ${format.toUpperCase()} picture cannot be read` }, error);
    });
  // Several pictures of a HEIF or TIFF file are no animation.
  const pages = animates(format) ? (metadata.pages ?? 1) : 1;
  const size = { width: metadata.autoOrient.width, height: metadata.pageHeight ?? metadata.autoOrient.height };
  const most = format === 'heic' ? MAX_HEIF_PIXELS : MAX_PIXELS;
  if (size.width * size.height > most) {
    throw mediaError('input_too_large', {
      input,
      why: `${size.width}×${size.height} pixels are more than ${most.toLocaleString('en-US')}`,
    });
  }
  // libvips counts the pictures of what can move alone: of a WebP without an animation it does not.
  const isTimed = animates(format) && metadata.pages !== undefined;
  const delays = isTimed ? frameSeconds(metadata.delay, pages) : [];
  const duration = delays.length > 0 ? delays.reduce((sum, delay) => sum + delay, 0) : null;
  const showing = format === 'gif' && (await showsBackground(await bytesOf(path)));
  const video: VideoInfo = {
    index: 0,
    codec: format,
    profile: null,
    level: null,
    ...size,
    codedWidth: metadata.width,
    codedHeight: metadata.pageHeight ?? metadata.height,
    rotation: ORIENTED[metadata.orientation ?? 1] ?? 0,
    squarePixels: true,
    pixelFormat: metadata.hasAlpha ? 'rgba' : 'rgb24',
    bitDepth: metadata.bitsPerSample ?? (metadata.depth === 'ushort' ? 16 : 8),
    hasAlpha: metadata.hasAlpha || showing,
    interlaced: false,
    ...(delays.length > 0 ? rateOf(delays) : RATE_OF_STILL),
    ...(isTimed && { frames: pages, plays: metadata.loop ?? 0 }),
    ...(showing && { showsBackground: true as const }),
    hdr: null,
    colorSpace: null,
    colorPrimaries: null,
    colorTransfer: null,
    fullRange: true,
    bitrate: null,
    startTime: 0,
    duration,
  };
  return {
    path,
    format,
    bytes,
    duration,
    durationDeclared: true,
    bitrate: duration ? Math.round((bytes * 8) / duration) : null,
    video,
    audio: null,
    cover: null,
    still: pages === 1,
    tags: {},
  };
}

const animates = (format: string): boolean => format === 'gif' || format === 'webp';

/** libvips' own bound on pixels of a picture (16,383²). */
export const MAX_PIXELS = 0x3fff * 0x3fff;

/** Clockwise turn of EXIF orientations; mirrored ones turn the same. */
const ORIENTED: Record<number, number> = { 1: 0, 2: 0, 3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270 };

/** Seconds of each frame; browsers show a frame without a time, or with less than 20 ms, for 100 ms. */
export function frameSeconds(delays: number[] | undefined, pages: number): number[] {
  return Array.from({ length: pages }, (_, page) => delays?.[page] ?? 100).map(
    (delay) => (delay < 20 ? 100 : delay) / 1000,
  );
}

/** The grid of times that the frames fit on, from 1 to 50 a second. */
function rateOf(delays: number[]): Pick<VideoInfo, 'fps' | 'frameRate' | 'variableFps'> {
  const shortest = smallest(delays);
  const fps = Math.min(FINEST_FPS, Math.max(1, Math.round(1 / shortest)));
  return { fps, frameRate: `${fps}`, variableFps: delays.some((delay) => Math.abs(delay - shortest) > 0.001) };
}
