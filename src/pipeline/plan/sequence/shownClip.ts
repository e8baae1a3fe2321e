import type { Encoders } from '../../ffmpeg/encoders';
import { mediaError } from '../../errors/mediaError';
import type { JobWarning } from '../../job/job';
import { MAX_SIDE } from '../../media/frame';
import { decoding } from '../decoding';
import { edited } from '../edits';
import type { EditOptions } from '../edits';
import { shapeOf } from '../geometry';
import type { ShapeOptions } from '../geometry';
import { movingPicture } from '../sourcePicture';
import type { Step } from '../types';
import { pictureFilters } from '../videoFilters';
import { upToEnd } from '../timeRange';
import { FIRST_STAYS, placeIn, seekInto } from './partOfClip';
import type { Frames } from './span';
import { upscaled } from '../warnings';
import type { Canvas } from './canvas';
import type { PlacedClip } from './placedClips';

/** The picture of a clip, or of a part of it, as an input of an encode. */
export interface ShownClip {
  /** What is done before. */
  steps: Step[];
  /** Arguments up to and with `-i`. */
  input: readonly string[];
  /** Which of its streams. */
  stream: number;
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

/**
 * Pure: a clip that moves; where its picture ends early, the last one stays.
 * @param part frames of the result in which it is shown @throws no_video_stream, size_invalid
 */
export function movingClip(
  clip: PlacedClip,
  part: Frames,
  { canvas, shape: { fit, position, ...edits }, background, encoders }: ShownUse,
): ShownClip {
  const { asked, source, input, range } = clip;
  const { width, height, fps, frameRate, colors } = canvas;
  const place = placeIn(clip, part);
  if (asked.motion !== undefined && asked.motion !== 'none')
    throw mediaError('request_invalid', {
      problems: '"motion" moves the view of a still picture; this one moves by itself.',
    });
  const picture = edited(movingPicture(source, 'video'), edits);
  // Bounds and the like have made the canvas: every clip fills that.
  const shape = shapeOf(picture, { fit: asked.fit ?? fit, position, width, height }, { maxSide: MAX_SIDE, even: true });
  const filters = pictureFilters(picture, shape, {
    speed: range.reading.speed,
    skip: place.skipped / fps,
    // A second more than there is: how many are taken is said in frames.
    holdTo: (part.to - part.from) / fps + 1,
    frameRate,
    background,
    pixelFormat: 'yuv420p',
    colors,
  });
  return {
    steps: [],
    input: [...seekInto(clip, place.readFrom / fps), ...decoding(picture, encoders), ...input],
    stream: picture.index,
    filters: [...(place.outlasts ? upToEnd(range) : []), filters, ...(place.isFirst ? FIRST_STAYS : [])],
    passing: [],
    warnings: [...range.warnings, ...upscaled(picture, shape)],
  };
}
