import { retryAfter } from '../../../src/pipeline/net/retryAfter';

const now = Date.UTC(2026, 0, 1);

it.each([
  ['120', 120_000],
  [' 7 ', 7_000],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', null],
  [null, null],
  ['-5', null],
] as const)('Retry-After %j', (header, expected) => expect(retryAfter(header, now)).toBe(expected));
