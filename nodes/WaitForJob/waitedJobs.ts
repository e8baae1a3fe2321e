import type { IExecuteFunctions } from 'n8n-workflow';
import type { Backend, JobBackend } from '../../src/backends/backend';
import type { BackendJob } from '../../src/backends/backendJob';
import { idOf } from '../../src/backends/hostedJob';
import { shownValue } from '../../src/pipeline/base/shownValue';
import { mediaError, toMediaError } from '../../src/pipeline/errors/mediaError';
import { inOrder } from '../items/itemsLoop';
import { openBackend } from '../hosted/openBackend';
import { failedLook, lookOf } from './lookAt';
import type { Look } from './lookAt';

/** For one look at a hosted job, attempts included (ms): shorter than the patience of whoever asks a suspended execution to look. */
const WITHIN_MS = 8_000;
/** So long a cancelled job may take to end (ms). */
const ENDING_MS = 8_000;
/** Requests at the same time. */
const AT_ONCE = 5;

const never = new AbortController().signal;

/** Jobs that the node waits for, wherever they run. */
export interface WaitedJobs {
  readonly at: JobBackend;
  /** How one is that is left running: `it goes on in the background`. */
  readonly goesOn: string;
  /** The same of one that was to be cancelled. */
  readonly notCancelled: string;
  /** As the job is now. @throws what is wrong with this machine's store; the signal's reason */
  look(id: string, signal: AbortSignal): Promise<Look>;
  /** Waits in memory until they have ended, no longer than so many milliseconds. @throws the signal's reason */
  untilEnded(ids: readonly string[], ms: number, signal: AbortSignal): Promise<void>;
  /** Cancels them where that is possible. @returns those that had not ended by themselves, and are cancelled or as good as that */
  cancelAll(ids: readonly string[]): Promise<string[]>;
}

/** @param context of the node; in a call of a suspended execution too @param use how often a hosted API is asked the same at most */
export async function waitedJobs(
  context: Pick<IExecuteFunctions, 'getCredentials'>,
  backend: Backend,
  use: { attempts?: number } = {},
): Promise<WaitedJobs> {
  const at = await openBackend(context, backend, { ...use, within: WITHIN_MS, index: 0 });
  const goesOn = backend.hosted === null ? 'it goes on in the background' : `it goes on at ${backend.label}`;
  return {
    at,
    goesOn,
    notCancelled:
      backend.hosted === null || backend.can.cancel ? goesOn : `${goesOn}, whose API documents no way to cancel a job`,
    look: (id, signal) => lookAt(at, id, signal),
    untilEnded: (ids, ms, signal) => at.ended(ids, ms, signal),
    cancelAll: (ids) => cancelAll(at, ids),
  };
}

async function lookAt(at: JobBackend, id: string, signal: AbortSignal): Promise<Look> {
  const { hosted, label } = at.backend;
  if (hosted !== null && idOf(id) === null)
    return {
      state: 'unknown',
      error: mediaError('request_invalid', {
        problems: `"Job ID" must be the id of a job at ${label} (given: ${shownValue(id)}).`,
      }),
    };
  const look = async (): Promise<Look> => {
    const found = await at.get(id, signal);
    if (found === null) return { state: 'unknown', error: at.missing(id) };
    return lookOf(id, at.shown(found, null), (job: BackendJob) => at.errorOf(job));
  };
  // What is wrong with this machine's own store is for the whole node.
  return hosted === null ? look() : look().catch((error: unknown) => failedLook(id, error, signal));
}

async function cancelAll(at: JobBackend, ids: readonly string[]): Promise<string[]> {
  const isOver = (error: unknown): boolean => ['job_ended', 'job_not_found'].includes(toMediaError(error).kind);
  const asked = await inOrder(ids.length, { limit: AT_ONCE, signal: never }, async (index) => {
    const id = ids[index] ?? '';
    const cancelled = await at.cancel(id, never).catch((error: unknown) => {
      if (at.backend.hosted === null && !isOver(error)) throw error;
      return false;
    });
    return cancelled ? id : null;
  });
  const cancelled = asked.filter((id) => id !== null);
  await at.ended(cancelled, ENDING_MS, never);
  return cancelled;
}
