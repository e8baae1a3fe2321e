import { failedJob } from '../pipeline/job/jobProgress';
import { MOST_LOSSES, queuedAgain } from './attempts';
import type { JobFiles } from './files/port';
import { killIfSame } from '../pipeline/base/processIdentity';
import type { JobStore } from './store/port';
import { mediaError } from '../pipeline/errors/mediaError';
import type { MediaJobError } from '../pipeline/errors/mediaError';

/**
 * Takes the jobs of a lost process from it: ends what it has started, removes what it has left, and puts the jobs back into the queue. Several processes may do
 * so at once, and one that is cut off leaves the rest to the next: the job's token, which stands in every name, says what is whose.
 */
export async function releaseLost(
  { files, store, now }: { files: JobFiles; store: JobStore; now: () => number },
  process: string,
): Promise<void> {
  for (const job of await store.reader.ofLost(process)) {
    if (job.runBy === 'drive') {
      // What it has sent stands in its steps: whoever goes on with it looks there.
      await store.driven.leave(job);
      continue;
    }
    for (const child of await store.children.upTo(job)) killIfSame(child);
    await files.sweep(job, null);
    const failed = (error: MediaJobError) => store.queue.end(job, failedJob(job.state, error, now));
    if (await store.reader.isCancelled(job.id)) await failed(mediaError('cancelled', {}));
    else if (job.losses + 1 > MOST_LOSSES) await failed(mediaError('worker_lost', { times: `${job.losses + 1}` }));
    else
      await store.queue.requeue(job, {
        state: queuedAgain(job.state, job.attempts - 1, now()),
        readyAt: now(),
        took: 'loss',
        published: true,
      });
    await store.children.forgetUpTo(job);
  }
  await store.workers.remove(process);
}
