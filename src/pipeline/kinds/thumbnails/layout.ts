import { mediaError } from '../../errors/mediaError';
import type { Area, Size } from '../../media/frame';

/** Longest side of a sprite in pixels: browsers on phones draw no larger picture. */
const MAX_SPRITE_SIDE = 10_000;

/** How pictures of one size lie in a sprite. */
export interface Layout extends Size {
  columns: number;
  rows: number;
  tile: Size;
}

/** Pure. @param columns undefined: about as many as rows, and as the limit lets them be @throws size_invalid */
export function layoutOf(count: number, tile: Size, columns?: number): Layout {
  const [wide, high] = [Math.floor(MAX_SPRITE_SIDE / tile.width), Math.floor(MAX_SPRITE_SIDE / tile.height)];
  const square = Math.max(Math.ceil(Math.sqrt(count)), Math.ceil(count / Math.max(1, high)));
  const across = columns ?? Math.max(1, Math.min(square, wide));
  const rows = Math.ceil(count / across);
  const layout = { columns: across, rows, tile, width: across * tile.width, height: rows * tile.height };
  if (layout.width > MAX_SPRITE_SIDE || layout.height > MAX_SPRITE_SIDE)
    throw mediaError('size_invalid', {
      why: `A sprite of ${count} pictures of ${tile.width}×${tile.height} in ${across} columns would be ${layout.width}×${layout.height}; a side is at most ${MAX_SPRITE_SIDE.toLocaleString('en-US')}. Take fewer or smaller pictures${columns === undefined ? '' : ', or other columns'}.`,
    });
  return layout;
}

/** Pure: where a picture lies. */
export const placeIn = ({ columns, tile }: Layout, index: number): Area => ({
  ...tile,
  left: (index % columns) * tile.width,
  top: Math.floor(index / columns) * tile.height,
});
