import { setTimeout as sleep } from 'node:timers/promises';
import { toMediaError } from '../pipeline/errors/mediaError';
import { isEnded } from '../pipeline/job/job';
import type { BackendUse } from './backend';
import type { BackendJob } from './backendJob';
import { pollPause } from './pollPause';

interface PollUse {
  ms: number;
  signal: AbortSignal;
  /** Waits so many milliseconds; rejects when the signal comes. */
  pause?: BackendUse['pause'];
}

const waitFor = (ms: number, signal: AbortSignal): Promise<unknown> => sleep(ms, undefined, { signal });

/**
 * Looks at jobs again and again until they have ended, for no longer than so many milliseconds: one after the other,
 * since all have to end. An API that gives no answer for now is asked again; a job that cannot be had is not waited for.
 * @throws the signal's reason
 */
export async function pollUntilEnded(
  get: (id: string) => Promise<BackendJob | null>,
  ids: readonly string[],
  { ms, signal, pause = waitFor }: PollUse,
): Promise<void> {
  const begun = performance.now();
  const left = () => begun + ms - performance.now();
  const runs = async (id: string): Promise<boolean> => {
    try {
      const job = await get(id);
      return job !== null && !isEnded(job);
    } catch (error) {
      signal.throwIfAborted();
      return toMediaError(error).retryable;
    }
  };
  for (const id of ids) {
    for (let running = true; running && left() > 0;) {
      await pause(Math.min(left(), pollPause(performance.now() - begun, Math.random())), signal);
      signal.throwIfAborted();
      running = await runs(id);
    }
  }
}
