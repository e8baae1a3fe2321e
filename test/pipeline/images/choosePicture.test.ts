import { bestOf } from '../../../src/pipeline/images/choosePicture';

const BLACK = { brightness: 2, contrast: 1, sharpness: 0.1 };
const FLAT = { brightness: 120, contrast: 2, sharpness: 0.5 };
/** Bright enough, and all but as flat as one colour: noise makes it sharp. */
const NOISE = { brightness: 120, contrast: 9, sharpness: 30 };
const BLURRED = { brightness: 120, contrast: 50, sharpness: 2 };
const SHARP = { brightness: 120, contrast: 50, sharpness: 10 };

test.each([
  [[BLACK, FLAT, BLURRED, SHARP, SHARP], 3],
  [[BLACK, NOISE, BLURRED], 2],
  // What is nearly as sharp is nearer to the beginning.
  [[BLURRED, { ...SHARP, sharpness: 8 }, SHARP], 1],
  // Night: nothing else is there.
  [[BLACK, { ...BLACK, sharpness: 3 }], 1],
  [[{ brightness: 0, contrast: 0, sharpness: 0 }], 0],
  [[BLACK, { ...BLACK, sharpness: 0 }], 0],
])('of %j the best one is %i', (looks, index) => expect(bestOf(looks)).toBe(index));
