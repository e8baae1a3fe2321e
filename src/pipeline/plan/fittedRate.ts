import type { Size } from '../media/frame';
import type { Quality } from '../media/quality';

/** Bits a second that are given to the picture and the sound of a result. */
export interface FittedRate {
  picture: number;
  /** 0: it has none. */
  sound: number;
  /** Whether a first pass has looked at the picture in this size. */
  isLookedAt: boolean;
}

/** What was made without a bound: pixels, bits a second of its sound, and of all. */
interface Made {
  size: Size;
  sound: number;
  all: number;
  quality: Quality;
}

/** Bits a second below which speech cannot be understood any more; with so few, it has one channel. */
export const SPEECH = 24_000;
/** Part of a result that its sound gets where it has little room. */
const SOUND_SHARE = 1 / 8;
/** The same where next to nothing moves in its picture. */
const PICTURE_LEAVES = 0.8;
/** A part of its bits with which a picture of a quality still looks better in its own size than in a smaller one. */
const LEAST_OF: Record<Quality, number> = {
  very_high: 1 / 8,
  high: 1 / 5.5,
  medium: 1 / 4,
  low: 1 / 3,
  very_low: 1 / 2,
};
/** Bits grow less than pixels do: by this power of them. */
const STEEPNESS = 0.8;
/** Shorter sides that a picture may fall to. */
const SIDES = [1080, 720, 540, 480, 360, 288, 240, 180, 144] as const;
/** Bits a second below which x264 makes no second pass. */
const LEAST_PICTURE = 8000;

/** Pure: how bits a second are given to sound and picture; and by how much that is to be smaller. @param aimed bits a second @param most the same, of what may come out */
export function fittedRate(
  made: Made,
  { aimed, most }: { aimed: number; most: number },
): { picture: number; sound: number; factor: number; isLeast: boolean } {
  const own = Math.max(0.1 * made.all, made.all - made.sound);
  const share = Math.max(SOUND_SHARE, Math.min(PICTURE_LEAVES, made.sound / made.all));
  const sound = Math.round(Math.min(made.sound, Math.max(SPEECH, share * aimed)));
  const picture = aimed - sound;
  // A picture that gets no smaller in its size gets another one.
  const wanted = aimed < 0.6 * most ? picture : Math.max(picture, most - sound);
  const short = Math.min(made.size.width, made.size.height);
  const room = Math.max(0, wanted) / own / LEAST_OF[made.quality];
  const side = picture < LEAST_PICTURE ? 0 : short * Math.min(1, room) ** (1 / STEEPNESS / 2);
  const smallest = Math.min(short, ...SIDES);
  const next = side >= short ? short : (SIDES.find((one) => one <= Math.max(side, smallest)) ?? smallest);
  return {
    picture: Math.max(LEAST_PICTURE, Math.round(picture)),
    sound,
    factor: Math.min(1, next / short),
    isLeast: picture < LEAST_PICTURE,
  };
}
