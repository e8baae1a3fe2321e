import type { Engine } from '../../src/jobs/engine';
import { roleOf } from './role';
import { mediaError } from '../../src/pipeline/errors/mediaError';

/** A main process beats every few seconds; one that has not for so long is gone (ms). */
const FRESH_MS = 60_000;

interface Here {
  argv?: readonly string[];
  env?: NodeJS.ProcessEnv;
  now?: number;
}

/**
 * Refuses jobs in the background where nobody would look after them. n8n's main process wakes the executions that wait for them, so a worker has to share
 * its store with one; and a workflow run by "n8n execute" ends with its process, so that somebody else has to run its jobs.
 * @throws background_refused
 */
export async function refuseWithoutMain(
  engine: Pick<Engine, 'hasWorker' | 'home'>,
  { argv = process.argv, env = process.env, now = Date.now() }: Here = {},
): Promise<void> {
  const role = roleOf(argv);
  const inQueueMode = role === 'worker' && env.EXECUTIONS_MODE === 'queue';
  if (!inQueueMode && role !== 'execute') return;
  if (await engine.hasWorker((worker) => worker.role === 'main' && now - worker.seenAt <= FRESH_MS)) return;
  const { home } = engine;
  const stay = 'Or switch "Wait for Completion" on: then the job runs within the execution';
  throw inQueueMode
    ? mediaError('background_refused', {
        why: `n8n runs in queue mode, and its main process does not share the folder ${home.folder} with this worker`,
        way: `Let main process and workers use one folder: run them on one machine, with MEDIA_JOBS_HOME set to the same path for all. ${stay}`,
      })
    : mediaError('background_refused', {
        why: `"n8n execute" ends with the workflow, and no n8n that would go on with its jobs is running with the folder ${home.folder}`,
        way: `Start n8n, with MEDIA_JOBS_HOME set to the same path if it is set. ${stay}`,
      });
}
