import type { VideoInfo } from '../media/mediaInfo';
import { editFilters } from './edits';
import type { EditedPicture } from './edits';
import { asLargeAs, mayChangeSize, padEach, scaleEach } from './changingSize';
import { colorsOf, isRgb, toneMap } from './colors';
import type { ColorTags } from './colors';
import { LAST_FRAME_STAYS } from './heldPicture';
import { stamp } from './timeRange';
import type { ResultTime } from '../media/time';
import type { Placement, Shape } from './geometry';

export interface FilterOptions {
  /** Seconds of the source in a second of the result; absent: 1. */
  speed?: number;
  /** Seconds of the result before the first frame that is made, which has time 0; absent: none. Only at a constant rate. */
  skip?: ResultTime;
  /** Seconds of what is made to which the last picture is held; absent or null: it ends where it ends. Only at a constant rate. */
  holdTo?: ResultTime | null;
  /** Frames per second of the result, as ffmpeg reads it; null leaves the frames' own times. */
  frameRate: string | null;
  /** `#rrggbb` for bars, and under transparency that the pixel format cannot keep; null: transparent bars where it can, else black. */
  background: string | null;
  /** Pixel format handed to the encoder. */
  pixelFormat: string;
  /** Whether commands move the part that is kept. */
  cropMoves?: boolean;
  /** The colours that it is to be in; absent: its own. */
  colors?: ColorTags;
}

/**
 * The filter graph from a decoded frame (already upright: ffmpeg applies rotation itself) to the one that is encoded:
 * mirror where ffmpeg does not, deinterlace, rate, square pixels, edits, crop, scale, tone map, background, bars.
 */
export function pictureFilters(
  source: EditedPicture,
  shape: Shape,
  { speed = 1, skip = 0, holdTo = null, frameRate, background, pixelFormat, cropMoves = false, colors }: FilterOptions,
): string {
  const { matrix } = colorsOf(source);
  const wanted = colors?.matrix ?? matrix;
  const keepsAlpha = hasAlpha(pixelFormat);
  const paper = (background ?? '#000000').replace('#', '0x');
  const filters: string[] = [];
  let rgb = isRgb(source);
  // A matrix is always named: older builds of ffmpeg take BT.601 for granted.
  const toRgb = (format: string) => {
    filters.push(...(rgb ? [] : [`scale=in_color_matrix=${matrix}`]), `format=${format}`);
    rgb = true;
  };
  const putUnder = () => {
    toRgb('rgba');
    const [red, green, blue] = channelsOf(paper);
    filters.push(
      `split[over][under];[under]lutrgb=r=${red}:g=${green}:b=${blue}:a=255[paper];[paper][over]overlay=format=rgb`,
    );
  };
  const isLost = source.hasAlpha && !keepsAlpha;
  const bars = keepsAlpha && background === null ? CLEAR : paper;

  if (source.unturned) filters.push(source.unturned);
  if (source.interlaced) filters.push('bwdif=mode=send_frame:deint=all');
  // A constant rate from time 0: the first frame is repeated when the picture starts late, so that sound stays in step in every player.
  if (frameRate !== null) {
    const frames = paced(frameRate, speed, skip);
    filters.push(...(holdTo === null ? frames : [LAST_FRAME_STAYS, ...frames, `trim=end=${stamp(holdTo)}`]));
  }
  const { from = source, edit } = source.edited ?? {};
  const changes = mayChangeSize(from);
  if (!source.squarePixels) filters.push(...squared(from, changes));
  // What is edited has one size: pictures of others become as large as the first before.
  if (edit && changes)
    filters.push(...asLargeAs(from, { ...from, left: 0, top: 0 }, CENTERED, source.hasAlpha ? CLEAR : paper));
  if (edit) filters.push(...editFilters(edit));
  const others = changes && !edit ? shape.others : null;
  if (others !== null && shape.pad !== null) {
    const scaled = scaleEach(source, shape.scale ?? source, shape, others);
    const withAlpha = keepsAlpha || source.hasAlpha;
    if (withAlpha || !isGrey(paper)) {
      filters.push(`${scaled}:in_color_matrix=${matrix}`, `format=${withAlpha ? 'rgba' : 'gbrp'}`);
      rgb = true;
    } else filters.push(scaled);
    filters.push(padEach(shape, others, isLost ? CLEAR : bars));
    if (isLost) putUnder();
  } else {
    if (others !== null && cropMoves && shape.crop) filters.push(scaleEach(source, source, shape.crop, others));
    else if (others !== null) {
      const area = shape.crop ?? { left: 0, top: 0, width: source.width, height: source.height };
      if (others.fit === 'contain' && !isGrey(paper) && !source.hasAlpha) toRgb('gbrp');
      filters.push(...asLargeAs(source, area, others, source.hasAlpha && (isLost || bars === CLEAR) ? CLEAR : paper));
    }
    if (shape.crop)
      filters.push(`crop=${shape.crop.width}:${shape.crop.height}:${shape.crop.left}:${shape.crop.top}:exact=1`);
    if (shape.scale) filters.push(`scale=${shape.scale.width}:${shape.scale.height}:flags=bicubic`);
    if (source.hdr) filters.push(...toneMap(source.hdr));
    else if (source.colorPrimaries === 'bt2020') filters.push('zscale=p=bt709:t=bt709:m=bt709:r=limited');

    if (isLost) putUnder();
    if (shape.pad) {
      if (keepsAlpha) toRgb('rgba');
      else if (!isGrey(paper)) toRgb('gbrp'); // in 4:2:0 ffmpeg draws with one fixed matrix: only greys come out true
      filters.push(`pad=${shape.width}:${shape.height}:${shape.pad.left}:${shape.pad.top}:color=${bars}`);
    }
  }
  if (wantsRgb(pixelFormat)) toRgb(pixelFormat);
  else {
    if (rgb || source.fullRange || wanted !== matrix)
      filters.push(`scale=${rgb ? '' : `in_color_matrix=${matrix}:`}out_color_matrix=${wanted}:out_range=tv`);
    filters.push(`format=${pixelFormat}`);
  }
  return [...filters, 'setsar=1'].join(',');
}

