import type { ChildProcesses, EventLog, Outbox, SeenList, WatchList, Workers } from '../../../src/jobs/store/port';
import type { Watch } from '../../../src/jobs/store/watch';
import { whole } from '../../../src/jobs/store/whole';
import { LONGEST_WAIT } from '../../../src/jobs/webhooks/schedule';
import type { KeptDelivery, MemoryData } from './data';

type Data = () => MemoryData;

export const memoryEvents = (data: Data): EventLog => ({
  last: async () => data().events.at(-1)?.seq ?? 0,
  after: async (seq) => structuredClone(data().events.filter((event) => event.seq > seq)),
  async forgetAllBut(count) {
    data().events = count === 0 ? [] : data().events.slice(-count);
  },
});

export function memoryOutbox(data: Data): Outbox {
  const isTime = ({ status, nextAt }: KeptDelivery, now: number): boolean =>
    status === 'pending' && (nextAt <= now || nextAt > now + LONGEST_WAIT);
  const isFree = ({ owner }: KeptDelivery): boolean => owner === null || !data().workers.has(owner);
  return {
    async claim(worker, now, mayPost = () => true) {
      const due = data().deliveries.filter((each) => isTime(each, now) && isFree(each));
      for (const found of due.sort((one, two) => one.nextAt - two.nextAt || one.seq - two.seq)) {
        const job = data().jobs.get(found.job)?.job;
        const url = job?.webhookUrl ?? null;
        // Whoever was asked may have taken it.
        if (job === undefined || url === null || !mayPost(url) || !isFree(found)) continue;
        found.owner = worker;
        const { id, job: of, type, at, state, status, tries, nextAt } = structuredClone(found);
        return {
          id,
          job: of,
          type,
          at,
          state,
          status,
          tries,
          nextAt,
          url,
          sealed: job.sealed,
          origin: job.request.origin ?? null,
        };
      }
      return null;
    },
    async settle(id, { status, tries, nextAt }) {
      const found = data().deliveries.find((each) => each.id === id);
      if (found !== undefined)
        Object.assign(found, { status, tries: structuredClone(tries), nextAt: whole(nextAt), owner: null });
    },
    async giveUp(job) {
      for (const each of data().deliveries) if (each.job === job && each.status === 'pending') each.status = 'failed';
    },
    of: async (job) =>
      structuredClone(
        data()
          .deliveries.filter((each) => each.job === job)
          .map(({ id, type, status, tries, nextAt }) => ({ id, type, status, tries, nextAt })),
      ),
    isDue: async (now) => data().deliveries.some((each) => isTime(each, now)),
  };
}

export const memoryWorkers = (data: Data): Workers => ({
  async register(worker) {
    data().workers.set(worker.id, { ...worker, seenAt: whole(worker.seenAt), beat: 0 });
  },
  async beat(id, now) {
    const worker = data().workers.get(id);
    if (worker === undefined) return false;
    data().workers.set(id, { ...worker, beat: worker.beat + 1, seenAt: whole(now) });
    return true;
  },
  all: async () => [...data().workers.values()],
  async remove(id) {
    data().workers.delete(id);
  },
});

export const memoryChildren = (data: Data): ChildProcesses => ({
  async add({ id, token }, child) {
    data().children.push({ of: { id, token }, child: { ...child } });
  },
  async remove({ id, token }, pid) {
    data().children = data().children.filter(
      ({ of, child }) => of.id !== id || of.token !== token || child.pid !== pid,
    );
  },
  upTo: async ({ id, token }) =>
    data().children.flatMap(({ of, child }) =>
      of.id === id && of.token <= token ? [{ pid: child.pid, started: child.started, namespace: child.namespace }] : [],
    ),
  async forgetUpTo({ id, token }) {
    data().children = data().children.filter(({ of }) => of.id !== id || of.token > token);
  },
});

export function memoryWatches(data: Data): WatchList {
  const bySeq = (seq: number): Watch | undefined => [...data().watches.values()].find((watch) => watch.seq === seq);
  const runs = (id: string): boolean => ['queued', 'processing'].includes(data().jobs.get(id)?.job.status ?? '');
  return {
    async put({ interval, nextAt, limitAt, madeAt, ...watch }) {
      const times = { interval: whole(interval), nextAt: whole(nextAt), limitAt: whole(limitAt) };
      const kept = { ...structuredClone(watch), ...times, madeAt: whole(madeAt), seq: data().next(), failures: 0 };
      // In the order in which they began to wait.
      data().watches.delete(watch.execution);
      data().watches.set(watch.execution, kept);
    },
    get: async (execution) => structuredClone(data().watches.get(execution) ?? null),
    due: async (now, longest) =>
      [...data().watches.values()].flatMap((watch) => {
        const { jobs, nextAt, limitAt, madeAt, failures } = watch;
        const patience = failures === 0 ? Math.max(longest, limitAt - madeAt) : longest;
        const isOver = limitAt <= now || (jobs.length > 0 && !jobs.some(runs));
        const isDue = nextAt <= now || nextAt > now + patience || (failures === 0 && isOver);
        return isDue ? [structuredClone(watch)] : [];
      }),
    async claim({ seq, nextAt, failures }, next) {
      const watch = bySeq(seq);
      if (watch?.nextAt !== nextAt || watch.failures !== failures) return false;
      Object.assign(watch, { nextAt: whole(next), failures: failures + 1 });
      return true;
    },
    async postpone({ seq }, nextAt) {
      Object.assign(bySeq(seq) ?? {}, { nextAt: whole(nextAt), failures: 1 });
    },
    async remove({ seq }) {
      const watch = bySeq(seq);
      if (watch !== undefined) data().watches.delete(watch.execution);
    },
  };
}

export function memorySeen(data: Data): SeenList {
  const name = (source: string, id: string): string => JSON.stringify([source, id]);
  return {
    async firstTime(source, id, at) {
      const isFirst = !data().seen.has(name(source, id));
      if (isFirst) data().seen.set(name(source, id), whole(at));
      return isFirst;
    },
    async takeBack(source, id) {
      data().seen.delete(name(source, id));
    },
    async forget(before) {
      for (const [key, at] of data().seen) if (at < before) data().seen.delete(key);
    },
  };
}
