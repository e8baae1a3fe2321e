import type { Size } from '../media/frame';
import type { Part } from '../media/part';
import type { CaptionStyle } from './captionStyle';
import { FONT } from './font';
import type { CaptionLayout } from './layout';

/** What is shown at a time: text that may hold commands of ASS. */
export interface AssLine extends Part {
  text: string;
}

const ALIGNMENTS: Record<CaptionStyle['position'], number> = { bottom: 2, middle: 5, top: 8 };
const WHITE = '&H00FFFFFF';
const BLACK = '&H00000000';
/** How a box is asked for, and an edge. */
const BORDERS = { edge: 1, box: 3 };

/** Pure: lines as a file in Advanced SubStation Alpha. */
export function assFile(lines: readonly AssLine[], size: Size, style: CaptionStyle, layout: CaptionLayout): string {
  const { width, height } = size;
  const { letters, edge, sides, margin } = layout;
  const border = style.look === 'box' ? BORDERS.box : BORDERS.edge;
  // Of a line whose words light up one after the other, the first colour is that of what has been said.
  const colors = style.look === 'karaoke' ? [style.highlight, '#ffffff'].map(paint) : [WHITE, WHITE];
  return [
    '[Script Info]',
    'ScriptType: v4.00+',
    `PlayResX: ${width}`,
    `PlayResY: ${height}`,
    'WrapStyle: 0',
    'ScaledBorderAndShadow: yes',
    '',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding',
    `Style: Default,${style.font ?? FONT.name},${letters},${colors.join(',')},${BLACK},${BLACK},-1,${border},${edge},0,${ALIGNMENTS[style.position]},${sides},${sides},${margin},1`,
    '',
    '[Events]',
    'Format: Layer, Start, End, Style, Text',
    ...lines.map(({ start, end, text }) => `Dialogue: 0,${stamp(start)},${stamp(end)},Default,${text}`),
    '',
  ].join('\n');
}

/** `#rrggbb` as ASS has it in a command: blue first. */
export const color = (hex: string): string => `${paint(hex).replace('&H00', '&H')}&`;
const paint = (hex: string): string => `&H00${hex.slice(5, 7)}${hex.slice(3, 5)}${hex.slice(1, 3)}`.toUpperCase();

/** Text as it is read: braces and backslashes are commands in ASS. */
export const escaped = (text: string): string =>
  text.replace(/\{/g, '(').replace(/\}/g, ')').replace(/\\/g, '/').replace(/\s+/g, ' ');

/** `0:01:02.30` */
function stamp(seconds: number): string {
  const hundredths = Math.round(Math.max(0, seconds) * 100);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(hundredths / 360_000)}:${two(Math.floor(hundredths / 6000) % 60)}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}
