import { colourDistance, type Picture, type Rgb } from './picture';

/**
 * The test card: 5×5 fields of 25 colours, each at least 127 from every other (and from black and white) in some channel, so that a field is known again
 * after any codec, and padding in black, white or a mixed colour is never taken for one. Corners: red, green, blue, yellow; centre: magenta.
 */
const o = 0;
const h = 128;
const x = 255;
export const CARD: readonly (readonly Rgb[])[] = [
  [
    [x, o, o],
    [h, x, h],
    [o, x, x],
    [h, o, h],
    [o, x, o],
  ],
  [
    [o, h, h],
    [x, h, o],
    [o, o, h],
    [x, x, h],
    [h, o, x],
  ],
  [
    [x, h, x],
    [o, h, o],
    [x, o, x],
    [h, x, o],
    [h, h, x],
  ],
  [
    [h, h, o],
    [o, h, x],
    [x, h, h],
    [h, o, o],
    [o, x, h],
  ],
  [
    [o, o, x],
    [h, x, x],
    [x, o, h],
    [h, h, h],
    [x, x, o],
  ],
];

/** The card's colour at a share of its width and height, each from 0 up to 1. */
export function cardColour(u: number, v: number): Rgb {
  const colour = CARD[Math.min(4, Math.floor(v * 5))]?.[Math.min(4, Math.floor(u * 5))];
  if (!colour || u < 0 || v < 0) throw new RangeError(`(${u}, ${v}) lies outside of the card`);
  return colour;
}

/** Five by five pixels, three bytes each. */
export function cardPixels(): Buffer {
  return Buffer.from(CARD.flat(2));
}

/** Column and row (0–4) of the field that has this colour; null when none has it within `tolerance`. */
export function cardField(colour: readonly number[], tolerance = 48): { column: number; row: number } | null {
  for (const [row, fields] of CARD.entries()) {
    for (const [column, field] of fields.entries())
      if (colourDistance(colour, field) <= tolerance) return { column, row };
  }
  return null;
}

/** Which fields a picture shows, read at the middles of a grid: `1.1` is column 1 row 1, `--` no field (padding). For messages and snapshots. */
export function readCard(picture: Picture, columns = 5, rows = columns): string[] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) => {
      const field = cardField(picture.share((column + 0.5) / columns, (row + 0.5) / rows));
      return field ? `${field.column}.${field.row}` : '---';
    }).join(' '),
  );
}

/** What `readCard` answers for the whole card, upright. */
export const WHOLE_CARD: readonly string[] = CARD.map((fields, row) =>
  fields.map((_, column) => `${column}.${row}`).join(' '),
);

/**
 * The map: each pixel's red says how far right it stands in the source and green how far down, blue is always 128. So any pixel of a result tells where
 * it came from, to about 1% after a lossy codec.
 */
export function mapColour(u: number, v: number): Rgb {
  return [Math.round(20 + 215 * u), Math.round(20 + 215 * v), 128];
}

/** Where in the source a pixel of a result came from, as shares of its width and height; null when it is none of the map's (padding). */
export function mapPlace(colour: readonly number[]): { u: number; v: number } | null {
  const [red = 0, green = 0, blue = 0] = colour;
  if (Math.abs(blue - 128) > 30) return null;
  return { u: (red - 20) / 215, v: (green - 20) / 215 };
}
