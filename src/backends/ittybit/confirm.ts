import { setTimeout as sleep } from 'node:timers/promises';
import type { JobStatus } from '../../pipeline/job/status';
import { WebhookRefusal } from '../../webhooks/base/refusal';
import type { ApiAccess } from '../apiAccess';
import { askToConfirm } from '../askToConfirm';
import type { BackendJob } from '../backendJob';
import type { Pause } from '../webhookSource';
import { getIttybitEvent, getIttybitJob } from './getJob';
import { ittybitNotice } from './notice';
import type { IttybitNotice } from './notice';

/** Ittybit waits 5 s for an answer and sends again (ms). */
const PATIENCE = 4_000;

/** A job's statuses in the order in which it has them. */
const RANK: Record<JobStatus, number> = { queued: 0, processing: 1, succeeded: 2, failed: 2, cancelled: 2 };

/**
 * Asks the API whether what Ittybit told is so, and answers the job as the API has it. A job may have gone on since; its end is final.
 * @throws WebhookRefusal
 */
export async function confirmIttybit(
  access: ApiAccess,
  { id, about, job, event }: IttybitNotice,
  pause: Pause = sleep,
): Promise<BackendJob> {
  const patience = { within: PATIENCE, pause };
  // A task that was not told of by an event can be asked for nowhere.
  if (about === 'task') return job;
  const found = await askToConfirm(async () =>
    about === 'job' ? getIttybitJob(access, id, patience) : jobOfEvent(await getIttybitEvent(access, id, patience)),
  );
  if (found?.id !== job.id) throw new WebhookRefusal('job_unconfirmed', `There is no such ${about}.`);
  const isSo = found.status === job.status || (RANK[job.status] < 2 && RANK[found.status] > RANK[job.status]);
  if (!isSo) throw new WebhookRefusal('job_unconfirmed', `"${event.event}" was told, and the job is ${found.status}.`);
  return found;
}

/** An event is told again as it was sent. */
const jobOfEvent = (event: Record<string, unknown> | null): BackendJob | null =>
  event === null ? null : ittybitNotice({ ...event, object: 'event' }).job;
