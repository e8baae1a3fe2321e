/**
 * A number as the store keeps it: its columns hold whole ones, and SQLite refuses a fraction. Rounded up, so that no time limit and no wait is shorter than was
 * asked for; never −0, and never further out than a number is exact.
 * @throws RangeError for what is no number
 */
export function whole(value: number): number {
  if (Number.isNaN(value)) throw new RangeError('NaN cannot be stored');
  // Adding 0 makes 0 of −0.
  return Math.min(Math.max(Math.ceil(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER) + 0;
}
