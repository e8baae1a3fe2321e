import { ExecutionBaseError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { fieldsOf, textOr } from '../../src/backends/hostedJob';
import type { AnyJob } from '../output/outputItems';
import { isTool } from './asTool';
import { mediaError, toMediaError } from '../../src/pipeline/errors/mediaError';
import type { MediaJobError } from '../../src/pipeline/errors/mediaError';

/** Any thrown value as an error of the table. n8n's own errors, such as one in an expression, stay the cause. */
export function jobError(thrown: unknown): MediaJobError {
  return thrown instanceof ExecutionBaseError
    ? mediaError('request_invalid', { problems: thrown.message }, thrown)
    : toMediaError(thrown);
}

/**
 * The error that ends the node: what happened as the message, what to do next as the description. n8n's own errors say it better.
 * @param job when it is not the one that was to be made here
 */
export function nodeError(node: INode, error: MediaJobError, itemIndex: number, job?: AnyJob): Error {
  if (error.cause instanceof ExecutionBaseError) return error.cause;
  // n8n logs the error it is given with its stack: what a user can put right needs none.
  return new NodeOperationError(node, error.status < 500 ? error.message : error, {
    // A model is shown the message alone.
    message: isTool(node) ? `${error.message} ${error.next}` : error.message,
    description: [error.next, ...whichJob(job)].join(' '),
    itemIndex,
  });
}

/** The task that a job failed in; null when it was none of them, or is not told. */
function failedTask({ tasks }: AnyJob): string | null {
  const failed: unknown = Array.isArray(tasks)
    ? tasks.find((task) => fieldsOf(fieldsOf(task).error).message !== undefined)
    : undefined;
  return textOr(fieldsOf(failed).kind, null);
}

function whichJob(job: AnyJob | undefined): string[] {
  if (job === undefined) return [];
  const task = failedTask(job);
  return [task === null ? `Job: ${job.id}.` : `Job: ${job.id}, in its task "${task}".`];
}

/** n8n takes an execution for cancelled by the word "canceled" in its error, and for failed without it. */
export const cancelledError = (node: INode, outcome: string): Error =>
  new NodeOperationError(node, `The execution was canceled; ${outcome}`, {
    description: 'Run it again when you like.',
  });

/** An item that could not be converted. */
export interface FailedItem {
  index: number;
  error: MediaJobError;
  /** As far as it came; null when there was none to run. */
  job: AnyJob | null;
  /** Fields of the input item that go on. */
  kept: IDataObject;
}

/**
 * The item that stands for a failed one when the node goes on: `error: {kind, message, retryable}`, with `task` when the job failed in one, `input_index` when one of several inputs is to blame, and `job`.
 * n8n knows an item for the error output by having nothing but `error`, `message` and `details`, so there the job stands in `details`; and it lays the item
 * over the fields of the input, whose `job` is as it was when it was created: so `error.job` says which one it is, and what has become of it.
 */
export function errorItem(node: INode, { index, error, job, kept }: FailedItem): INodeExecutionData {
  const { kind, message, ...where } = error.toJSON();
  const task = job === null ? null : failedTask(job);
  const said: IDataObject = {
    kind,
    message: error.cause instanceof ExecutionBaseError ? error.cause.message : message,
    retryable: error.retryable,
    ...where,
    ...(task !== null && { task }),
  };
  const shown = job as unknown as IDataObject | null;
  const json: IDataObject =
    node.onError === 'continueErrorOutput'
      ? {
          error: { ...said, ...(job !== null && { job: { id: job.id, status: job.status } }) },
          details: { job: shown },
        }
      : { ...kept, error: said, job: shown };
  return { json, pairedItem: { item: index } };
}
