import { toMediaError } from '../../pipeline/errors/mediaError';
import { parseRequest } from '../../pipeline/request/request';
import type { Backend, JobBackend, Opening } from '../backend';
import type { JobService } from '../jobService';
import { asBackendJob, errorOfStored, timeout } from '../storedJobs';
import { withoutTranscript } from './withoutTranscript';

export const openLocal = async (backend: Backend, { jobs }: Opening): Promise<JobBackend> =>
  localBackend(backend, await jobs());

/** The jobs of this machine's store as those of a backend among others. */
const localBackend = (backend: Backend, jobs: JobService): JobBackend => ({
  backend,
  async create({ request, extraOptions, ...order }, signal) {
    const { kind, metadata, output } = request;
    const checked = parseRequest({ kind, metadata, options: { ...request.options, ...extraOptions } });
    return asBackendJob(
      await jobs.create({ ...order, request: { ...checked, ...(output !== undefined && { output }) } }, signal),
    );
  },
  get: (id) =>
    jobs.get(id).then(asBackendJob, (error: unknown) => {
      const known = toMediaError(error);
      if (known.kind === 'job_not_found') return null;
      throw known;
    }),
  async list(filter) {
    const { jobs: found, more } = await jobs.list(filter);
    return { jobs: found.map(asBackendJob), more };
  },
  cancel: async (id) => (await jobs.cancel(id)).id === id,
  retry: async (id) => asBackendJob(await jobs.retry(id)),
  async ended(ids, ms, signal) {
    const over = timeout(ms);
    const until = AbortSignal.any([signal, over]);
    try {
      for (const id of ids) await jobs.ended(id, until);
    } catch (error) {
      signal.throwIfAborted();
      // One that is forgotten in the meantime is not waited for; what there is to say of it is said when it is looked at.
      const known = toMediaError(error);
      if (!over.aborted && known.kind !== 'job_not_found') throw known;
    }
  },
  result: ({ id }) => jobs.files(id),
  shown: withoutTranscript,
  errorOf: errorOfStored,
  missing: (id) => jobs.missing(id),
});
