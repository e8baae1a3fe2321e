import type { VideoInfo } from '../../../media/mediaInfo';
import { scaleEach } from '../../../plan/changingSize';
import { shapeOf } from '../../../plan/geometry';
import type { Placement, Shape } from '../../../plan/geometry';
import { pictureFilters } from '../../../plan/videoFilters';
import type { Analysis } from '../analysis';
import { trackedCrop } from './track';
import type { CropPath } from './track';
import { MAX_SIDE } from '../../../media/frame';
import type { Size } from '../../../media/frame';
import type { ResultTime } from '../../../media/time';
import type { Part } from '../../../media/part';

export type Reframe = 'center' | 'blur' | 'track';

const LIMITS = { maxSide: MAX_SIDE, even: true };
/** The copy behind is blurred at a small size, which is as good and costs next to nothing. */
const BLUR_SCALE = 8;
const BLUR_RADIUS = 5;
/** Commands take effect with the first picture that is not before them: they come a little early. */
const EARLY = 0.25;
/** One argument of a program can hold 128 KiB on Linux. */
const MOST_COMMAND_BYTES = 90_000;

export interface Reframing {
  how: Reframe;
  size: Size;
  part: Part;
  analysis: Pick<Analysis, 'picture'> | null;
  /** Seconds of the short to which the last picture is held; null: it is not. */
  holdTo: ResultTime | null;
}

/** Pure: the filter graph that brings a source to the size of a short, and how the picture is cut out of it. */
export function reframeFilters(
  picture: VideoInfo,
  { how, size, part, analysis, holdTo }: Reframing,
): { filters: string; shape: Shape } {
  const cover = shapeOf(picture, { ...size, fit: 'cover' }, LIMITS);
  const plain = { holdTo, frameRate: picture.frameRate, background: null, pixelFormat: 'yuv420p' };
  // Where nothing is cut off, there is nothing to blur or to follow.
  if (cover.crop === null || how === 'center') return { filters: pictureFilters(picture, cover, plain), shape: cover };
  if (how === 'blur') {
    const inner = shapeOf(picture, { ...size, fit: 'contain' }, LIMITS);
    const contained = inner.others ?? CONTAINED;
    const others = keepsSizes(picture) ? null : contained;
    const upright = pictureFilters(picture, { ...size, crop: null, scale: null, pad: null, others }, plain);
    const small = { width: even(size.width / BLUR_SCALE), height: even(size.height / BLUR_SCALE) };
    // The filter takes no radius of more than half a side, and colours have half of the sides.
    const radius = Math.min(BLUR_RADIUS, Math.floor(Math.min(small.width, small.height) / 4));
    const behind = `scale=${small.width}:${small.height}:force_original_aspect_ratio=increase:eval=frame,crop=${small.width}:${small.height},boxblur=${radius}:2,scale=${size.width}:${size.height}:flags=bicubic`;
    const front = scaleEach(picture, inner.scale ?? picture, size, contained);
    return {
      filters: `${upright},split[wide][copy];[copy]${behind}[behind];[wide]${front}[front];[behind][front]overlay=x='2*round((W-w)/4)':y='2*round((H-h)/4)',format=yuv420p,setsar=1`,
      shape: inner,
    };
  }
  const path = trackedCrop(analysis?.picture.frames ?? [], analysis?.picture.cuts ?? [], part, picture, cover.crop);
  const [first] = path.points;
  const begin =
    first === undefined
      ? cover
      : { ...cover, crop: { ...cover.crop, left: Math.round(first.left), top: Math.round(first.top) } };
  const commands = cropCommands(path, part.start, picture.fps || 25);
  return {
    filters: `${commands === '' ? '' : `sendcmd=c='${commands}',`}${pictureFilters(picture, begin, { ...plain, cropMoves: commands !== '' })}`,
    shape: begin,
  };
}

const CONTAINED: Placement = { fit: 'contain', anchor: [0.5, 0.5] };
/** Whether nothing has to be done to a picture before it is scaled. */
const keepsSizes = ({ pixelFormat, fullRange, hasAlpha }: VideoInfo): boolean =>
  pixelFormat === 'yuv420p' && !fullRange && !hasAlpha;

const even = (length: number): number => Math.max(2, 2 * Math.round(length / 2));

/** Pure: a crop's way as commands to the filter `crop`, one where its place changes by a pixel. @param zero second of the source at which ffmpeg's clock begins */
export function cropCommands({ points }: CropPath, zero: number, fps: number): string {
  for (let every = 1; ; every += 1) {
    const commands: string[] = [];
    let [left, top] = [Math.round(points[0]?.left ?? 0), Math.round(points[0]?.top ?? 0)];
    for (const [index, point] of points.entries()) {
      if (index % every !== 0 && !point.cut) continue;
      const at = Math.max(0, point.at - zero - EARLY / fps).toFixed(3);
      const now = [Math.round(point.left), Math.round(point.top)] as const;
      if (now[0] !== left) commands.push(`${at} crop x ${now[0]}`);
      if (now[1] !== top) commands.push(`${at} crop y ${now[1]}`);
      [left, top] = now;
    }
    const text = commands.join(';');
    if (text.length <= MOST_COMMAND_BYTES) return text;
  }
}