/**
 * Frames at a constant rate. Those of another speed are chosen in the time of the source, where all builds of ffmpeg know how long its last frame is shown, then
 * numbered anew; the second filter only says their rate.
 */
function paced(frameRate: string, speed: number, skip: ResultTime): string[] {
  const first = `start_time=${stamp(skip * speed)}`;
  if (speed === 1) return [`fps=fps=${frameRate}:${first}`, ...(skip === 0 ? [] : ['setpts=PTS-STARTPTS'])];
  return [
    `fps=fps=${frameRate}/${speed}:${first}`,
    `settb=expr=1/(${frameRate})`,
    'setpts=N',
    `fps=fps=${frameRate}:start_time=0`,
  ];
}

/** Those of another size have their own proportions. */
function squared({ width, height, codedWidth, codedHeight }: VideoInfo, changes: boolean): string[] {
  if (!changes) return [`scale=${width}:${height}`, 'setsar=1'];
  const side = (shown: number, own: string) => `'if(eq(iw,${codedWidth})*eq(ih,${codedHeight}),${shown},${own})'`;
  return [`scale=w=${side(width, 'max(2,round(iw*sar))')}:h=${side(height, 'ih')}:eval=frame`, 'setsar=1'];
}

/** How a picture of another size stands in one that is edited. */
const CENTERED: Placement = { fit: 'contain', anchor: [0.5, 0.5] };
/** Transparent. */
const CLEAR = '0x000000@0';

const hasAlpha = (pixelFormat: string): boolean => pixelFormat === 'rgba' || pixelFormat === 'bgra';
const wantsRgb = (pixelFormat: string): boolean => /^(rgb|bgr)/.test(pixelFormat);
/** Red, green and blue of `0xrrggbb`, 0–255. */
const channelsOf = (color: string): [red: number, green: number, blue: number] => {
  const channel = (at: number) => Number.parseInt(color.slice(at, at + 2), 16);
  return [channel(2), channel(4), channel(6)];
};
const isGrey = (color: string): boolean => new Set(channelsOf(color)).size === 1;
