import { basename, dirname } from 'node:path';
import type { JobView } from '../../src/jobs/service';
import { resultFiles } from '../../src/jobs/resultFiles';
import type { Job } from '../../src/pipeline/job/job';
import { SETS } from '../../src/pipeline/media/formats';
import { storeFiles } from '../output/binaryDestination';
import { sharedEngine } from '../background/sharedEngine';
import { outputItems } from '../output/outputItems';
import type { AnyJob } from '../output/outputItems';
import { shortItems } from '../output/shortItems';
import { storedShorts, withoutTranscript } from '../output/storedShorts';
import { cancelAll } from './cancelAll';
import { lookOf, storedError } from './lookAt';
import type { Look } from './lookAt';
import { untilEnded } from './untilEnded';
import type { WaitedJobs } from './waitedJobs';
import { toMediaError } from '../../src/pipeline/errors/mediaError';

/** Jobs of this machine's store. @throws store_unusable, disk_full */
export async function localJobs(): Promise<WaitedJobs> {
  const { jobs, store } = await sharedEngine();
  return {
    backend: 'local',
    goesOn: 'it goes on in the background',
    notCancelled: 'it goes on in the background',
    look: (id) => Promise.resolve().then(() => lookAt(jobs, id)),
    untilEnded: (ids, ms, signal) => untilEnded(jobs, ids, ms, signal),
    cancelAll: (ids) => cancelAll(jobs, ids),
    async result({ helpers }, job, { index, field, zip, kept, signal }) {
      const stored = store.jobs.get(job.id);
      const files = stored === null ? null : await resultFiles(stored);
      if (isShorts(job)) {
        // Those in S3 stay there.
        const wanted = (files ?? []).filter(({ file }) => file !== SETS.shorts.mainFile);
        return shortItems(
          { job, shorts: storedShorts(job, await storeFiles(helpers, wanted, { zip: null, signal })) },
          { index, field, kept },
        );
      }
      if (files === null) return null;
      const name = zip ? `${basename(dirname(job.output ?? ''))}.zip` : null;
      return outputItems(job, await storeFiles(helpers, files, { zip: name, signal }), { index, field, kept });
    },
  };
}

/** Hosted jobs of that kind are another's. */
const isShorts = (job: AnyJob): job is Job => job.kind === 'shorts';

function lookAt(jobs: { get(id: string): JobView }, id: string): Look {
  try {
    const job = withoutTranscript(jobs.get(id));
    return lookOf(job.id, job, storedError);
  } catch (error) {
    const known = toMediaError(error);
    if (known.kind !== 'job_not_found') throw known;
    return { state: 'unknown', error: known };
  }
}
