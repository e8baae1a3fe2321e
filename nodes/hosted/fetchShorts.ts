import { parse } from 'node:path';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobBackend } from '../../src/backends/backend';
import type { BackendJob } from '../../src/backends/backendJob';
import type { Job } from '../../src/pipeline/job/job';
import { throwIfCancelled } from '../../src/pipeline/errors/cancelled';
import { safeName } from '../../src/pipeline/base/safeName';
import { withWorkFolder } from '../../src/pipeline/storage/workFolder';
import type { Short } from '../../src/pipeline/job/short';
import { storeFiles } from '../output/binaryDestination';
import type { MadeShort } from '../output/shortItems';
import { workRoot } from '../storage/workRoot';
import { toMediaError } from '../../src/pipeline/errors/mediaError';

interface FetchUse {
  job: Job;
  /** Has their files. */
  backend: Pick<JobBackend, 'result'>;
  signal: AbortSignal;
  /** Of the source. */
  name: string;
}

/** The shorts of a job with their files. One whose file cannot be fetched says so, and the others are handed on. @throws cancelled */
export async function fetchShorts(context: Pick<IExecuteFunctions, 'helpers'>, use: FetchUse): Promise<MadeShort[]> {
  const { job, signal } = use;
  const shorts = job.shorts ?? [];
  const made: MadeShort[] = [];
  for (const [place, short] of shorts.entries()) {
    made.push(
      short.output === null
        ? { short, binary: null }
        : await fetchOne(context, short, place, use).catch((thrown: unknown): MadeShort => {
            throwIfCancelled(signal);
            return { short: { ...short, error: toMediaError(thrown).toJSON() }, binary: null };
          }),
    );
  }
  return made;
}

function fetchOne(
  context: Pick<IExecuteFunctions, 'helpers'>,
  short: Short,
  place: number,
  { job, backend, signal, name }: FetchUse,
): Promise<MadeShort> {
  const { id, options, metadata, created_at, started_at, finished_at, updated_at } = job;
  const asResult: BackendJob = {
    id,
    object: 'job',
    kind: 'video',
    input: null,
    output: short.output,
    options,
    metadata,
    status: 'succeeded',
    error: null,
    created_at,
    started_at,
    finished_at,
    updated_at,
  };
  return withWorkFolder(workRoot(), async (folder) => {
    const files = await backend.result(asResult, {
      env: process.env,
      folder,
      name: `${nameOf(short, place, name)}.mp4`,
      signal,
    });
    const [stored] = await storeFiles(context.helpers, files ?? [], { zip: null, signal });
    return { short, binary: stored?.binary ?? null };
  });
}

/** In the order of the source, whatever they are sorted by: `02 The best part`. */
function nameOf({ title }: Short, place: number, source: string): string {
  const fallback = parse(source).name || 'short';
  return `${String(place + 1).padStart(2, '0')} ${safeName(title?.slice(0, 80) ?? '', fallback)}`;
}
