import { extname } from 'node:path';
import type { BackendFilter, BackendOrder } from '../backends/backendJob';
import type { JobService } from '../backends/jobService';
import { FILE_TYPES, formatOfExtension } from '../pipeline/media/formats';
import type { Format } from '../pipeline/media/formats';
import type { ProducedFile } from '../pipeline/storage/destination';
import { placeOfStranger } from '../pipeline/storage/place';
import { drivenJobsOf } from './drivenJobs';
import type { Engine } from './engine';
import type { ResultFile } from './files/port';
import { storedAt } from './storedOutput';

const ALL = Object.keys(FILE_TYPES) as Format[];

/** The jobs of an engine as backends speak to them. */
export function serviceOf(engine: Pick<Engine, 'jobs' | 'drives'>): JobService {
  const { jobs } = engine;
  return {
    async create({ request, input, webhookUrl, idempotencyKey }, signal) {
      const place = placeOfStranger(input);
      return jobs.create({ request, input: { place }, output: outputOf(request), webhookUrl, idempotencyKey }, signal);
    },
    get: (id) => jobs.get(id),
    async list(filter: BackendFilter) {
      const { jobs: found, hasMore } = await jobs.page(filter);
      return { jobs: found, more: hasMore };
    },
    cancel: (id) => jobs.cancel(id),
    retry: (id) => jobs.retry(id),
    ended: (id, signal) => jobs.ended(id, signal),
    async files(id) {
      return (await jobs.results(id))?.map(produced) ?? null;
    },
    missing: (id) => jobs.notFound(id),
    driven: drivenJobsOf(engine),
  };
}

/** A result goes to storage where the request says so; else it is kept here until it is collected. */
const outputOf = ({ output }: BackendOrder['request']) =>
  output === undefined ? null : storedAt(output, { overwrite: false });

const produced = (file: ResultFile): ProducedFile => ({
  ...file,
  format: formatOfExtension(extname(file.file).slice(1), ALL) ?? 'mpegts',
});
