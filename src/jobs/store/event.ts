import type { Job } from '../../pipeline/job/job';

export const EVENT_TYPES = [
  'job.queued',
  'job.started',
  'job.progress',
  'job.succeeded',
  'job.failed',
  'job.cancelled',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Something that has happened to a job, with the job as it was then. */
export interface JobEvent {
  /** Goes up with every event of the store. */
  seq: number;
  type: EventType;
  at: number;
  job: Job;
}
