import { setTimeout as sleep } from 'node:timers/promises';
import { WebhookRefusal } from '../../webhooks/base/refusal';
import { askToConfirm } from '../askToConfirm';
import type { BackendJob } from '../backendJob';
import { fieldsOf, idOf } from '../hostedJob';
import type { Pause } from '../webhookSource';
import type { SwiftiaAccess } from './access';
import { swiftiaClient } from './client';
import type { ClientUse } from './client';

/** Swiftia documents no second webhook, so it is asked as long as a sender may wait at all (ms). */
const PATIENCE = 12_000;
const PAUSE = 3_000;

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
    askToConfirm(() => swiftiaClient(access, { ...use, within, pause }).get(id, AbortSignal.timeout(within)));
  for (let left = PATIENCE; ; left -= PAUSE) {
    const job = await ask(left);
    if (job?.id !== id) throw new WebhookRefusal('job_unconfirmed', 'There is no such job.');
    if (job.status !== 'processing') return job;
    if (left <= PAUSE) throw new WebhookRefusal('job_unconfirmed', 'The job still runs.');
    await pause(PAUSE);
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
