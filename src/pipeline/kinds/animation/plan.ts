import { decoding } from '../../plan/decoding';
import { costOf } from '../../plan/cost';
import { encoderFor } from '../../ffmpeg/encoders';
import { shapeOf } from '../../plan/geometry';
import type { Shape } from '../../plan/geometry';
import { GIF_COLORS, WEBP_ANIMATION_QUALITY } from '../../plan/quality';
import { movingPicture } from '../../plan/sourcePicture';
import { runUp, stamp, timeRange } from '../../plan/timeRange';
import type { Plan, PlanContext } from '../../plan/types';
import { pictureFilters } from '../../plan/videoFilters';
import { soundDropped, upscaled } from '../../plan/warnings';
import { FILE_TYPES, MOVING_PICTURES } from '../../media/formats';
import type { AnimationFormat } from '../../media/formats';
import type { AnimationOptions } from './schema';
import { mediaError } from '../../errors/mediaError';
import { MAX_SIDE } from '../../media/frame';

/** Rates that look smooth without making a large file. */
const MOST_FPS: Record<AnimationFormat, number> = { gif: 12, webp: 20 };
/** Browsers show no picture for less than 20 ms. */
const FINEST_FPS = 50;
/** What each encoder is handed. WebP knows one matrix alone, so its encoder gets RGB and does the rest itself. */
const PIXEL_FORMATS = { gif: { opaque: 'rgb24', transparent: 'rgba' }, webp: { opaque: 'bgra', transparent: 'bgra' } };
/** Longest animation, in seconds. */
const MAX_SECONDS = 60;
/** Most pixels over all frames: the palette is chosen from all of them, kept in memory at 4 bytes each (1.6 GB). */
const MAX_TOTAL_PIXELS = 400_000_000;

/** A short animation without sound. One pass: the palette of a GIF is made from the very frames that it then colours. */
export function planAnimation(options: AnimationOptions, { source, input, name, encoders }: PlanContext): Plan {
  const picture = movingPicture(source, 'animation');
  const format = options.format ?? 'gif';
  const range = timeRange(options, source.duration, runUp(source));
  const shape = shapeOf(picture, options, { maxSide: MAX_SIDE, even: false });
  const seconds = range.seconds ?? options.end - (options.start ?? 0);
  // A source that is an animation itself keeps the times of its pictures: those that are shown again take next to no bytes.
  const keepsTimes =
    MOVING_PICTURES.includes(source.format) && pixelsOf(shape, seconds, FINEST_FPS) <= MAX_TOTAL_PIXELS;
  const fps = options.fps ?? Math.min(keepsTimes ? FINEST_FPS : MOST_FPS[format], picture.fps);
  bound(seconds, fps, shape);

  const quality = options.quality ?? 'medium';
  // A transparent picture stays so; bars are transparent unless a background is named.
  const transparent = picture.hasAlpha || (shape.pad !== null && options.background === undefined);
  const pictures = pictureFilters(picture, shape, {
    frameRate: `${fps}`,
    background: options.background ?? null,
    pixelFormat: PIXEL_FORMATS[format][transparent ? 'transparent' : 'opaque'],
  });
  // The palette of a GIF is made of all that comes in, so that what ends the output alone would let all the rest of the source be decoded for it.
  const frames = `${pictures},trim=end=${stamp(seconds)}`;
  const encoder = encoderFor(format, encoders);
  const file = `${name}.${FILE_TYPES[format].extensions[0]}`;
  const palette = `split[a][b];[a]palettegen=max_colors=${GIF_COLORS[quality]}:stats_mode=full[p];[b][p]paletteuse=dither=sierra2_4a:diff_mode=rectangle`;
  const written =
    format === 'gif'
      ? ['-vf', `${frames},${palette}`, '-c:v', encoder, '-loop', '0', '-f', 'gif']
      : [
          '-vf',
          frames,
          '-c:v',
          encoder,
          '-quality',
          `${WEBP_ANIMATION_QUALITY[quality]}`,
          '-compression_level',
          '4',
          '-loop',
          '0',
          '-f',
          'webp',
        ];
  const argv = [
    ...range.seek,
    ...decoding(picture, encoders),
    ...input,
    '-map',
    `0:${picture.index}`,
    '-an',
    ...range.limit,
    ...(range.limit.includes('-t') ? [] : ['-t', `${seconds}`]),
    ...written,
    '-map_metadata',
    '-1',
    `file:${file}`,
  ];
  return {
    steps: [{ tool: 'ffmpeg', argv, seconds }],
    outputs: [
      { file, format, mime: FILE_TYPES[format].mime, width: shape.width, height: shape.height, duration: seconds },
    ],
    reads: [{ ...range.reading, seconds }],
    passing: [],
    finish: [],
    cost: costOf(
      source,
      { seconds, reading: { seconds } },
      { framePixels: shape.width * shape.height, fps, bitrate: null },
      null,
    ),
    warnings: [...range.warnings, ...upscaled(picture, shape), ...soundDropped(source, format)],
  };
}

const pixelsOf = ({ width, height }: Shape, seconds: number, fps: number): number =>
  width * height * Math.ceil(seconds * fps);

function bound(seconds: number, fps: number, shape: Shape): void {
  if (seconds > MAX_SECONDS)
    throw mediaError('range_invalid', {
      why: `An animation is at most ${MAX_SECONDS} s long; this one would be ${seconds.toFixed(1)} s.`,
    });
  if (pixelsOf(shape, seconds, fps) > MAX_TOTAL_PIXELS) {
    throw mediaError('size_invalid', {
      why: `${Math.ceil(seconds * fps)} pictures of ${shape.width}×${shape.height} are too much for one animation; make it shorter, smaller or with fewer frames per second (at most ${MAX_TOTAL_PIXELS.toLocaleString('en-US')} pixels in all).`,
    });
  }
}
