import { afterAttempt, LONGEST_WAIT } from '../../../src/jobs/webhooks/schedule';
import type { Reply } from '../../../src/jobs/webhooks/schedule';
import type { DeliveryTry } from '../../../src/jobs/store/delivery';

const now = Date.UTC(2026, 0, 1);
const reply = (status: number | null, more: Partial<Reply> = {}): Reply => ({
  status,
  why: 'x',
  retryAfter: null,
  ...more,
});

it('tries ten times over three days and a bit', () => {
  let tries: DeliveryTry[] = [];
  const waits: number[] = [];
  for (let at = now; ;) {
    const next = afterAttempt({ tries }, reply(500), { now: at, random: 0 });
    tries = next.tries;
    if (next.status === 'failed') break;
    waits.push((next.nextAt - at) / 1000);
    at = next.nextAt;
  }
  expect(waits).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]);
  expect(tries).toHaveLength(10);
});

it('waits for no more than a day and a tenth', () => expect(LONGEST_WAIT / 3_600_000).toBeCloseTo(26.4, 6));

it('waits a little longer by chance, never less', () => {
  expect(afterAttempt({ tries: [] }, reply(500), { now, random: 0.999 }).nextAt - now).toBeLessThanOrEqual(5_500);
  expect(afterAttempt({ tries: [] }, reply(500), { now, random: 0.5 }).nextAt - now).toBe(5_250);
});

it.each([200, 201, 204, 299])('%d is success', (status) =>
  expect(afterAttempt({ tries: [] }, reply(status), { now, random: 0 }).status).toBe('delivered'),
);
it.each([100, 199, 300, 301, 302, 304, 307, 308, 400, 404, 429, 500, 502, 503])('%d is tried again', (status) =>
  expect(afterAttempt({ tries: [] }, reply(status), { now, random: 0 }).status).toBe('pending'),
);
it('410 ends it', () =>
  expect(afterAttempt({ tries: [] }, reply(410), { now, random: 0 })).toMatchObject({
    status: 'failed',
    tries: [{ status: 410 }],
  }));
it('no answer is tried again, a refused address is not', () => {
  expect(afterAttempt({ tries: [] }, reply(null), { now, random: 0 }).status).toBe('pending');
  expect(afterAttempt({ tries: [] }, reply(null, { final: true }), { now, random: 0 }).status).toBe('failed');
});

it.each([
  [60_000, 60_000],
  [1_000, 5_000],
  [10 * 86_400_000, 86_400_000],
])('a receiver that asks for %d ms gets %d', (asked, got) =>
  expect(afterAttempt({ tries: [] }, reply(429, { retryAfter: asked }), { now, random: 0 }).nextAt - now).toBe(got),
);
