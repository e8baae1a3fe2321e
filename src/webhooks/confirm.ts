import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiAccess } from '../backends/apiAccess';
import { fieldsOf, idOf } from '../backends/hostedJob';
import type { BackendJob } from '../backends/backendJob';
import { getIttybitEvent, getIttybitJob } from '../backends/ittybit/getJob';
import { ittybitJob } from '../backends/ittybit/job';
import type { SwiftiaAccess } from '../backends/swiftia/access';
import { swiftiaClient } from '../backends/swiftia/client';
import type { ClientUse } from '../backends/swiftia/client';
import type { IttybitNotice } from './normalise';
import { WebhookRefusal } from './refusal';
import { MediaJobError } from '../pipeline/errors/mediaError';
import type { JobStatus } from '../pipeline/job/status';

/** Ittybit waits 5 s for an answer and sends again; Swiftia documents no second webhook, so it is asked as long as a sender may wait at all. Milliseconds. */
const ITTYBIT_PATIENCE = 4_000;
const SWIFTIA_PATIENCE = 12_000;
const SWIFTIA_PAUSE = 3_000;

export type Pause = (milliseconds: number) => Promise<unknown>;

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
  const patience = { within: ITTYBIT_PATIENCE, pause };
  // A task that was not told of by an event can be asked for nowhere.
  if (about === 'task') return job;
  const found = await asked(async () =>
    about === 'job'
      ? getIttybitJob(access, id, patience)
      : ittybitJob(fieldsOf(await getIttybitEvent(access, id, patience)).data),
  );
  if (found?.id !== job.id) throw new WebhookRefusal('job_unconfirmed', `There is no such ${about}.`);
  const isSo = found.status === job.status || (RANK[job.status] < 2 && RANK[found.status] > RANK[job.status]);
  if (!isSo) throw new WebhookRefusal('job_unconfirmed', `"${event.event}" was told, and the job is ${found.status}.`);
  return found;
}

/**
 * Asks the Swiftia API for the job that a webhook names, when it is this credential's turn: of the webhook itself nothing else is believed. One that still runs is
 * asked for a few times more.
 * @throws WebhookRefusal
 */
export async function confirmSwiftia(
  access: SwiftiaAccess,
  body: Record<string, unknown>,
  { pause = sleep, ...use }: { pause?: Pause | undefined } & Pick<ClientUse, 'limit'> = {},
): Promise<BackendJob> {
  const id = namedJob(body);
  const ask = (within: number) =>
    asked(() => swiftiaClient(access, { ...use, within, pause }).get(id, AbortSignal.timeout(within)));
  for (let left = SWIFTIA_PATIENCE; ; left -= SWIFTIA_PAUSE) {
    const job = await ask(left);
    if (job?.id !== id) throw new WebhookRefusal('job_unconfirmed', 'There is no such job.');
    if (job.status !== 'processing') return job;
    if (left <= SWIFTIA_PAUSE) throw new WebhookRefusal('job_unconfirmed', 'The job still runs.');
    await pause(SWIFTIA_PAUSE);
  }
}

/** Swiftia does not document the body: the id is looked for where its other answers have it, and one deeper. */
function namedJob(body: Record<string, unknown>): string {
  for (const { jobId, id } of [body, fieldsOf(body.job), fieldsOf(body.data)]) {
    const named = idOf(jobId) ?? idOf(id);
    if (named !== null) return named;
  }
  throw new WebhookRefusal('body_invalid', 'It has no "id" or "jobId" of a job.');
}

/** What the API says of its own fault or of the credential's is for the owner's log, not for the sender. */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof MediaJobError) throw new WebhookRefusal('confirmation_failed', '', error);
    throw error;
  }
}
