import { parse } from 'node:path';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ittybitBackend } from '../../src/backends/hostedBackend';
import type { HostedBackend } from '../../src/backends/hostedBackend';
import type { HostedJob } from '../../src/backends/hostedJob';
import { fetchResult, STAYS } from '../../src/backends/hostedResult';
import { nameOfAddress } from '../../src/backends/nameOfAddress';
import { createHosted, runHosted } from '../../src/backends/runHosted';
import type { HostedInput } from '../../src/backends/runHosted';
import { shownJob } from '../../src/backends/shownJob';
import { addressOf } from '../../src/pipeline/storage/place';
import { isS3 } from '../../src/pipeline/storage/s3/s3Address';
import { withWorkFolder } from '../../src/pipeline/storage/workFolder';
import { storeFiles } from '../output/binaryDestination';
import type { ItemOutcome } from '../items/eachItem';
import { STAGING_WAY, stagingPlace } from './read';
import { ittybitAccess } from './ittybitAccess';
import { ownKey } from '../background/idempotencyKey';
import { hostedSource } from '../input/read';
import type { JobOptions } from '../background/read';
import { jobItem, outputItems } from '../output/outputItems';
import type { Kept } from '../output/outputItems';
import { workRoot } from '../storage/workRoot';
import type { JobRequest } from '../../src/pipeline/kinds/jobRequest';

export interface HostedItem {
  request: JobRequest;
  options: JobOptions;
  signal: AbortSignal;
  /** Where the result goes in the item. */
  field: string;
  /** Whether an HLS set becomes one ZIP. */
  zip: boolean;
  kept: Kept;
  /** Whether the result is waited for. */
  waits: boolean;
  /** Gets the job of an item that is left running when the node is stopped. */
  onLeft: () => void;
}

/** Runs an item's job at Ittybit, or creates it there. What goes wrong with the job is `error`. @throws what is wrong with the parameters and credentials */
export async function hostedItem(context: IExecuteFunctions, index: number, use: HostedItem): Promise<ItemOutcome> {
  const { request, options, signal, kept, waits, onLeft } = use;
  const backend = ittybitBackend(await ittybitAccess(context, index));
  const { input, name, shown } = await inputOf(context, index);
  const { timeLimit, webhookUrl, extraOptions } = options;
  const key =
    options.idempotencyKey ??
    ownKey(context, index, { ...request, input: shown, webhookUrl, extraOptions, n8n: context.getInstanceId() });
  const order = { request, extraOptions, idempotencyKey: key, ...(webhookUrl !== null && { webhookUrl }) };
  if (!waits) {
    const { job, sent, staged } = await createHosted({ backend, order, input, signal, workRoot: workRoot() });
    // Who waits for the job later takes its file away.
    const shownOne = { ...shownJob(job, backend.access, sent), staged_input: staged?.object ?? null };
    return { items: [jobItem(shownOne, { index, kept })], job: shownOne, error: null, notes: [] };
  }
  const result: { items: INodeExecutionData[] | null } = { items: null };
  const collect = async (job: HostedJob) => {
    result.items = await hostedResult(context, { ...use, backend, job, name, index });
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
    return { items: [jobItem(job, { index, kept })], job, error, notes: [...notes, ...leftNote(job)] };
  return { items: result.items, job, error, notes };
}

export interface HostedResultUse {
  backend: HostedBackend;
  job: HostedJob;
  /** Of the input. */
  name: string;
  index: number;
  signal: AbortSignal;
  field: string;
  zip: boolean;
  kept: Kept;
}

/** The items of a hosted job that succeeded, its files fetched; null when they stay where they are. @throws result_unreachable, address_refused, disk_full … */
export async function hostedResult(
  { helpers }: Pick<IExecuteFunctions, 'helpers'>,
  { backend, job, name, index, signal, field, zip, kept }: HostedResultUse,
): Promise<INodeExecutionData[] | null> {
  return withWorkFolder(workRoot(), async (folder) => {
    const files = await fetchResult(job, { access: backend.access, env: process.env, folder, name, signal });
    if (files === null) return null;
    const stored = await storeFiles(helpers, files, { zip: zip ? `${parse(name).name || 'media'}.zip` : null, signal });
    return outputItems(job, stored, { index, field, kept });
  });
}

/** Why there is no file in the item, where that is not what was asked for. */
export const leftNote = ({ output }: HostedJob): string[] =>
  output === null || isS3(output) ? [] : [`The result stays at ${output}: ${STAYS}.`];

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
