import { z } from 'zod/v4';

/** Longest time limit of a job (s): a week. */
const LONGEST = 604_800;

const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** What the body of a job that goes on in the background may hold beside the job itself. */
export const ORDER_FIELDS = {
  /** Where its events are posted to. */
  webhook_url: z.string().refine(isWebAddress, 'must be an address that starts with http:// or https://').optional(),
  /** Higher goes first; 0 unless given. */
  priority: z.int().min(-100).max(100).optional(),
  /** Seconds that a run may take. */
  time_limit: z.number().positive().max(LONGEST).optional(),
};
