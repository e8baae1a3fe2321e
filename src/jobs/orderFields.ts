import { z } from 'zod/v4';

/** Longest time limit of a job (s): a week. */
const LONGEST = 604_800;

const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** What the body of a job that goes on in the background may hold beside the job itself. */
export const ORDER_FIELDS = {
  webhook_url: z.string().refine(isWebAddress, 'must be an address that starts with http:// or https://').describe('Where the end of the job is posted to, signed as Standard Webhooks has it.').optional(),
  priority: z.int().min(-100).max(100).describe('Higher goes first. Unset: 0.').optional(),
  time_limit: z.number().positive().max(LONGEST).describe('Seconds that a run may take. Unset: no limit.').optional(),
};
