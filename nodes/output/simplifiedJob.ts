import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod/v4';
import { fieldsOf } from '../../src/backends/hostedJob';

/** What people branch on. Those of the file are null until there is one; null in all where a hosted API does not tell. */
export const simplifiedJob = z.strictObject({
  id: z.string().nullable(),
  kind: z.string().nullable(),
  status: z.string().nullable(),
  output: z.string().nullable(),
  format: z.string().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  duration: z.number().nullable(),
  bytes: z.number().nullable(),
  warnings: z.array(z.object({ kind: z.string().nullable(), message: z.string().nullable() })),
});

/** The same as version 1 of the nodes has it. */
export const simplifiedJobBefore = simplifiedJob.extend({ warnings: z.array(z.string()) });

export const SIMPLIFIED_FIELDS = Object.keys(simplifiedJob.shape);

/** The ten fields of a job. Format, size and length are those of the file that was made, or that a probe is of; warnings are as the whole job has them. */
export function simplified(job: IDataObject): IDataObject {
  const made = resultOf(job);
  const all: Record<string, unknown> = {
    ...job,
    ...Object.fromEntries(['format', 'width', 'height', 'duration', 'bytes'].map((name) => [name, made[name]])),
    warnings: warningsOf(job).map(({ kind = null, message = null }) => ({ kind, message })),
  };
  return Object.fromEntries(SIMPLIFIED_FIELDS.map((name) => [name, all[name] ?? null]));
}

/** The same as version 1 of the nodes has it: warnings are their sentences. */
export const simplifiedBefore = (job: IDataObject): IDataObject => ({
  ...simplified(job),
  warnings: warningsOf(job).map(({ message = null }) => message),
});

const warningsOf = ({ warnings }: IDataObject) => (Array.isArray(warnings) ? warnings : []).map(fieldsOf);

/** The file that the task of the job's own kind has made, or tells of; where an API names its tasks otherwise, the last one that a task has. */
function resultOf(job: IDataObject): Record<string, unknown> {
  const tasks = (Array.isArray(job.tasks) ? job.tasks : []).map(fieldsOf);
  const made = tasks.filter(
    ({ kind, output }) =>
      (kind === job.kind || (kind !== 'probe' && kind !== 'import')) && fieldsOf(output).format !== undefined,
  );
  return fieldsOf((made.find(({ kind }) => kind === job.kind) ?? made.at(-1))?.output);
}
