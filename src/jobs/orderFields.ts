import { z } from 'zod/v4';
import { webAddress } from '../pipeline/storage/place';
import { LONGEST_TIME_LIMIT, MOST_PRIORITY } from '../pipeline/request/orderLimits';
import { LONGEST_ADDRESS } from '../pipeline/base/textLimits';

/** What the body of a job that goes on in the background may hold beside the job itself. */
export const ORDER_FIELDS = {
  webhook_url: z
    .string()
    .max(LONGEST_ADDRESS, { abort: true })
    .refine((text) => webAddress(text) !== null, 'must be an address that starts with http:// or https://')
    .describe('Where the end of the job is posted to, signed as Standard Webhooks has it.')
    .optional(),
  priority: z.int().min(-MOST_PRIORITY).max(MOST_PRIORITY).describe('Higher goes first. Unset: 0.').optional(),
  time_limit: z
    .number()
    .positive()
    .max(LONGEST_TIME_LIMIT)
    .describe(
      'Seconds that a run may take. Unset: 60 times as long as its result lasts, at least an hour and at most two days, unless the server sets another limit.',
    )
    .optional(),
};
