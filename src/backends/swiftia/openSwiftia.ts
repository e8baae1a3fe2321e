import { redact } from '../../pipeline/base/redact';
import type { Job } from '../../pipeline/job/job';
import type { Backend, JobBackend, Opening } from '../backend';
import { fetchResult } from '../hostedResult';
import { asBackendJob, errorOfStored, timeout } from '../storedJobs';
import { swiftiaAccess } from './access';
import { swiftiaClient } from './client';
import { parseCreateOrder } from './createOrder';
import { driveStoredJob } from './driveStoredJob';
import type { StoredDrive } from './driveStoredJob';
import { isSwiftiaJob, placeSwiftiaJob } from './placeJob';
import { parseRenderOrder } from './renderOrder';

/**
 * Jobs at Swiftia that this machine has stored. To look at one is to go on with it as far as there is nothing to do but
 * to wait: that may have shorts rendered.
 */
export async function openSwiftia(backend: Backend, { credential, jobs: open, use }: Opening): Promise<JobBackend> {
  const jobs = await open();
  const access = swiftiaAccess(await credential());
  const client = swiftiaClient(access, use);
  const goOn = (id: string, drive: Omit<StoredDrive, 'client'>): Promise<Job> =>
    driveStoredJob(jobs, id, { client, ...drive });
  return {
    backend,
    async create({ request, input, extraOptions, webhookUrl, idempotencyKey }, signal) {
      const { render, ...fields } = { render: {}, ...request.options, ...extraOptions };
      const order = parseCreateOrder({ ...fields, fileUrl: input, webhook: webhookUrl });
      const options = {
        ...fields,
        ...(webhookUrl !== undefined && { webhook: redact(webhookUrl) }),
        render: parseRenderOrder({ ...render }),
      };
      const { id } = await placeSwiftiaJob(jobs, { input, options, metadata: request.metadata, idempotencyKey });
      return asBackendJob(await goOn(id, { until: 'created', signal, order: () => Promise.resolve(order) }));
    },
    get: async (id, signal) =>
      (await isSwiftiaJob(jobs, id)) ? asBackendJob(await goOn(id, { until: 'waiting', signal })) : null,
    async ended(ids, ms, signal) {
      const over = AbortSignal.any([signal, timeout(ms)]);
      // All at once: each has its shorts rendered as soon as they are found.
      await Promise.all(
        ids.map((id) =>
          isSwiftiaJob(jobs, id)
            .then((there) => (there ? goOn(id, { until: 'ended', signal: over }) : null))
            .catch(() => signal.throwIfAborted()),
        ),
      );
    },
    cancel: async (id) => (await jobs.cancel(id)).id === id,
    result: (job, fetching) => fetchResult(job, { ...fetching, access }),
    shown: (job) => job,
    errorOf: errorOfStored,
    missing: (id) => jobs.missing(id),
  };
}
