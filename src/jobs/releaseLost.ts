import { failedJob } from '../pipeline/job/jobProgress';
import { MOST_LOSSES, queuedAgain } from './attempts';
import type { OutputAccess } from './begunUploads';
import type { Home } from './home';
import { sweepAttempts } from './jobFiles';
import { killIfSame } from '../pipeline/base/processIdentity';
import type { Store } from './store/store';
import { mediaError } from '../pipeline/errors/mediaError';
import type { MediaJobError } from '../pipeline/errors/mediaError';

/**
 * Takes the jobs of a lost process from it: ends what it has started, removes what it has left, and puts the jobs back into the queue. Several processes may do
 * so at once, and one that is cut off leaves the rest to the next: the job's token, which stands in every name, says what is whose.
 */
export async function releaseLost(
  { home, store, access, now }: { home: Home; store: Store; access: OutputAccess; now: () => number },
  process: string,
): Promise<void> {
  for (const job of store.jobs.ofLost(process)) {
    if (job.steps !== null) {
      // What it has sent stands in its steps: whoever goes on with it looks there.
      await store.driven.leave(job);
      continue;
    }
    for (const child of store.children.upTo(job)) killIfSame(child);
    await sweepAttempts(home, job, { keep: null, access });
    const failed = (error: MediaJobError) => store.jobs.end(job, failedJob(job.state, error, now));
    if (store.jobs.isCancelled(job.id)) await failed(mediaError('cancelled', {}));
    else if (job.losses + 1 > MOST_LOSSES) await failed(mediaError('worker_lost', { times: `${job.losses + 1}` }));
    else
      await store.jobs.requeue(job, {
        state: queuedAgain(job.state, job.attempts - 1, now()),
        readyAt: now(),
        took: 'loss',
        published: true,
      });
    await store.children.forgetUpTo(job);
  }
  await store.processes.remove(process);
}
