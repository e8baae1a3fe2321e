import { mediaError } from '../errors/mediaError';
import type { Fit, Area, Position, Size } from '../media/frame';
import { askedSize } from './askedSize';
import type { SizeOptions } from './askedSize';

/** How a picture gets its size, in the order crop, scale, pad; null: not needed. */
export interface Shape extends Size {
  /** The part of the source that is kept, in the source's pixels as displayed. */
  crop: Area | null;
  scale: Size | null;
  /** Where the scaled picture stands in the result. */
  pad: { left: number; top: number } | null;
  /** How pictures of another size, to which a source may change midway, get into the same frame; null: they are left as they are. */
  others: Placement | null;
}

/** How a picture gets into a frame of another shape. */
export interface Placement {
  fit: Fit;
  /** Shares of the spare room left of and above it. */
  anchor: [x: number, y: number];
}

export interface ShapeOptions extends SizeOptions {
  position?: Position | undefined;
}

export interface ShapeLimits {
  /** Longest side allowed, in pixels. */
  maxSide: number;
  /** Whether sides must be even, as 4:2:0 codecs need. */
  even: boolean;
}

/**
 * The shape of a result made from a picture of the given displayed size.
 * Cropping comes before scaling, so that an extreme aspect ratio never makes a huge picture in between.
 * @throws size_invalid
 */
export function shapeOf(source: Size, options: ShapeOptions, { maxSide, even }: ShapeLimits): Shape {
  const side = (length: number) =>
    even ? Math.max(2, 2 * Math.floor(length / 2 + 1e-6)) : Math.max(1, Math.round(length));
  const asked = askedSize(source, options);
  const others: Placement = { fit: options.fit ?? 'contain', anchor: anchor(options.position ?? 'center') };
  const checked = (size: Size): Size => {
    if (size.width > maxSide || size.height > maxSide) {
      throw mediaError('size_invalid', {
        why: `The result would be ${size.width}×${size.height} pixels (source ${source.width}×${source.height}); a side is at most ${maxSide.toLocaleString('en-US')}.`,
      });
    }
    return size;
  };

  if (asked.width === null && asked.height === null) {
    // An odd side loses its last row or column: sharper than scaling the whole picture by a pixel.
    const size = checked({ width: side(source.width), height: side(source.height) });
    if (size.width > source.width || size.height > source.height)
      return { ...size, crop: null, scale: size, pad: null, others };
    const crop = sameSize(size, source) ? null : { ...size, left: 0, top: 0 };
    return { ...size, crop, scale: null, pad: null, others };
  }
  if (asked.width === null || asked.height === null) {
    const factor = asked.width === null ? (asked.height ?? 0) / source.height : asked.width / source.width;
    const size = checked({
      width: side(asked.width ?? Math.round(source.width * factor)),
      height: side(asked.height ?? Math.round(source.height * factor)),
    });
    return { ...size, crop: null, scale: sameSize(size, source) ? null : size, pad: null, others };
  }

  const frame = checked({ width: side(asked.width), height: side(asked.height) });
  const [x, y] = others.anchor;
  switch (asked.fit) {
    case 'fill':
      return { ...frame, crop: null, scale: sameSize(frame, source) ? null : frame, pad: null, others };
    case 'cover': {
      const kept = {
        width: Math.max(1, Math.min(source.width, Math.round((source.height * frame.width) / frame.height))),
        height: Math.max(1, Math.min(source.height, Math.round((source.width * frame.height) / frame.width))),
      };
      const crop = {
        ...kept,
        left: Math.round((source.width - kept.width) * x),
        top: Math.round((source.height - kept.height) * y),
      };
      return {
        ...frame,
        crop: sameSize(kept, source) ? null : crop,
        scale: sameSize(kept, frame) ? null : frame,
        pad: null,
        others,
      };
    }
    case 'contain': {
      const factor = Math.min(frame.width / source.width, frame.height / source.height);
      const inner = {
        width: Math.min(frame.width, side(Math.round(source.width * factor))),
        height: Math.min(frame.height, side(Math.round(source.height * factor))),
      };
      const offset = (room: number, share: number) =>
        even ? 2 * Math.round((room * share) / 2) : Math.round(room * share);
      const pad = { left: offset(frame.width - inner.width, x), top: offset(frame.height - inner.height, y) };
      return {
        ...frame,
        crop: null,
        scale: sameSize(inner, source) ? null : inner,
        pad: sameSize(inner, frame) ? null : pad,
        others,
      };
    }
  }
}

/** Whether the result shows the picture larger than the source holds it. */
export const isUpscaled = (source: Size, { crop, scale }: Shape): boolean =>
  scale !== null && (scale.width > (crop ?? source).width + 1 || scale.height > (crop ?? source).height + 1);

export const isUnchanged = ({ crop, scale, pad }: Shape): boolean => crop === null && scale === null && pad === null;

const sameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;

/** Shares of the spare room left of and above the picture. */
function anchor(position: Position): [x: number, y: number] {
  return [
    share(position.endsWith('left'), position.endsWith('right')),
    share(position.startsWith('top'), position.startsWith('bottom')),
  ];
}

function share(isFirst: boolean, isLast: boolean): number {
  if (isFirst) return 0;
  return isLast ? 1 : 0.5;
}
