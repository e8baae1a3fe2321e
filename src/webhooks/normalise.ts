import { fieldsOf, idOf, outputUrl, textOr } from '../backends/hostedJob';
import type { BackendJob } from '../backends/backendJob';
import { ittybitJob } from '../backends/ittybit/job';
import { WebhookRefusal } from './refusal';
import type { JobStatus } from '../pipeline/job/status';

export type WebhookSourceName = 'local' | 'standard' | 'ittybit' | 'swiftia';

/** What a webhook tells, in the same fields whoever sent it. */
export interface WebhookEvent {
  /** `job.succeeded` and the like. */
  event: string;
  backend: WebhookSourceName;
  job: Record<string, unknown>;
  /** Where the result is, as the job says; null where it says nothing of the kind. */
  output: string | null;
}

const EVENT_OF: Record<JobStatus, string> = {
  queued: 'queued',
  processing: 'progress',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** `{type, timestamp, data: job}`, as this package sends it. @throws WebhookRefusal */
export function standardEvent(body: Record<string, unknown>, backend: WebhookSourceName): WebhookEvent {
  const event = textOr(body.type, null);
  const job = fieldsOf(body.data);
  if (event === null || textOr(job.id, null) === null)
    throw new WebhookRefusal('body_invalid', 'It has no "type", or no "data" with a job in it.');
  return { event, backend, job, output: outputUrl(job.output) };
}

/** A job told of by Ittybit. */
export interface IttybitNotice {
  /** Of the event where there is one, else of the job. */
  id: string;
  /** What the job is told to be, in the vendor's word: it goes with the id in what was seen. */
  status: string;
  event: WebhookEvent;
  job: BackendJob;
  /** What the API can be asked about: the event, the job, or nothing (a task without an event). */
  about: 'event' | 'job' | 'task';
}

/**
 * Ittybit sends the job itself to the webhook URL of a job, and `{id: "evt_…", kind: "run.succeeded", data}` to a registered one; a run is a job there.
 * @throws WebhookRefusal
 */
export function ittybitNotice(body: Record<string, unknown>): IttybitNotice {
  const isEvent = body.object === 'event';
  const told = isEvent ? fieldsOf(body.data) : body;
  const job = ittybitJob(told);
  const id = idOf(body.id);
  if (job === null || id === null) throw new WebhookRefusal('body_invalid', 'It has no job with an id.');
  const kind = isEvent ? textOr(body.kind, '') : '';
  const isTask = told.object === 'task' || kind.startsWith('task.');
  const event = `${isTask ? 'task' : 'job'}.${EVENT_OF[job.status]}`;
  return {
    id,
    status: textOr(told.status, kind),
    job,
    about: isEvent ? 'event' : isTask ? 'task' : 'job',
    event: { event, backend: 'ittybit', job, output: job.output },
  };
}

/** A job that the Swiftia API was asked for. */
export const swiftiaEvent = (job: BackendJob): WebhookEvent => ({
  event: `job.${EVENT_OF[job.status]}`,
  backend: 'swiftia',
  job,
  output: job.output,
});
