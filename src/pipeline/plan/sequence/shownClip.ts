import type { Encoders } from '../../ffmpeg/encoders';
import { mediaError } from '../../errors/mediaError';
import type { JobWarning } from '../../job/job';
import { MAX_SIDE } from '../../media/frame';
import type { ResultTime } from '../../media/time';
import { decoding } from '../decoding';
import { edited } from '../edits';
import type { EditOptions } from '../edits';
import { shapeOf } from '../geometry';
import type { ShapeOptions } from '../geometry';
import { movingPicture } from '../sourcePicture';
import type { Step } from '../types';
import { pictureFilters } from '../videoFilters';
import { upToEnd } from '../timeRange';
import { upscaled } from '../warnings';
import type { Canvas } from './canvas';
import type { PlacedClip } from './placedClips';

/** The picture of a clip as the first input of its encode. */
export interface ShownClip {
  /** What is done before. */
  steps: Step[];
  /** Arguments up to and with `-i`. */
  input: readonly string[];
  /** Of the stream, for `-map`. */
  stream: string;
  /** What makes its frames those of the canvas. */
  filters: readonly string[];
  /** Files that nobody needs afterwards. */
  passing: string[];
  warnings: JobWarning[];
}

export interface ShownUse {
  canvas: Canvas;
  shape: ShapeOptions & EditOptions;
  background: string | null;
  encoders: Encoders;
}

/** Pure: a clip that moves; where its picture ends early, the last one stays. @throws no_video_stream, size_invalid */
export function movingClip(
  { asked, source, input, range, outlasts = false }: PlacedClip,
  seconds: ResultTime,
  { canvas, shape: { fit, position, ...edits }, background, encoders }: ShownUse,
): ShownClip {
  const { width, height, frameRate, colors } = canvas;
  if (asked.motion !== undefined && asked.motion !== 'none')
    throw mediaError('request_invalid', {
      problems: '"motion" moves the view of a still picture; this one moves by itself.',
    });
  const picture = edited(movingPicture(source, 'video'), edits);
  // Bounds and the like have made the canvas: every clip fills that.
  const shape = shapeOf(picture, { fit: asked.fit ?? fit, position, width, height }, { maxSide: MAX_SIDE, even: true });
  const filters = pictureFilters(picture, shape, {
    speed: range.reading.speed,
    // A frame more than there are: how many are taken is said in frames.
    holdTo: seconds + 1,
    frameRate,
    background,
    pixelFormat: 'yuv420p',
    colors,
  });
  return {
    steps: [],
    input: [...range.seek, ...decoding(picture, encoders), ...input],
    stream: `0:${picture.index}`,
    filters: [...(outlasts ? upToEnd(range) : []), filters],
    passing: [],
    warnings: [...range.warnings, ...upscaled(picture, shape)],
  };
}
