import type { Size } from '../../media/frame';
import { MAX_SIDE } from '../../media/frame';
import type { AudioInfo, VideoInfo } from '../../media/mediaInfo';
import { standardRate } from '../../media/standardRate';
import { colorsOf } from '../colors';
import type { ColorTags } from '../colors';
import { shapeOf } from '../geometry';
import type { ShapeOptions } from '../geometry';
import { commonSound } from '../soundtrack/commonSound';
import type { CommonSound } from '../soundtrack/commonSound';

/** What every clip of a sequence is made to be, so that one can follow the other. */
export interface Canvas extends Size {
  /** Frames per second: as a number, and as ffmpeg reads it. */
  fps: number;
  frameRate: string;
  colors: ColorTags;
  /** Null where there is none. */
  sound: CommonSound | null;
}

export interface CanvasOptions extends ShapeOptions {
  fps?: number | undefined;
}

/**
 * Pure: what the clips of a sequence are made to be: as the options say, and otherwise as the first of them is.
 * @throws size_invalid
 */
export function canvasOf(
  first: VideoInfo,
  { isStill, sounds }: { isStill: boolean; sounds: readonly AudioInfo[] },
  options: CanvasOptions,
): Canvas {
  const bounds = isStill ? boundsOf(first) : {};
  const { width, height } = shapeOf(first, { ...bounds, ...options }, { maxSide: MAX_SIDE, even: true });
  return {
    width,
    height,
    ...(isStill && options.fps === undefined ? STILL_RATE : rateOf(first, options.fps)),
    colors: colorsOf(first),
    sound: commonSound(sounds),
  };
}

/** A photograph has many more pixels than screens: a sequence that begins with one has no more than Full HD, whichever way it stands. */
const boundsOf = ({ width, height }: Size): Pick<ShapeOptions, 'max_width' | 'max_height'> =>
  width >= height ? { max_width: 1920, max_height: 1080 } : { max_width: 1080, max_height: 1920 };
const STILL_RATE = { fps: 30, frameRate: '30' };

/** A rate that varies becomes the nearest standard one: the clips that follow are no better told apart by its grid. */
function rateOf({ fps, frameRate, variableFps }: VideoInfo, asked?: number): Pick<Canvas, 'fps' | 'frameRate'> {
  if (asked !== undefined) return { fps: asked, frameRate: `${asked}` };
  return variableFps ? standardRate(fps) : { fps, frameRate };
}
