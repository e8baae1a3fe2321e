import type { EventType } from './event';
import type { Job } from '../../pipeline/job/job';

/** One attempt at delivering a webhook. */
export interface DeliveryTry {
  at: number;
  /** HTTP status; null when there was no answer. */
  status: number | null;
  why: string | null;
}

/** An event on its way to a job's `webhook_url`. */
export interface Delivery {
  /** Sent as `webhook-id`: the same at every attempt. */
  id: string;
  job: string;
  /** As it is shown. */
  url: string;
  /** What of the job nobody is to read. */
  sealed: string | null;
  type: EventType;
  /** When the event happened. */
  at: number;
  state: Job;
  /** Of a job that came over HTTP: where its result is fetched from. */
  origin: string | null;
  status: 'pending' | 'delivered' | 'failed';
  tries: DeliveryTry[];
  nextAt: number;
}

/** What of a delivery its job shows. */
export type DeliveryProgress = Pick<Delivery, 'id' | 'type' | 'status' | 'tries' | 'nextAt'>;
