import { setTimeout as sleep } from 'node:timers/promises';
import type { IExecuteFunctions } from 'n8n-workflow';
import { ittybitBackend } from '../../src/backends/hostedBackend';
import type { BackendUse, HostedBackend } from '../../src/backends/hostedBackend';
import { idOf } from '../../src/backends/hostedJob';
import type { HostedJob } from '../../src/backends/hostedJob';
import { nameOfAddress } from '../../src/backends/nameOfAddress';
import { reportedError } from '../../src/backends/reportedError';
import { errorOfHosted } from '../../src/backends/runHosted';
import { shownJob } from '../../src/backends/shownJob';
import { pollPause } from '../../src/backends/waitForHostedJob';
import { ittybitAccess } from '../hosted/ittybitAccess';
import { addHints } from '../items/hints';
import { hostedResult, leftNote } from '../hosted/hostedJob';
import { inOrder } from '../items/itemsLoop';
import { failedLook, lookOf } from './lookAt';
import type { Look } from './lookAt';
import type { WaitedJobs } from './waitedJobs';
import { shownValue } from '../../src/pipeline/base/shownValue';
import { mediaError } from '../../src/pipeline/errors/mediaError';

/** For one look, attempts included (ms): shorter than the patience of whoever asks a suspended execution to look. */
const WITHIN_MS = 8_000;
/** Requests at the same time. */
const AT_ONCE = 5;

/** Jobs of Ittybit's API, with the key of the node's credential. @param use how often a request is made at most */
export async function hostedJobs(
  context: Pick<IExecuteFunctions, 'getCredentials'>,
  use: Pick<BackendUse, 'attempts'>,
): Promise<WaitedJobs> {
  const backend = ittybitBackend(await ittybitAccess(context, 0), { ...use, within: WITHIN_MS });
  return {
    backend: 'ittybit',
    goesOn: 'it goes on at Ittybit',
    notCancelled: 'it goes on at Ittybit, whose API documents no way to cancel a job',
    look: (id, signal) => lookAt(backend, id, signal),
    untilEnded: (ids, ms, signal) => untilEnded(backend, ids, ms, signal),
    async cancelAll(ids) {
      const never = new AbortController().signal;
      const cancelled = await inOrder(
        ids.length,
        { limit: AT_ONCE, signal: never },
        async (index) => (await backend.cancel(ids[index] ?? '', never).catch(() => false)) && ids[index],
      );
      return cancelled.filter((id) => typeof id === 'string');
    },
    async result(caller, job, wanted) {
      const hosted: HostedJob = { ...job };
      const items = await hostedResult(caller, {
        ...wanted,
        backend,
        job: hosted,
        name: nameOfAddress(job.input ?? ''),
      });
      if (items === null) addHints(caller, leftNote(hosted));
      return items;
    },
  };
}

async function lookAt(backend: HostedBackend, id: string, signal: AbortSignal): Promise<Look> {
  const { access } = backend;
  if (idOf(id) === null)
    return {
      state: 'unknown',
      error: mediaError('request_invalid', {
        problems: `"Job ID" must be the id of a job at Ittybit (given: ${shownValue(id)}).`,
      }),
    };
  try {
    const found = await backend.get(id, signal);
    if (found === null)
      return {
        state: 'unknown',
        error: reportedError(access, { kind: 'job_not_found', message: `it has no job ${id}` }),
      };
    const job = shownJob(found, access, null);
    return lookOf(id, job, () => errorOfHosted(job, backend));
  } catch (thrown) {
    return failedLook(id, thrown, signal);
  }
}

/** One after the other, since all have to end. */
async function untilEnded(
  backend: HostedBackend,
  ids: readonly string[],
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const begun = performance.now();
  const left = () => begun + ms - performance.now();
  for (const id of ids) {
    for (let running = true; running && left() > 0;) {
      await sleep(Math.min(left(), pollPause(performance.now() - begun, Math.random())), undefined, { signal });
      const { state } = await lookAt(backend, id, signal);
      running = state === 'running' || state === 'silent';
    }
  }
}
