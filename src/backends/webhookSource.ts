import type { JobStatus } from '../pipeline/job/status';
import type { IncomingWebhook } from '../webhooks/base/incoming';
import type { BackendJob } from './backendJob';

/** Who sends webhooks, as a form shows it: data, what verifies is loaded with the first webhook. */
export interface WebhookSender {
  /** What a form says of it, such as `Jobs of the Ittybit API`. */
  readonly described: string;
  /** What to do with the address that webhooks are sent to, as HTML. */
  readonly notice: string;
  /** Whether its webhooks are signed with the secret of this machine's own; else with that of a credential. */
  readonly ownSecret: boolean;
  /** Whether its API is asked if what it says is so: that takes the backend's credential. */
  readonly confirms: 'always' | 'with a credential' | 'never';
  load(): WebhookSource;
}

/** What tells webhooks of a sender from those of others. */
export interface WebhookSource {
  /** @param where they stand, for the error @throws webhook_secret_invalid */
  checkSecrets(secrets: readonly string[], where: string): string[];
  /** Is it from whom it says, and is it so? @param text the body @throws WebhookRefusal */
  believe(webhook: IncomingWebhook, text: string, use: BelieveUse): Promise<Believed>;
}

export type Pause = (milliseconds: number) => Promise<unknown>;

export interface BelieveUse {
  secrets: readonly string[];
  /** The fields of the backend's credential; null where it is not asked. */
  credential: object | null;
  /** Unix milliseconds. */
  now: number;
  pause?: Pause | undefined;
}

/** A webhook that is believed. */
export interface Believed {
  /** What stays the same however often the webhook is sent. */
  id: string;
  body: Record<string, unknown>;
  told: WebhookNews;
}

/** What a webhook tells, in the same fields whoever sent it. */
export interface WebhookNews {
  /** `job.succeeded` and the like. */
  event: string;
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

/** What is told of a job with this status. @param about what the sender calls it */
export const newsOf = (job: BackendJob, about: 'job' | 'task' = 'job'): WebhookNews => ({
  event: `${about}.${EVENT_OF[job.status]}`,
  job,
  output: job.output,
});
