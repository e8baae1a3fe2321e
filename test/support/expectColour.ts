import { colourDistance } from './picture';

/** Fails the test unless red, green and blue (and opacity, when a fourth number is expected) are each within `tolerance` of what is expected. */
export function expectColour(actual: readonly number[], expected: readonly number[], tolerance = 24): void {
  const opacity = expected.length > 3 ? Math.abs((actual[3] ?? 255) - (expected[3] ?? 255)) : 0;
  const distance = Math.max(colourDistance(actual, expected), opacity);
  const show = (colour: readonly number[]) => `(${colour.map((value) => Math.round(value)).join(', ')})`;
  if (distance <= tolerance) return;
  throw new Error(
    `expected the colour ${show(expected)} within ${tolerance}, but it is ${show(actual)}: ${Math.round(distance)} away`,
  );
}
