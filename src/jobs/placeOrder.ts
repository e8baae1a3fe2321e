import { mediaError } from '../pipeline/errors/mediaError';
import type { Clip } from '../pipeline/media/clip';
import { withAddresses } from '../pipeline/media/reference';
import type { Source } from '../pipeline/storage/source';
import { createJob } from '../pipeline/job/job';
import type { Job } from '../pipeline/job/job';
import { tasksOf } from '../pipeline/kinds';
import { shownAddress } from '../pipeline/base/redact';
import { MOST_ATTEMPTS } from './attempts';
import type { JobFiles } from './files/port';
import { storedInput } from './inputPlace';
import { hiddenMark, hiddenOf, keyFor, sealSecrets } from './jobSecrets';
import type { InputSecrets, JobSecrets } from './jobSecrets';
import { clipInput } from './order';
import type { ClipInput, JobOrder, NamedInput, SequenceInput } from './order';
import type { Seal } from './seal';
import type { EventType } from './store/event';
import { DEFAULT_LANE, DEFAULT_TENANT } from './store/port';
import type { JobStore } from './store/port';
import { requestHashOf } from './store/requestHash';
import type {
  StoredAddress,
  StoredInput,
  StoredJob,
  StoredReference,
  StoredRequest,
  StoredSequence,
} from './store/storedJob';

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
  const shownUrl = webhookUrl === null ? null : shownAddress(webhookUrl);
  const named = namedBy(order);
  const { options } = named;
  const secrets: JobSecrets = { webhookUrl: hiddenOf(webhookUrl), outputKeys, ...named.hidden };
  const { input: shown, inputs } = named;
  const key = await keyFor(seal, secrets);
  const requestHash = requestHashOf(
    { kind, options, metadata, output, backend, input: shown, ...(inputs && { inputs }), webhookUrl: shownUrl },
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
    { kind, input: shown, inputs, options, metadata, tasks: driven?.tasks ?? tasksOf({ ...request, inputs }) },
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
    ...(await kept(order, named, (source, index) => files.keepInput(state.id, source, signal, index))),
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

/** What a job shows of its inputs, and what is stored of those that are no files. */
interface Named {
  input: string | null;
  inputs?: Clip[];
  options: Record<string, unknown>;
  /** Inputs in their order, then what is read beside them; null: it is a file, which the job makes its own. */
  stored: (StoredAddress | null)[];
  hidden: JobSecrets;
}

function namedBy({ input, references = [], request }: Pick<JobOrder, 'input' | 'references' | 'request'>): Named {
  const beside = references.map((one) => namedOne(one.input));
  const inputs = 'clips' in input ? input.clips.map((clip) => ({ ...namedOne(clip.input), asked: clip.asked })) : null;
  const one = 'clips' in input ? null : namedOne(input);
  const shown = withAddresses<Clip>(
    {
      options: { ...request.options },
      ...(inputs && { inputs: inputs.map(({ shown, asked }) => ({ url: shown, ...asked })) }),
    },
    references.map(({ asked }) => asked),
    beside.map((each) => each.shown),
  );
  return {
    ...shown,
    input: one && one.shown,
    stored: [...(one === null ? (inputs ?? []) : [one]), ...beside].map(({ stored }) => stored),
    hidden: {
      ...one?.hidden,
      ...(inputs !== null && hides(inputs) && { clips: inputs.map(({ hidden }) => hidden) }),
      ...(hides(beside) && { references: beside.map(({ hidden }) => hidden) }),
    },
  };
}

const hides = (each: readonly { hidden: InputSecrets }[]): boolean =>
  each.some(({ hidden }) => Object.values(hidden).some((value) => value !== undefined));

function namedOne(input: Exclude<JobOrder['input'], SequenceInput>): {
  shown: string;
  stored: StoredAddress | null;
  hidden: InputSecrets;
} {
  if ('place' in input) {
    const { input: stored, hidden } = storedInput(input.place);
    return { shown: stored.address, stored, hidden: { ...hidden, headers: input.headers, inputKeys: input.keys } };
  }
  if ('open' in input) return { shown: input.shown, stored: null, hidden: {} };
  const shown = shownAddress(input.named);
  return { shown, stored: { address: shown }, hidden: { address: hiddenOf(input.named) } };
}

/** Where the bytes of a job come from: files are the job's own from now on. */
async function kept(
  { input, references = [] }: Pick<JobOrder, 'input' | 'references'>,
  { stored, inputs }: Named,
  keep: (source: Source, index?: number) => Promise<StoredInput>,
): Promise<Pick<StoredRequest, 'input' | 'references'>> {
  const keptAt = async (of: ClipInput['input'] | NamedInput, at: number, index?: number): Promise<StoredInput> =>
    'open' in of ? keep(of, index) : (stored[at] ?? { address: '' });
  const clips: StoredSequence['clips'] = [];
  for (const [index, clip] of ('clips' in input ? input.clips : []).entries()) {
    // As it may be shown: it may name a sound of its own.
    const { asked } = clipInput(inputs?.[index] ?? { url: '' }, clip.input);
    clips.push({ asked, input: await keptAt(clip.input, index, index) });
  }
  const count = 'clips' in input ? clips.length : 1;
  const one = 'clips' in input ? null : await keptAt(input, 0);
  const beside: StoredReference[] = [];
  for (const [index, { asked, input: of }] of references.entries())
    beside.push({ asked, input: await keptAt(of, count + index, count + index) });
  return { input: one ?? { clips }, ...(beside.length > 0 && { references: beside }) };
}
