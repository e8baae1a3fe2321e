import { nameOfAddress } from '../../src/backends/nameOfAddress';
import { swiftiaClient } from '../../src/backends/swiftia/client';
import { driveSwiftiaJob } from '../../src/jobs/swiftia/driveSwiftiaJob';
import type { StoredDrive } from '../../src/jobs/swiftia/driveSwiftiaJob';
import { isSwiftiaJob } from '../../src/jobs/swiftia/placeSwiftiaJob';
import { sharedEngine } from '../background/sharedEngine';
import { fetchShorts } from '../hosted/fetchShorts';
import { shortItems } from '../output/shortItems';
import { swiftiaAccess } from '../hosted/swiftiaAccess';
import { cancelAll } from './cancelAll';
import { failedLook, lookOf, storedError } from './lookAt';
import type { Look } from './lookAt';
import { LONGEST_MS } from './untilEnded';
import type { WaitedJobs } from './waitedJobs';

/** For one look (ms): shorter than the patience of whoever asks a suspended execution to look. What costs money takes the time that it takes. */
const WITHIN_MS = 8_000;

/** Jobs at Swiftia that a node of this n8n has created. A look goes on with a job as far as there is nothing to do but to wait: it may have shorts rendered. */
export async function swiftiaJobs(context: Parameters<typeof swiftiaAccess>[0]): Promise<WaitedJobs> {
  const engine = await sharedEngine();
  const access = await swiftiaAccess(context, 0);
  const client = swiftiaClient(access, { within: WITHIN_MS });
  const look = async (id: string, use: Pick<StoredDrive, 'until' | 'signal'>): Promise<Look> => {
    try {
      if (!isSwiftiaJob(engine.store.jobs.get(id))) throw engine.jobs.notFound(id);
      const job = await driveSwiftiaJob(engine, id, { client, ...use });
      return lookOf(id, job, storedError);
    } catch (thrown) {
      return failedLook(id, thrown, use.signal);
    }
  };
  return {
    backend: 'swiftia',
    goesOn: 'it goes on at Swiftia',
    notCancelled: 'it goes on at Swiftia, whose API documents no way to cancel a job',
    look: (id, signal) => look(id, { until: 'waiting', signal }),
    async untilEnded(ids, ms, signal) {
      const over = AbortSignal.timeout(Math.min(ms, LONGEST_MS));
      await Promise.all(
        ids.map((id) =>
          look(id, { until: 'ended', signal: AbortSignal.any([signal, over]) }).catch(() => signal.throwIfAborted()),
        ),
      );
    },
    cancelAll: (ids) => cancelAll(engine.jobs, ids),
    async result(caller, { id }, { index, field, kept, signal }) {
      const job = engine.jobs.get(id);
      return shortItems(
        { job, shorts: await fetchShorts(caller, { job, access, signal, name: nameOfAddress(job.input) }) },
        { index, field, kept },
      );
    },
  };
}
