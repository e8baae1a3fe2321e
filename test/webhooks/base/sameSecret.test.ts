import { timingSafeEqual } from 'node:crypto';
import { anySame } from '../../../src/webhooks/base/sameSecret';

jest.mock('node:crypto', () => {
  const crypto = jest.requireActual<typeof import('node:crypto')>('node:crypto');
  return { ...crypto, timingSafeEqual: jest.fn(crypto.timingSafeEqual) };
});
const compared = jest.mocked(timingSafeEqual);
beforeEach(() => compared.mockClear());

test.each([
  [['a'], ['a'], true],
  [['b'], ['a'], false],
  [['b', 'a'], ['c', 'a'], true],
  [['a'], [], false],
  [[], ['a'], false],
  [[''], [''], true],
  [['aa'], ['a'], false],
])('%j among %j: %s', (given, right, same) => {
  expect(anySame(given, right)).toBe(same);
});

test('every pair is compared in constant time, also after one that fits, and whatever the lengths', () => {
  expect(anySame(['right', 'a much longer one that is wrong'], ['right', 'x'])).toBe(true);
  expect(compared).toHaveBeenCalledTimes(4);
  for (const [one, other] of compared.mock.calls) expect([one.byteLength, other.byteLength]).toEqual([32, 32]);
});
