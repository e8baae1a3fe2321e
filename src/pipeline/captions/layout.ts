import type { Size } from '../media/frame';
import type { CaptionStyle } from './captionStyle';

/** How captions stand in a picture, in its pixels. */
export interface CaptionLayout {
  /** Height of the letters, and of their edge or of what a box is wider. */
  letters: number;
  edge: number;
  /** How far they stay from its left and right, and from its top or bottom. */
  sides: number;
  margin: number;
  /** Letters that fit into one line. */
  perLine: number;
}

/** Shares of the picture: letters, and how much larger those of single words are. */
const LETTERS = { ofWidth: 0.075, ofHeight: 0.05 };
const SINGLE = 1.5;
/** Shares of the letters. */
const EDGE = 0.08;
const BOX = 0.22;
const SIDES = 0.06;
/** Players on phones have their buttons on upright pictures; others show none while they play. */
const MARGIN = { upright: 0.16, wide: 0.07 };
/** Width of a letter of bold text on average, as a share of its height, measured on English text in DejaVu Sans Bold. */
const WIDTH = 0.56;

/** Pure. */
export function layoutOf({ width, height }: Size, { look, size }: CaptionStyle): CaptionLayout {
  const usual = Math.min(LETTERS.ofWidth * width, LETTERS.ofHeight * height) * (look === 'word' ? SINGLE : 1);
  const letters = Math.max(1, Math.round(size === null ? usual : pixelsOf(size, height)));
  const sides = Math.round(SIDES * width);
  return {
    letters,
    edge: Math.max(1, Math.round((look === 'box' ? BOX : EDGE) * letters)),
    sides,
    margin: Math.round(MARGIN[width > height ? 'wide' : 'upright'] * height),
    perLine: Math.max(1, Math.floor((width - 2 * sides) / (WIDTH * letters))),
  };
}

const pixelsOf = (size: string, height: number): number =>
  size.endsWith('%') ? (Number(size.slice(0, -1)) / 100) * height : Number(size);
