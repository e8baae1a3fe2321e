import { mediaError } from '../pipeline/errors/mediaError';
import { createJob } from '../pipeline/job/job';
import type { Job } from '../pipeline/job/job';
import { tasksOf } from '../pipeline/kinds';
import { shownAddress } from '../pipeline/base/redact';
import { MOST_ATTEMPTS } from './attempts';
import type { JobFiles } from './files/port';
import { storedInput } from './inputPlace';
import { hiddenMark, hiddenOf, keyFor, sealSecrets } from './jobSecrets';
import type { JobSecrets } from './jobSecrets';
import type { JobOrder } from './order';
import type { Seal } from './seal';
import type { EventType } from './store/event';
import { DEFAULT_LANE, DEFAULT_TENANT } from './store/port';
import type { JobStore } from './store/port';
import { requestHashOf } from './store/requestHash';
import type { StoredAddress, StoredJob, StoredRequest } from './store/storedJob';

const OF_THE_END: readonly EventType[] = ['job.succeeded', 'job.failed', 'job.cancelled'];

export interface PlaceUse {
  files: JobFiles;
  store: JobStore;
  seal: Seal;
  now: () => number;
}

/** A job that was placed, or that was there already: then as it was found. */
interface Placed {
  id: string;
  isNew: boolean;
  found: StoredJob | null;
}

/**
 * Stores a job, queued; the same idempotency key and request name the job that is there already.
 * @throws idempotency_conflict, disk_full, store_unusable, and what the input's source throws
 */
export async function placeOrder(order: JobOrder, use: PlaceUse, signal: AbortSignal): Promise<Placed> {
  const { files, store, seal, now } = use;
  const {
    request,
    input,
    output = null,
    outputKeys,
    backend = 'local',
    lane = DEFAULT_LANE,
    tenant = DEFAULT_TENANT,
    priority = 0,
    timeLimit = null,
    webhookUrl = null,
    webhookEvents = OF_THE_END,
    origin,
    driven,
  } = order;
  const { kind, metadata } = request;
  const options = { ...request.options };
  const shownUrl = webhookUrl === null ? null : shownAddress(webhookUrl);
  const named = namedBy(input);
  const secrets: JobSecrets = { webhookUrl: hiddenOf(webhookUrl), outputKeys, ...named.hidden };
  const key = await keyFor(seal, secrets);
  const requestHash = requestHashOf(
    { kind, options, metadata, output, backend, input: named.shown, webhookUrl: shownUrl },
    key && hiddenMark(key, secrets),
  );
  const idempotencyKey = await keyOf(order, use);
  const same = async (): Promise<StoredJob | null> => {
    const job = idempotencyKey === null ? null : await store.reader.byKey(idempotencyKey);
    if (job !== null && job.requestHash !== requestHash)
      throw mediaError('idempotency_conflict', { key: order.idempotencyKey ?? '', id: job.id });
    return job;
  };
  const first = await same();
  if (first !== null) return { id: first.id, isNew: false, found: first };

  const fresh = createJob(
    { kind, input: named.shown, options, metadata, tasks: driven?.tasks ?? tasksOf(request) },
    now(),
  );
  const state: Job = {
    ...fresh,
    ...(driven === undefined && { attempts: { made: 0, most: MOST_ATTEMPTS } }),
    ...(shownUrl !== null && { webhook_url: shownUrl }),
  };
  const stored: StoredRequest = {
    kind,
    options,
    metadata,
    output,
    ...(origin !== undefined && { origin }),
    input: 'open' in input ? await files.keepInput(state.id, input, signal) : named.stored,
  };
  try {
    await files.refuseTooSmall(stored);
    if (
      await store.queue.add({
        lane,
        tenant,
        request: stored,
        state,
        backend,
        priority,
        requestHash,
        idempotencyKey,
        timeLimit,
        webhookUrl: shownUrl,
        webhookEvents,
        sealed: key && sealSecrets(key, state.id, secrets),
        ...(driven === undefined ? { runBy: 'worker' } : { runBy: 'drive', steps: driven.steps }),
      })
    )
      return { id: state.id, isNew: true, found: null };
  } catch (error) {
    await files.remove(state.id);
    throw error;
  }
  // Somebody else has stored a job of this key in the meantime.
  await files.remove(state.id);
  const other = await same();
  return { id: other?.id ?? state.id, isNew: false, found: other };
}

/** The idempotency key of an order as the store knows it. */
async function keyOf({ idempotencyKey, idempotencyScope }: JobOrder, { store, now }: PlaceUse): Promise<string | null> {
  if (idempotencyKey === undefined || idempotencyScope === undefined) return idempotencyKey ?? null;
  const key = `${idempotencyScope.owner}:${idempotencyKey}`;
  await store.queue.releaseKey(key, now() - idempotencyScope.forMs);
  return key;
}

/** What a job shows of its input, and what is stored of one that is no file. */
function namedBy(input: JobOrder['input']): { shown: string; stored: StoredAddress; hidden: JobSecrets } {
  if ('place' in input) {
    const { input: stored, hidden } = storedInput(input.place);
    return { shown: stored.address, stored, hidden: { ...hidden, headers: input.headers, inputKeys: input.keys } };
  }
  const shown = 'named' in input ? shownAddress(input.named) : input.shown;
  return { shown, stored: { address: shown }, hidden: 'named' in input ? { address: hiddenOf(input.named) } : {} };
}
