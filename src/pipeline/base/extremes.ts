/** The largest of any number of numbers, which `Math.max` cannot take as arguments when a stranger's file says how many there are. -Infinity of none. */
export const largest = (numbers: readonly number[]): number =>
  numbers.reduce((most, each) => Math.max(most, each), -Infinity);

/** The smallest of any number of numbers. Infinity of none. */
export const smallest = (numbers: readonly number[]): number =>
  numbers.reduce((least, each) => Math.min(least, each), Infinity);
