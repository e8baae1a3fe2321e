import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Backend } from '../../src/backends/backend';
import type { BackendJob } from '../../src/backends/backendJob';
import { nameOfAddress } from '../../src/backends/nameOfAddress';
import { createHosted, runHosted } from '../../src/backends/runHosted';
import type { HostedInput } from '../../src/backends/runHosted';
import { addressOf } from '../../src/pipeline/storage/place';
import { passesFiles } from '../items/asTool';
import type { ItemOutcome } from '../items/eachItem';
import { STAGING_WAY, stagingPlace } from './read';
import { openBackend } from './openBackend';
import { leftNote, resultItems } from './resultItems';
import { ownKey } from '../background/idempotencyKey';
import { hostedSource } from '../input/read';
import type { JobOptions } from '../background/read';
import { jobItem } from '../output/outputItems';
import type { Kept } from '../output/outputItems';
import { workRoot } from '../storage/workRoot';
import type { JobRequest } from '../../src/pipeline/kinds/jobRequest';

export interface HostedItem {
  at: Backend;
  request: JobRequest;
  options: JobOptions;
  signal: AbortSignal;
  /** Where the result goes in the item. */
  field: string;
  /** What its file is called there; null: as the input. */
  named: string | null;
  /** Whether an HLS set becomes one ZIP. */
  zip: boolean;
  kept: Kept;
  /** Whether the result is waited for. */
  waits: boolean;
  /** Gets the job of an item that is left running when the node is stopped. */
  onLeft: () => void;
}

/** Runs an item's job at a hosted API, or creates it there. What goes wrong with the job is `error`. @throws what is wrong with the parameters and credentials */
export async function hostedItem(context: IExecuteFunctions, index: number, use: HostedItem): Promise<ItemOutcome> {
  const { at, request, options, signal, kept, waits, onLeft } = use;
  const backend = await openBackend(context, at, { index });
  const { input, name, shown } = await inputOf(context, index);
  const { timeLimit, webhookUrl, extraOptions } = options;
  const key =
    options.idempotencyKey ??
    ownKey(context, index, { ...request, input: shown, webhookUrl, extraOptions, n8n: context.getInstanceId() });
  const order = { request, extraOptions, idempotencyKey: key, ...(webhookUrl !== null && { webhookUrl }) };
  if (!waits) {
    const { job, sent, staged } = await createHosted({ backend, order, input, signal, workRoot: workRoot() });
    // Who waits for the job later takes its file away.
    const shownOne = { ...backend.shown(job, sent), staged_input: staged?.object ?? null };
    return { items: [jobItem(shownOne, { index, kept })], job: shownOne, error: null, notes: [] };
  }
  const files = passesFiles(context);
  const result: { items: INodeExecutionData[] | null } = { items: null };
  const collect = async (job: BackendJob) => {
    result.items = await resultItems(context, { ...use, backend, job, name, index, files });
  };
  const { job, error, notes } = await runHosted({
    backend,
    order,
    input,
    signal,
    timeLimit,
    workRoot: workRoot(),
    onLeft,
    collect,
  });
  if (job === null || error !== null) return { items: [], job, error, notes };
  if (result.items === null)
    return {
      items: [jobItem(job, { index, kept })],
      job,
      error,
      notes: [...notes, ...(files ? leftNote(backend, job) : [])],
    };
  return { items: result.items, job, error, notes };
}

async function inputOf(
  context: IExecuteFunctions,
  index: number,
): Promise<{ input: HostedInput; name: string; shown: string }> {
  const given = await hostedSource(context, index);
  if ('place' in given)
    return { input: { place: given.place }, name: nameOfAddress(addressOf(given.place)), shown: given.shown };
  return {
    input: { source: given, staging: await stagingPlace(context, index), way: STAGING_WAY },
    name: given.name,
    shown: given.shown,
  };
}
