import { mediaError } from '../errors/mediaError';
import type { Area } from '../media/frame';
import type { VideoInfo } from '../media/mediaInfo';

/** How a picture is changed before it gets its size, in this order: a part of it, turned, mirrored. */
export interface EditOptions {
  /** Pixels of the upright picture; what is left out reaches to its edge. */
  crop?:
    | { x?: number | undefined; y?: number | undefined; width?: number | undefined; height?: number | undefined }
    | undefined;
  /** Clockwise degrees: 0, 90, 180 or 270. */
  rotate?: number | undefined;
  flip?: 'horizontal' | 'vertical' | undefined;
}

export interface Edit {
  /** null: all of it. */
  crop: Area | null;
  rotate: number;
  flip: 'horizontal' | 'vertical' | null;
}

/** A picture of the size that it has when it is edited. */
export type EditedPicture = VideoInfo & {
  /** What makes it so of the picture `from`, upright and with square pixels; absent: nothing. */
  edited?: { from: VideoInfo; edit: Edit };
};

/** Pure: a picture as the options have it. @throws size_invalid where the part lies outside of it */
export function edited(picture: VideoInfo, { crop: asked, rotate = 0, flip }: EditOptions): EditedPicture {
  const crop = cropOf(picture, asked);
  if (crop === null && rotate === 0 && flip === undefined) return picture;
  const { width, height } = crop ?? picture;
  const isTurned = rotate % 180 !== 0;
  return {
    ...picture,
    width: isTurned ? height : width,
    height: isTurned ? width : height,
    edited: { from: picture, edit: { crop, rotate, flip: flip ?? null } },
  };
}

function cropOf(picture: VideoInfo, asked: EditOptions['crop']): Area | null {
  const { x: left = 0, y: top = 0 } = asked ?? {};
  const { width = picture.width - left, height = picture.height - top } = asked ?? {};
  if (width < 1 || height < 1 || left + width > picture.width || top + height > picture.height)
    throw mediaError('size_invalid', {
      why: `The crop of ${Math.max(0, width)}×${Math.max(0, height)} pixels at ${left}, ${top} lies outside of the picture, which is ${picture.width}×${picture.height} when upright.`,
    });
  return width === picture.width && height === picture.height ? null : { left, top, width, height };
}

const TURNS: Record<number, readonly string[]> = {
  90: ['transpose=clock'],
  180: ['hflip', 'vflip'],
  270: ['transpose=cclock'],
};

/** Pure: an edit as ffmpeg's filters. */
export const editFilters = ({ crop, rotate, flip }: Edit): string[] => [
  ...(crop === null ? [] : [`crop=${crop.width}:${crop.height}:${crop.left}:${crop.top}:exact=1`]),
  ...(TURNS[rotate] ?? []),
  ...(flip === null ? [] : [flip === 'horizontal' ? 'hflip' : 'vflip']),
];

/** Pure: the edit of a picture and a part of what comes out, as one turn and one part: sharp turns before it cuts. */
export function turnedThenCut(
  { from, edit: { crop, rotate, flip } }: NonNullable<EditedPicture['edited']>,
  part: Area | null,
): { rotate: number; flip: Edit['flip']; crop: Area | null } {
  const kept = crop && partAfterTurn(crop, from, { rotate, flip });
  if (kept === null || part === null) return { rotate, flip, crop: kept ?? part };
  return { rotate, flip, crop: { ...part, left: kept.left + part.left, top: kept.top + part.top } };
}

/** Where a part of a picture lies when the whole is turned and mirrored. */
function partAfterTurn(
  { left, top, width, height }: Area,
  from: { width: number; height: number },
  { rotate, flip }: Pick<Edit, 'rotate' | 'flip'>,
): Area {
  const [right, bottom] = [from.width - left - width, from.height - top - height];
  const isTurned = rotate % 180 !== 0;
  const size = { width: isTurned ? height : width, height: isTurned ? width : height };
  // The room left of and above the part, and right of and below it, after the turn.
  const rooms: Record<number, readonly [number, number, number, number]> = {
    0: [left, top, right, bottom],
    90: [bottom, left, top, right],
    180: [right, bottom, left, top],
    270: [top, right, bottom, left],
  };
  const [fromLeft, fromTop, fromRight, fromBottom] = rooms[rotate] ?? [left, top, right, bottom];
  return {
    ...size,
    left: flip === 'horizontal' ? fromRight : fromLeft,
    top: flip === 'vertical' ? fromBottom : fromTop,
  };
}
