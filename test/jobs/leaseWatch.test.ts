import { LeaseWatch } from '../../src/jobs/leaseWatch';
import type { StoredProcess } from '../../src/jobs/store/storedProcess';

const of = (id: string, beat: number): StoredProcess => ({
  id,
  beat,
  pid: 1,
  started: 's',
  namespace: 'n',
  role: 'main',
  seenAt: 0,
});
const lost = (found: StoredProcess[]) => found.map(({ id }) => id);

it('a lease runs out when the heartbeat stands still for so long by a steady clock', () => {
  const watch = new LeaseWatch(30, () => false);
  expect(lost(watch.observe([of('a', 1), of('b', 1)], 0))).toEqual([]);
  expect(lost(watch.observe([of('a', 2), of('b', 1)], 29))).toEqual([]);
  expect(lost(watch.observe([of('a', 2), of('b', 1)], 30))).toEqual(['b']);
  expect(lost(watch.observe([of('a', 2)], 58))).toEqual([]);
  expect(lost(watch.observe([of('a', 2)], 59))).toEqual(['a']);
});

it('a process that comes back is watched from then on', () => {
  const watch = new LeaseWatch(30, () => false);
  watch.observe([of('a', 1)], 0);
  // With nobody else, and with others.
  watch.observe([], 10);
  expect(watch.observe([of('a', 1), of('b', 1)], 35)).toEqual([]);
  expect(watch.observe([of('a', 1)], 40)).toEqual([]);
  expect(watch.observe([of('a', 1), of('b', 1)], 64)).toEqual([]);
  expect(lost(watch.observe([of('a', 1), of('b', 1)], 65))).toEqual(['a']);
});

it('a process that has ended has no lease', () => {
  expect(lost(new LeaseWatch(30, ({ id }) => id === 'b').observe([of('a', 1), of('b', 1)], 0))).toEqual(['b']);
});

it('does not mind what the time of day is', () => {
  const watch = new LeaseWatch(30, () => false);
  watch.observe([{ ...of('a', 1), seenAt: 1e15 }], 0);
  expect(watch.observe([{ ...of('a', 2), seenAt: 0 }], 100)).toEqual([]);
});
