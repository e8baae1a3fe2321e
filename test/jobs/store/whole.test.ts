import fc from 'fast-check';
import { whole } from '../../../src/jobs/store/whole';
import { LONGEST_TIME_LIMIT, timeLimitMs } from '../../../src/pipeline/request/orderLimits';
import { anOrder, testHome, storeOf } from '../../support/engine';

const { open } = testHome();

/** Fractions, the largest and the smallest, infinities, and both zeros. */
const anyNumber = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(
    -0,
    0.1,
    -0.1,
    2009.9999999999998,
    2 ** 53,
    2 ** 63,
    -(2 ** 63),
    Number.MAX_VALUE,
    Infinity,
    -Infinity,
  ),
);

it('is the next whole number, as far as numbers are exact, and never −0', () =>
  fc.assert(
    fc.property(anyNumber, (value) => {
      const stored = whole(value);
      expect(Number.isSafeInteger(stored)).toBe(true);
      expect(Object.is(stored, -0)).toBe(false);
      if (Math.abs(value) < 2 ** 53 - 1) expect(stored >= value && stored - 1 < value).toBe(true);
    }),
  ));

it('is not made of what is no number', () => expect(() => whole(NaN)).toThrow(RangeError));

it('every number that any table of the store is given is kept whole', async () => {
  const engine = await open({ runs: false });
  const [{ jobs }, store] = [engine, storeOf(engine)];
  const { id } = await jobs.create(anOrder({ webhookUrl: 'https://hooks.example/x', webhookEvents: ['job.queued'] }));
  const [message] = await store.outbox.of(id);
  let serial = 0;
  await fc.assert(
    fc.asyncProperty(anyNumber, async (value) => {
      const name = `n${(serial += 1)}`;
      const kept = whole(value);
      const job = await jobs.create(anOrder({ timeLimit: value, priority: value }));
      expect(await store.reader.get(job.id)).toMatchObject({ timeLimit: kept, priority: kept });
      const times = { interval: value, nextAt: value, limitAt: value, madeAt: value };
      await engine.watches.put({ execution: name, url: 'http://127.0.0.1/x', jobs: [], ...times });
      const watch = await store.watches.get(name);
      expect(watch).toMatchObject({ interval: kept, nextAt: kept, limitAt: kept, madeAt: kept });
      if (watch !== null) await store.watches.postpone(watch, value);
      expect((await store.watches.get(name))?.nextAt).toBe(kept);
      await store.workers.register({ id: name, pid: 1, started: '', namespace: '', role: 'test', seenAt: value });
      await store.workers.beat(name, value);
      expect((await store.workers.all()).find((each) => each.id === name)?.seenAt).toBe(kept);
      await store.seen.firstTime('source', name, value);
      await store.outbox.settle(message?.id ?? '', { status: 'pending', tries: [], nextAt: value });
      expect((await store.outbox.of(id))[0]?.nextAt).toBe(kept);
      await store.reader.page({ limit: Math.abs(value) });
      await store.outbox.isDue(value);
    }),
    { numRuns: 40 },
  );
});

describe('a time limit', () => {
  it.each([
    [2.01, 2010],
    [1.001, 1001],
    [0.0004, 1],
    [5e-324, 1],
    [90.5, 90_500],
    [604_800, 604_800_000],
  ])('of %d s has %d ms', (seconds, ms) => expect(timeLimitMs(seconds)).toBe(ms));

  it('is never shorter than was asked for, and longer by less than a millisecond', () =>
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: LONGEST_TIME_LIMIT, noNaN: true }), (seconds) => {
        const ms = timeLimitMs(seconds);
        expect(Number.isInteger(ms) && ms >= 1).toBe(true);
        expect(ms - seconds * 1000).toBeGreaterThan(-1e-3);
        expect(ms - seconds * 1000).toBeLessThan(1 + 1e-3);
      }),
    ));
});
