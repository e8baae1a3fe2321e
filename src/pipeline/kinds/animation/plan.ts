import { decoding } from '../../plan/decoding';
import { costOf } from '../../plan/cost';
import { edited } from '../../plan/edits';
import { usualQuality } from '../../plan/fitting';
import { encoderFor } from '../../ffmpeg/encoders';
import { shapeOf } from '../../plan/geometry';
import type { Shape } from '../../plan/geometry';
import { heldTo, LAST_FRAME_STAYS, LITTLE } from '../../plan/heldPicture';
import { movingPicture } from '../../plan/sourcePicture';
import { preroll, stamp, timeRange } from '../../plan/timeRange';
import type { Plan, PlanContext } from '../../plan/types';
import { pictureFilters } from '../../plan/videoFilters';
import { soundDropped, upscaled } from '../../plan/warnings';
import { FILE_TYPES, MOVING_PICTURES } from '../../media/formats';
import type { AnimationFormat } from '../../media/formats';
import { pictureFitting } from '../pictureFitting';
import { coarser, finenessOf } from './animationFitting';
import type { Fineness } from './animationFitting';
import type { AnimationOptions } from './schema';
import { writtenGif } from './gif';
import { writtenWebp } from './webp';
import type { Animation, Written } from './written';
import { mediaError } from '../../errors/mediaError';
import { FINEST_FPS, MAX_SIDE } from '../../media/frame';

/** Rates that look smooth without making a large file. */
const MOST_FPS: Record<AnimationFormat, number> = { gif: 12, webp: 20 };
/** What each encoder is handed. WebP knows one matrix alone, so its encoder gets RGB and does the rest itself. */
const PIXEL_FORMATS = { gif: { opaque: 'rgb24', transparent: 'rgba' }, webp: { opaque: 'bgra', transparent: 'bgra' } };
/** Of 16 bits, which GIF and WebP have for it. */
const MOST_PLAYS = 0xffff;
/** Longest animation, in seconds. */
const MAX_SECONDS = 60;
/** Most pixels over all frames: the palette is chosen from all of them, kept in memory at 4 bytes each (1.6 GB). */
const MAX_TOTAL_PIXELS = 400_000_000;

const WRITTEN: Record<AnimationFormat, (animation: Animation) => Written> = { gif: writtenGif, webp: writtenWebp };

/** A short animation without sound. */
export function planAnimation(options: AnimationOptions, context: PlanContext): Plan {
  return planAs(options, context, null);
}

/** @param asked null: as the options say */
function planAs(options: AnimationOptions, context: PlanContext, asked: Fineness | null): Plan {
  const { source, input, name, encoders } = context;
  const picture = edited(movingPicture(source, 'animation'), options);
  const format = options.format ?? 'gif';
  const range = timeRange(options, source.duration, preroll(source, options.start));
  const shape = shapeOf(picture, options, { maxSide: MAX_SIDE, even: false });
  const seconds = range.seconds ?? options.end - (options.start ?? 0);
  // A source that is an animation itself keeps the times of its pictures: those that are shown again take next to no bytes.
  const isAnimation = MOVING_PICTURES.includes(source.format);
  const keepsTimes = isAnimation && pixelsOf(shape, seconds, FINEST_FPS) <= MAX_TOTAL_PIXELS;
  const usual = options.fps ?? Math.min(keepsTimes ? FINEST_FPS : MOST_FPS[format], picture.fps);
  const fineness = asked ?? finenessOf(options.quality ?? usualQuality(options), usual);
  const { fps } = fineness;
  bound(seconds, fps, shape);

  // A transparent picture stays so; bars are transparent unless a background is named.
  const transparent = picture.hasAlpha || (shape.pad !== null && options.background === undefined);
  const pictures = pictureFilters(picture, shape, {
    holdTo: heldTo(source, { ...range, seconds }, LITTLE),
    frameRate: `${fps}`,
    background: options.background ?? null,
    pixelFormat: PIXEL_FORMATS[format][transparent ? 'transparent' : 'opaque'],
  });
  // The palette of a GIF is made of all that comes in, so that what ends the output alone would let all the rest of the source be decoded for it.
  // ffmpeg takes as many pictures as there is room for, to the nearest: one there has to be.
  const lasts = Math.max(seconds, 1 / fps);
  // An animation does not always say how long its last picture is shown, where ffmpeg looks for it.
  const frames = `${pictures},${isAnimation ? `${LAST_FRAME_STAYS},` : ''}trim=end=${stamp(lasts)}${options.reverse ? ',reverse' : ''}`;
  const file = `${name}.${FILE_TYPES[format].extensions[0]}`;
  const written = WRITTEN[format]({
    stream: picture.index,
    filters: frames,
    file,
    seconds,
    fps,
    plays: Math.min(MOST_PLAYS, picture.plays ?? 0),
    fineness,
    encoder: encoderFor(format, encoders),
    mayClear: picture.hasAlpha && options.background === undefined,
  });
  const argv = [...range.seek, ...decoding(picture, encoders), ...input, ...written.argv];
  return {
    steps: [
      { tool: 'ffmpeg', argv, seconds },
      ...(written.after === null ? [] : [{ tool: 'sharp', operation: written.after } as const]),
    ],
    outputs: [
      { file, format, mime: FILE_TYPES[format].mime, width: shape.width, height: shape.height, duration: seconds },
    ],
    reads: [{ ...range.reading, seconds }],
    passing: written.passing,
    finish: [],
    cost: costOf(
      source,
      { seconds, reading: { seconds } },
      { framePixels: shape.width * shape.height, fps, bitrate: null },
      null,
    ),
    warnings: [...range.warnings, ...upscaled(picture, shape), ...soundDropped(source, format)],
    ...fittingOf(options, context, { format, shape, fineness }),
  };
}

/** How it gets no more bytes than it may have. */
function fittingOf(
  options: AnimationOptions,
  context: PlanContext,
  { format, shape, fineness }: { format: AnimationFormat; shape: Shape; fineness: Fineness },
): Pick<Plan, 'fitting'> {
  const { max_bytes: most } = options;
  if (most === undefined) return {};
  return {
    fitting: pictureFitting({
      options,
      most,
      size: shape,
      lower: (part) => coarser(format, fineness, part),
      planOf: (smaller, lower) => planAs({ ...smaller, max_bytes: undefined }, context, lower),
    }),
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
