import type { JobFilter, JobReader } from '../../../src/jobs/store/port';
import type { StoredJob } from '../../../src/jobs/store/storedJob';
import type { KeptJob, MemoryData } from './data';

/** Looks at jobs. @param data of the store; throws when it is closed */
export function memoryReader(data: () => MemoryData): JobReader {
  const all = (): KeptJob[] => [...data().jobs.values()];
  const first = (fits: (kept: KeptJob) => boolean): StoredJob | null => structuredClone(all().find(fits)?.job ?? null);
  return {
    get: async (id) => first(({ job }) => job.id === id),
    byKey: async (key) => first((kept) => kept.key === key),
    async standing(id) {
      const job = first((kept) => kept.job.id === id);
      return job === null ? null : { status: job.status, token: job.token };
    },
    async page({ limit = 20, bytes = Infinity, order = 'desc', ...filter }) {
      const found = all().filter(filtered(data(), filter));
      found.sort((one, two) => (order === 'asc' ? one.seq - two.seq : two.seq - one.seq));
      const jobs: StoredJob[] = [];
      let taken = 0;
      for (const { job } of found.slice(0, limit)) {
        taken += Buffer.byteLength(JSON.stringify(job.state));
        if (jobs.length > 0 && taken > bytes) break;
        jobs.push(structuredClone(job));
      }
      return { jobs, hasMore: found.length > jobs.length };
    },
    count: async (status) => all().filter(({ job }) => job.status === status).length,
    cancelled: async (worker) =>
      all()
        .filter(({ job, isToEnd }) => job.owner === worker && job.status === 'processing' && isToEnd)
        .map(({ job }) => job.id),
    isCancelled: async (id) => data().jobs.get(id)?.isToEnd ?? false,
    ofLost: async (worker) => lostJobs(data(), worker),
    withOldFiles: async (endedBefore) =>
      all().flatMap(({ job }) =>
        job.endedAt !== null && job.endedAt < endedBefore && job.filesKept ? [structuredClone(job)] : [],
      ),
  };
}

function filtered({ jobs }: MemoryData, filter: JobFilter): (kept: KeptJob) => boolean {
  const { status, kind, input, before, after, overHttp = false } = filter;
  // An id that no job has comes neither before nor after any.
  const seqOf = (id: string | undefined, none: number): number =>
    id === undefined ? none : (jobs.get(id)?.seq ?? NaN);
  const [last, least] = [seqOf(before, Infinity), seqOf(after, -Infinity)];
  return ({ seq, job }) =>
    (status === undefined || job.status === status) &&
    (kind === undefined || job.request.kind === kind) &&
    (input === undefined || job.state.input === input) &&
    (!overHttp || job.request.origin !== undefined) &&
    seq < last &&
    seq > least;
}

/** Running jobs of a worker, or of workers that are not known. */
export const lostJobs = ({ jobs, workers }: MemoryData, worker: string): StoredJob[] =>
  [...jobs.values()].flatMap(({ job }) => {
    const isLost = job.owner !== null && (job.owner === worker || !workers.has(job.owner));
    return job.status === 'processing' && isLost ? [structuredClone(job)] : [];
  });
