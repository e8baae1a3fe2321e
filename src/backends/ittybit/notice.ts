import { WebhookRefusal } from '../../webhooks/base/refusal';
import type { BackendJob } from '../backendJob';
import { fieldsOf, idOf, textOr } from '../hostedJob';
import { newsOf } from '../webhookSource';
import type { WebhookNews } from '../webhookSource';
import { ittybitJob } from './job';

/** A job told of by Ittybit. */
export interface IttybitNotice {
  /** Of the event where there is one, else of the job. */
  id: string;
  /** What the job is told to be, in the vendor's word: it goes with the id in what was seen. */
  status: string;
  job: BackendJob;
  /** What the API can be asked about: the event, the job, or nothing (a task without an event). */
  about: 'event' | 'job' | 'task';
  event: WebhookNews;
}

/**
 * Ittybit sends the job itself to the webhook URL of a job, and `{id: "evt_…", kind: "run.succeeded", data}` to a registered one, whose `kind` is the topic; a run is a job there.
 * Where the data has no status, the topic tells it; files that were made are listed in `outputs`, of the data or beside it.
 * @throws WebhookRefusal
 */
export function ittybitNotice(body: Record<string, unknown>): IttybitNotice {
  const isEvent = body.object === 'event';
  const kind = isEvent ? (textOr(body.kind, null) ?? textOr(body.topic, '')) : '';
  const told = isEvent ? toldBy(body, kind) : body;
  const job = ittybitJob(told);
  const id = idOf(body.id);
  if (job === null || id === null) throw new WebhookRefusal('body_invalid', 'It has no job with an id.');
  const isTask = told.object === 'task' || kind.startsWith('task.');
  const alone = isTask ? 'task' : 'job';
  return {
    id,
    status: textOr(told.status, kind),
    job,
    about: isEvent ? 'event' : alone,
    event: newsOf(job, alone),
  };
}

function toldBy({ data, outputs }: Record<string, unknown>, topic: string): Record<string, unknown> {
  const told = fieldsOf(data);
  return {
    ...(outputs !== undefined && { outputs }),
    ...(topic.includes('.') && { status: topic.slice(topic.lastIndexOf('.') + 1) }),
    ...told,
  };
}
