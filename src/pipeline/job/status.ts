export type { JobErrorBody } from '../errors/errorBody';

/** Statuses of a job; a task begins as `waiting` instead of `queued`. */
export const JOB_STATUSES = ['queued', 'processing', 'succeeded', 'failed', 'cancelled'] as const;

export type JobStatus = (typeof JOB_STATUSES)[number];
