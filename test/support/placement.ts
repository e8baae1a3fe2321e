import { mapPlace } from './card';
import { colourDistance, type Picture, type Rgb } from './picture';

/** How a picture was asked to be placed in a frame. */
export interface Placed {
  fit: 'contain' | 'cover' | 'fill';
  position: string;
  /** Size of the source as shown. */
  source: { width: number; height: number };
  /** Colour of the bars; null: transparent. */
  bars: Rgb | null;
}

export interface Tolerance {
  /** Shares of the source by which a place may be off. */
  place?: number;
  /** Pixels by which the picture's edge may be off. */
  edge?: number;
  /** By how much the bars' colour may be off. */
  colour?: number;
}

const { abs, max, min } = Math;
const SHARES: readonly [number, number, number] = [0.08, 0.5, 0.92];

/**
 * What is wrong with a result made from the map (support/card.ts): which part of it is seen, where, and what the bars look like. Empty when all is as asked. The
 * arithmetic is in real numbers and knows nothing of how the pipeline rounds.
 */
export function misplaced(
  picture: Picture,
  { fit, position, source, bars }: Placed,
  { place = 0.02, edge = 2, colour = 6 }: Tolerance = {},
): string[] {
  const { width, height } = picture;
  const x = position.endsWith('left') ? 0 : position.endsWith('right') ? 1 : 0.5;
  const y = position.startsWith('top') ? 0 : position.startsWith('bottom') ? 1 : 0.5;
  const [across, down] = [width / source.width, height / source.height];
  const scale = {
    contain: [min(across, down), min(across, down)],
    cover: [max(across, down), max(across, down)],
    fill: [across, down],
  }[fit];
  // The whole source as it stands in the frame's pixels; with cover it reaches beyond.
  const shown = { width: source.width * (scale[0] ?? 1), height: source.height * (scale[1] ?? 1) };
  const left = (width - shown.width) * x;
  const top = (height - shown.height) * y;
  const [from, to] = [
    { x: max(0, left), y: max(0, top) },
    { x: min(width, left + shown.width), y: min(height, top + shown.height) },
  ];
  const wrong: string[] = [];

  for (const v of SHARES) {
    for (const u of SHARES) {
      const at = { x: from.x + u * (to.x - from.x), y: from.y + v * (to.y - from.y) };
      const wanted = { u: (at.x - left) / shown.width, v: (at.y - top) / shown.height };
      // A few pixels at once: dithering and codecs make single ones differ.
      const found = mapPlace(
        picture.average({ left: Math.round(at.x) - 3, top: Math.round(at.y) - 3, width: 7, height: 7 }),
      );
      const off = found ? max(abs(found.u - wanted.u), abs(found.v - wanted.v)) : Infinity;
      if (off > place)
        wrong.push(
          `at ${at.x.toFixed(0)},${at.y.toFixed(0)} the source's ${wanted.u.toFixed(3)},${wanted.v.toFixed(3)} is wanted, there is ${found ? `${found.u.toFixed(3)},${found.v.toFixed(3)}` : 'none of it'}`,
        );
    }
  }

  const isBar = (px: number, py: number) => {
    const seen = picture.pixel(px, py);
    return bars === null ? seen[3] < 32 : colourDistance(seen, bars) <= colour;
  };
  for (let py = 1; py < height; py += 6) {
    for (let px = 1; px < width; px += 6) {
      const outside = px < from.x - edge || py < from.y - edge || px > to.x + edge || py > to.y + edge;
      const inside = px > from.x + edge && py > from.y + edge && px < to.x - edge && py < to.y - edge;
      if ((outside && !isBar(px, py)) || (inside && isBar(px, py)))
        wrong.push(
          `${px},${py} ${outside ? 'should be a bar but' : 'should be of the picture but'} is ${picture.pixel(px, py).join(' ')}`,
        );
    }
  }
  return wrong.slice(0, 6);
}
