import { isEnded } from '../../../src/pipeline/job/job';
import type { DrivenJobs, JobQueue, Requeue, WantedJob } from '../../../src/jobs/store/port';
import type { Claim, DrivenJob, StoredJob } from '../../../src/jobs/store/storedJob';
import { whole } from '../../../src/jobs/store/whole';
import type { KeptJob, MemoryData } from './data';
import { lostJobs } from './reader';

/** A wait longer than this comes of a clock that was set back (ms). */
const LONGEST_DELAY = 3_600_000;
const FRESH = { attempts: 0, losses: 0, token: 0, owner: null, published: false, endedAt: null, filesKept: true };

/** Changes of jobs. @param data of the store; throws when it is closed */
export function memoryQueue(data: () => MemoryData): JobQueue & { driven: DrivenJobs } {
  /** The job of a claim while it is the newest, and what is done with it then. */
  const ifNewest = ({ id, token }: Claim, work: (kept: KeptJob) => boolean | undefined): boolean => {
    const kept = data().jobs.get(id);
    const holds = kept?.job.token === token && kept.job.status === 'processing';
    return holds && work(kept) !== false;
  };
  const take = (kept: KeptJob, worker: string): StoredJob => {
    const { token, attempts } = kept.job;
    kept.job = { ...kept.job, status: 'processing', owner: worker, token: token + 1, attempts: attempts + 1 };
    return structuredClone(kept.job);
  };
  const requeue = (claim: Claim, { state, readyAt, took, published = false }: Requeue): boolean =>
    ifNewest(claim, (kept) => {
      const { job } = kept;
      kept.readyAt = whole(readyAt);
      const losses = job.losses + (took === 'loss' ? 1 : 0);
      const attempts = job.attempts - (took === 'attempt' ? 0 : 1);
      const fields = { losses, attempts, published: job.published && published };
      data().change(kept, { ...fields, status: 'queued', owner: null }, state);
      return true;
    });
  const leave = (claim: Claim): boolean =>
    ifNewest(claim, (kept) => {
      kept.job = { ...kept.job, owner: null, token: claim.token + 1 };
      return true;
    });

  const driven: DrivenJobs = {
    async take(id, worker) {
      const kept = data().jobs.get(id);
      const isFree = kept?.job.runBy === 'drive' && kept.job.owner === null && kept.job.endedAt === null;
      return isFree && data().workers.has(worker) ? (take(kept, worker) as DrivenJob) : null;
    },
    async step(claim, steps, state) {
      const [status, endedAt] = isEnded(state) ? [state.status, state.finished_at] : (['processing', null] as const);
      return ifNewest(claim, (kept) => {
        if (kept.job.owner === null) return false;
        const owner = endedAt === null ? kept.job.owner : null;
        data().change(kept, { steps: structuredClone(steps), status, endedAt, owner }, state);
        return true;
      });
    },
    async leave(claim) {
      leave(claim);
    },
    async forget(untouchedSince) {
      data().forget(
        ({ job }) =>
          job.runBy === 'drive' && job.owner === null && job.endedAt === null && job.state.updated_at < untouchedSince,
      );
    },
  };

  return {
    driven,
    async add(job) {
      const { state, webhookEvents, idempotencyKey: key, ...rest } = structuredClone(job);
      if (key !== null && [...data().jobs.values()].some((kept) => kept.key === key)) return false;
      const timeLimit = rest.timeLimit === null ? null : whole(rest.timeLimit);
      const fields = { ...rest, ...FRESH, priority: whole(rest.priority), timeLimit, id: state.id, state };
      const createdAt = whole(state.created_at);
      data().add({
        seq: data().next(),
        job: { ...fields, status: 'queued', unreadable: null },
        key,
        webhookEvents,
        createdAt,
        readyAt: createdAt,
        isToEnd: false,
      });
      return true;
    },
    async claim(worker, wanted) {
      const { jobs, workers } = data();
      const running = [...jobs.values()].filter(({ job }) => job.status === 'processing' && job.runBy === 'worker');
      if (!workers.has(worker) || running.length >= wanted.concurrency) return null;
      const [first] = [...jobs.values()]
        .filter((kept) => isWanted(kept, wanted))
        .sort((one, two) => two.job.priority - one.job.priority || one.seq - two.seq);
      return first === undefined ? null : take(first, worker);
    },
    progress: async (claim, state) =>
      ifNewest(claim, (kept) => {
        data().change(kept, {}, state);
        return true;
      }),
    publishing: async (claim) =>
      ifNewest(claim, (kept) => {
        if (kept.isToEnd) return false;
        kept.job.published = true;
        return true;
      }),
    end: async (claim, state) =>
      ifNewest(claim, (kept) => {
        data().change(kept, { status: state.status, endedAt: state.finished_at, owner: null }, state);
        return true;
      }),
    requeue: async (claim, again) => requeue(claim, again),
    async cancel(id, state) {
      const kept = data().jobs.get(id);
      if (kept === undefined) return false;
      const { status, owner, token } = kept.job;
      if (status !== 'queued' && (status !== 'processing' || owner !== null)) return false;
      data().change(kept, { status: 'cancelled', endedAt: state.finished_at, token: token + 1 }, state);
      return true;
    },
    async askToCancel(id) {
      const kept = data().jobs.get(id);
      if (kept?.job.status !== 'processing') return false;
      kept.isToEnd = true;
      return true;
    },
    async retry(id, state, now) {
      const kept = data().jobs.get(id);
      const may = kept?.job.runBy === 'worker' && ['failed', 'cancelled'].includes(kept.job.status);
      if (!may) return false;
      Object.assign(kept, { readyAt: whole(now), isToEnd: false });
      const { attempts, losses, published, endedAt } = FRESH;
      data().change(kept, { status: 'queued', attempts, losses, published, endedAt }, state);
      return true;
    },
    release(worker, again) {
      try {
        for (const job of lostJobs(data(), worker)) {
          if (job.runBy === 'drive') leave(job);
          else requeue(job, again(job));
        }
        data().workers.delete(worker);
      } catch {
        // It is closed: whoever finds the worker gone lets go of its jobs.
      }
    },
    async releaseKey(key, createdBefore) {
      for (const kept of data().jobs.values()) if (kept.key === key && kept.createdAt < createdBefore) kept.key = null;
    },
    async filesRemoved(id) {
      const kept = data().jobs.get(id);
      if (kept === undefined || kept.job.endedAt === null) return false;
      kept.job.filesKept = false;
      return true;
    },
    forget: async (endedBefore) =>
      data().forget(({ job }) => job.endedAt !== null && job.endedAt < endedBefore && !job.filesKept),
  };
}

function isWanted({ job, readyAt }: KeptJob, { lane, tenant, backends, now, only }: WantedJob): boolean {
  const isDue = readyAt <= now || readyAt > now + LONGEST_DELAY;
  const isTheirs = job.lane === lane && (tenant === null || job.tenant === tenant);
  const isNamed = only === null || job.id === only;
  return job.status === 'queued' && isDue && isTheirs && isNamed && backends.includes(job.backend);
}
