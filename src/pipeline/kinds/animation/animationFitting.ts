import type { AnimationFormat } from '../../media/formats';
import { GIF_COLORS, WEBP_ANIMATION_QUALITY } from '../../plan/quality';
import type { Quality } from '../../media/quality';

/** How an animation is written: colours of a GIF, quality number of a WebP, and pictures a second. */
export interface Fineness {
  colors: number;
  number: number;
  fps: number;
}

export const finenessOf = (quality: Quality, fps: number): Fineness => ({
  colors: GIF_COLORS[quality],
  number: WEBP_ANIMATION_QUALITY[quality],
  fps,
});

/** Parts of its bytes below which a GIF gets fewer colours, and pictures a second. */
const COLORS = [
  { below: 0.35, most: 32 },
  { below: 0.6, most: 64 },
  { below: 0.85, most: 128 },
] as const;
const RATES = [
  { below: 0.15, part: 0.6 },
  { below: 0.4, part: 0.8 },
] as const;
/** A WebP's quality falls to this with this part of its bytes. */
const LOWEST = { number: 40, part: 0.35 };

/** Pure: what makes an animation take a part of its bytes, and what part of them is left to its sides. */
export function coarser(
  format: AnimationFormat,
  { colors, number, fps }: Fineness,
  part: number,
): { fineness: Fineness; left: number } {
  const rate = RATES.find(({ below }) => part < below)?.part ?? 1;
  if (format === 'gif') {
    const fewer = Math.min(colors, COLORS.find(({ below }) => part < below)?.most ?? colors);
    const left = part / rate / (Math.log2(fewer) / Math.log2(colors));
    return { fineness: { colors: fewer, number, fps: fps * rate }, left };
  }
  const lowest = Math.min(number, LOWEST.number);
  const share = Math.log(Math.max(part / rate, LOWEST.part)) / Math.log(LOWEST.part);
  const left = Math.min(1, part / rate / LOWEST.part);
  return { fineness: { colors, number: Math.round(number - (number - lowest) * share), fps: fps * rate }, left };
}
