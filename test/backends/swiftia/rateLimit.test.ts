import { PLANS } from '../../../src/backends/swiftia/plans';
import { rateLimit, rateLimitOf } from '../../../src/backends/swiftia/rateLimit';
import { expectError } from '../../support/expectError';

const never = new AbortController().signal;
const access = { name: 'Swiftia', baseUrl: 'https://x.example', apiKey: 'key', plan: 'swift' as const };

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** When each of so many turns comes, in milliseconds. */
async function turns(limit: ReturnType<typeof rateLimit>, count: number, within: number): Promise<number[]> {
  const begun = Date.now();
  const came: number[] = [];
  for (let n = 0; n < count; n += 1) void limit.turn(never).then(() => came.push(Date.now() - begun));
  await jest.advanceTimersByTimeAsync(within);
  return came;
}

test('turns come one at a time, so many milliseconds apart', async () => {
  expect(await turns(rateLimit(1_000), 4, 10_000)).toEqual([0, 1_000, 2_000, 3_000]);
  expect(await turns(rateLimit(PLANS.free.interval), 3, 20_000)).toEqual([0, 5_000, 10_000]);
});

test('a hold puts all of them off, those that wait already too', async () => {
  const limit = rateLimit(200);
  const came = turns(limit, 3, 10_000);
  await limit.hold(7_000);
  expect(await came).toEqual([0, 7_000, 7_200]);
});

test('who does not want to wait any more is told at once, and the others go on', async () => {
  const limit = rateLimit(1_000);
  const stop = new AbortController();
  await limit.turn(never);
  const stopped = expectError(limit.turn(stop.signal), 'cancelled');
  const rest = turns(limit, 1, 5_000);
  stop.abort();
  await stopped;
  expect(await rest).toEqual([2_000]);
  await expectError(limit.turn(stop.signal), 'cancelled');
});

test('a credential has one, whoever asks with it', () => {
  expect(rateLimitOf(access)).toBe(rateLimitOf({ ...access, apiKey: ' key ' }));
  for (const other of [{ apiKey: 'other' }, { baseUrl: 'https://y.example' }, { plan: 'pro' as const }])
    expect(rateLimitOf({ ...access, ...other })).not.toBe(rateLimitOf(access));
});
