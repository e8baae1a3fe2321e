import type { Area, Size } from '../media/frame';
import type { VideoInfo } from '../media/mediaInfo';
import type { Placement } from './geometry';

/** Codecs whose pictures may change their size midway, as video calls do where the line gets worse or a phone is turned. */
const CODECS: ReadonlySet<string> = new Set(['h264', 'hevc', 'vp8', 'vp9', 'av1']);
/** What such sources are in, and all filters in here take without converting it. */
const PIXEL_FORMATS: ReadonlySet<string> = new Set(['yuv420p', 'yuvj420p', 'yuv444p', 'yuva420p']);

/** A frame of an odd size cannot be put on a sheet of that size whose colours have half as many pixels. */
const isEven = ({ width, height, codedWidth, codedHeight }: VideoInfo): boolean =>
  [width, height, codedWidth, codedHeight].every((side) => side % 2 === 0);

/** Whether to reckon with pictures of other sizes than the one that a source says it has. */
export const mayChangeSize = (picture: VideoInfo): boolean =>
  CODECS.has(picture.codec) &&
  PIXEL_FORMATS.has(picture.pixelFormat) &&
  !picture.interlaced &&
  picture.hdr === null &&
  picture.colorPrimaries !== 'bt2020' &&
  isEven(picture);

/**
 * Input options by which ffmpeg keeps its filters at a change of size. It would build them anew, and they would begin again: a rate repeats its first picture
 * from 0 on, a palette loses what it was to be made of. So the filters have to take pictures of any size: those below do, those that turn a picture do not.
 */
export const keepFilters = (picture: VideoInfo): string[] =>
  mayChangeSize(picture) && !picture.oriented ? ['-noautorotate', '-reinit_filter:v', '0'] : [];

/** A side that differs from the wanted one by no more is a rounding. */
const ROUNDING = 0.01;
/** What covers a frame is at most so many times as wide or high as that; beyond it is squeezed. */
const LONGEST = 6;

/** One side of a picture of another size: it fits into an area, or covers it. */
function sideOf(side: 'w' | 'h', { fit, within }: { fit: Placement['fit']; within: Size }): string {
  const wanted = side === 'w' ? within.width : within.height;
  if (fit === 'fill') return `${wanted}`;
  const factor = `${fit === 'cover' ? 'max' : 'min'}(${within.width}/iw,${within.height}/ih)`;
  const scaled = `i${side}*${factor}`;
  const even = `clip(2*round(${scaled}/2),2,${LONGEST * wanted})`;
  return `if(lt(abs(${scaled}/${wanted}-1),${ROUNDING}),${wanted},${even})`;
}

const isSize = ({ width, height }: Size): string => `eq(iw,${width})*eq(ih,${height})`;

/** Pure: a filter that scales pictures of the source's size to `inner`, and those of other sizes as they are placed in a frame. */
export function scaleEach(source: Size, inner: Size, within: Size, { fit }: Placement): string {
  const [width, height] = [sideOf('w', { fit, within }), sideOf('h', { fit, within })];
  const main = isSize(source);
  return `scale=w='if(${main},${inner.width},${width})':h='if(${main},${inner.height},${height})':flags=bicubic:eval=frame`;
}

/** Pure: a filter that places pictures, none of which is larger than a frame, in that frame. */
export const padEach = ({ width, height }: Size, { anchor: [x, y] }: Placement, color: string): string =>
  `pad=w=${width}:h=${height}:x='2*round((ow-iw)*${x}/2)':y='2*round((oh-ih)*${y}/2)':color=${color}:eval=frame`;

/**
 * Pure: filters by which pictures of other sizes become as large as the source, whose `area` is what will be seen: they fit into that area, or cover it, and
 * those of the source's size go through untouched. What covers an area is too large: it is put on a larger sheet, out of which one place is cut; where
 * there is no such sheet, the filter `crop` takes the nearest place.
 */
export function asLargeAs(source: Size, area: Area, placement: Placement, color: string): string[] {
  const { fit, anchor } = placement;
  if (fit === 'fill') return [`scale=w=${source.width}:h=${source.height}:flags=bicubic`];
  const scaled = scaleEach(source, source, area, placement);
  if (fit === 'contain') return [scaled, padEach(source, placement, color)];
  const isOther = `not(${isSize(source)})`;
  const side = (name: 'w' | 'h', [whole, start, seen]: readonly [number, number, number], share: number) => {
    const beyond = `gt(i${name},${seen})*${isOther}*${roomBeside(seen)}`;
    return {
      sheet: `${whole}+2*${beyond}`,
      at: `${beyond}+${isOther}*2*round((${start}+(${seen}-i${name})*${share})/2)`,
    };
  };
  const across = side('w', [source.width, area.left, area.width], anchor[0]);
  const down = side('h', [source.height, area.top, area.height], anchor[1]);
  return [
    scaled,
    `pad=w='${across.sheet}':h='${down.sheet}':x='${across.at}':y='${down.at}':color=${color}:eval=frame`,
    `crop=${source.width}:${source.height}:${roomBeside(area.width)}:${roomBeside(area.height)}:exact=1`,
  ];
}

const roomBeside = (length: number): number => LONGEST * 2 * Math.ceil(length / 2);
