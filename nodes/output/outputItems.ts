import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { BackendJob } from '../../src/backends/backendJob';
import type { Job } from '../../src/pipeline/job/job';
import { fieldsOf } from '../../src/backends/hostedJob';
import { makesFile } from '../../src/pipeline/kinds';
import { isKind } from '../../src/pipeline/request/request';
import type { StoredFile } from './binaryDestination';

/** A job of this machine, or of a hosted API. */
export type AnyJob = Job | BackendJob;

/** What of an input item goes on with its result. */
export interface Kept {
  json: IDataObject;
  binary: IBinaryKeyData;
}

/** The item of a job that has no file here. What one tells that makes none stands in `media`. */
export function jobItem(job: AnyJob | null, { index, kept }: { index: number; kept: Kept }): INodeExecutionData {
  return {
    json: { ...kept.json, ...toldBy(job), job: job },
    ...(Object.keys(kept.binary).length > 0 && { binary: kept.binary }),
    pairedItem: { item: index },
  };
}

/** What a job has found out that was for nothing else. */
function toldBy(job: AnyJob | null): IDataObject {
  if (job === null || job.status !== 'succeeded' || !isKind(job.kind) || makesFile(job.kind)) return {};
  const tasks: unknown[] = Array.isArray(job.tasks) ? job.tasks : [];
  const task = tasks.map(fieldsOf).find(({ kind }) => kind === job.kind);
  return { media: fieldsOf(task?.output) };
}

/**
 * The items of a job that went well: one for each file it stored, with the job in `job`.
 * Of several files each also has `file: {path, mime_type}`, so that the next node can put it where it belongs.
 */
export function outputItems(
  job: AnyJob,
  stored: readonly StoredFile[],
  { index, field, kept }: { index: number; field: string; kept: Kept },
): INodeExecutionData[] {
  return stored.map(({ path, binary }) => ({
    json: {
      ...kept.json,
      job: job as unknown as IDataObject,
      ...(stored.length > 1 && { file: { path, mime_type: binary.mimeType } }),
    },
    binary: { ...kept.binary, [field]: binary },
    pairedItem: { item: index },
  }));
}
