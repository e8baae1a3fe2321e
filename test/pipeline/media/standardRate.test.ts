import { standardRate } from '../../../src/pipeline/media/standardRate';

it.each([
  ['film on television', 24000 / 1001, '24000/1001'],
  ['its rounding in a header', 23.98, '24000/1001'],
  ['a webcam', 26.777, '25'],
  ['a phone', 29.83, '30000/1001'],
  ['a phone that counts on', 30.02, '30'],
  ['the grid of a variable rate', 60, '60'],
  ['slow motion', 240, '60'],
  ['a recorded screen', 5, '5'],
  ['half of a standard rate', 12.5, '25/2'],
  ['slides', 0.2, '1'],
])('%s', (_, fps, frameRate) => expect(standardRate(fps).frameRate).toBe(frameRate));

it('is the same as a number', () => expect(standardRate(29.97).fps).toBeCloseTo(29.97003, 5));
