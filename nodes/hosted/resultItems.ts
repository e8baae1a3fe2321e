import { basename, dirname, parse } from 'node:path';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Backend, JobBackend } from '../../src/backends/backend';
import type { BackendJob } from '../../src/backends/backendJob';
import { STAYS } from '../../src/backends/hostedResult';
import { nameOfAddress } from '../../src/backends/nameOfAddress';
import type { Job } from '../../src/pipeline/job/job';
import { KINDS, SETS } from '../../src/pipeline/kinds';
import { storageFor } from '../../src/pipeline/storage/storages';
import { withWorkFolder } from '../../src/pipeline/storage/workFolder';
import { storeFiles } from '../output/binaryDestination';
import { named } from '../output/named';
import { fetchShorts } from './fetchShorts';
import { outputItems } from '../output/outputItems';
import type { Kept } from '../output/outputItems';
import { shortItems } from '../output/shortItems';
import type { MadeShort } from '../output/shortItems';
import { storedShorts } from '../output/storedShorts';
import { workRoot } from '../storage/workRoot';

export interface ResultItemsUse {
  backend: JobBackend;
  job: BackendJob;
  /** What names of files are made from; made of the job's input unless given. */
  name?: string;
  index: number;
  signal: AbortSignal;
  /** Of the item, for the file. */
  field: string;
  /** What the files are called in the item; null: as the job's are. */
  named: string | null;
  /** Whether an HLS set becomes one ZIP. */
  zip: boolean;
  /** Whether files are fetched; else items say where they are. */
  files: boolean;
  kept: Kept;
}

/** The items of a job that succeeded, with the files of its result; null when they stay where they are. @throws output_gone, result_unreachable, address_refused, disk_full … */
export async function resultItems(
  context: IExecuteFunctions,
  use: ResultItemsUse,
): Promise<INodeExecutionData[] | null> {
  const { backend, job, name = nameOfAddress(job.input ?? ''), index, field, kept, zip, signal } = use;
  if (makesShorts(backend.backend, job)) {
    const shorts = job as unknown as Job;
    return shortItems(
      { job: shorts, shorts: await shortsOf(context, shorts, { ...use, name }) },
      { index, field, name: use.named, kept },
    );
  }
  if (!use.files) return null;
  return withWorkFolder(workRoot(), async (folder) => {
    const files = await backend.result(job, { env: process.env, folder, name, signal });
    if (files === null) return null;
    const zipName = zip ? `${use.named ?? setName(backend.backend, job, name)}.zip` : null;
    // The files of a set name each other.
    const called = files.length > 1 ? files : files.map((one) => ({ ...one, file: named(one.file, use.named) }));
    const stored = await storeFiles(context.helpers, called, { zip: zipName, signal });
    return outputItems(job, stored, { index, field, kept });
  });
}

/** Whether a job's result is a short an item: the backend runs jobs of this kind, and the node that makes shorts makes it. */
const makesShorts = ({ kinds }: Backend, { kind }: BackendJob): boolean =>
  kinds.some((known) => known === kind && KINDS[known].node === 'createShorts');

async function shortsOf(
  context: IExecuteFunctions,
  job: Job,
  { backend, name, signal, files: wantsFiles }: ResultItemsUse & { name: string },
): Promise<MadeShort[]> {
  if (!wantsFiles) return (job.shorts ?? []).map((short) => ({ short, binary: null }));
  if (backend.backend.hosted !== null) return fetchShorts(context, { job, backend, signal, name });
  const files = await backend.result({ ...job }, { env: process.env, folder: workRoot(), name, signal });
  // Those in a storage stay there.
  const wanted = (files ?? []).filter(({ file }) => SETS.every(({ mainFile }) => mainFile !== file));
  return storedShorts(job, await storeFiles(context.helpers, wanted, { zip: null, signal }));
}

/** A set that lies here is named as its folder is. */
const setName = ({ hosted }: Backend, { output }: BackendJob, name: string): string =>
  hosted === null ? basename(dirname(output ?? '')) : parse(name).name || 'media';

/** Why there is no file in the item, where that is not what was asked for. */
export const leftNote = ({ backend: { hosted } }: JobBackend, { output }: BackendJob): string[] =>
  hosted === null || output === null || storageFor(output) !== null ? [] : [`The result stays at ${output}: ${STAYS}.`];
