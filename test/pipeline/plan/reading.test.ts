import { asRecorded, resultTime, sourceTime } from '../../../src/pipeline/plan/reading';

it.each([
  [asRecorded(10, 5), 2, 12],
  [{ start: 10, seconds: 8, speed: 4 }, 1.5, 16],
  [{ start: 0, seconds: 3, speed: 0.25 }, 4, 1],
])('%j: second %p of the result is second %p of the source, and back', (reading, result, source) => {
  expect(sourceTime(reading, result)).toBe(source);
  expect(resultTime(reading, source)).toBe(result);
});
