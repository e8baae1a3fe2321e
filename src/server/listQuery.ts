import { z } from 'zod/v4';
import { KIND_NAMES } from '../pipeline/kinds';
import type { KindName } from '../pipeline/kinds';
import { listed } from '../pipeline/request/problems';
import { shownName } from '../pipeline/base/shownValue';
import { LONGEST_ADDRESS, LONGEST_NAME } from '../pipeline/base/textLimits';
import { mediaError } from '../pipeline/errors/mediaError';
import { JOB_STATUSES } from '../pipeline/job/status';

/** The query of `GET /jobs`. Jobs follow each other by when they were created. */
export const LIST_QUERY = z.strictObject({
  kind: z
    .enum(KIND_NAMES as [KindName, ...KindName[]])
    .optional()
    .describe('Only jobs of this kind.'),
  status: z.enum(JOB_STATUSES).optional().describe('Only jobs with this status.'),
  input: z.string().min(1).max(LONGEST_ADDRESS).optional().describe('Only jobs of this input, as a job shows it.'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('So many at most.'),
  after: z.string().min(1).max(LONGEST_NAME).optional().describe('Id of a job: only those that were created after it.'),
  before: z
    .string()
    .min(1)
    .max(LONGEST_NAME)
    .optional()
    .describe('Id of a job: only those that were created before it.'),
  order: z.enum(['asc', 'desc']).default('desc').describe('By time of creation; desc has the newest first.'),
});

export type ListQuery = z.infer<typeof LIST_QUERY>;

/** @throws request_invalid, with all that is wrong */
export function listQuery(query: Record<string, string>): ListQuery {
  const parsed = LIST_QUERY.safeParse(query);
  if (parsed.success) return parsed.data;
  const names = Object.keys(LIST_QUERY.shape).join(', ');
  const problems = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ words: () => `${shownName(key)} is no filter; there are: ${names}.` }))
      : [{ words: () => `"${issue.path.join('.')}" ${rule(issue)}.` }],
  );
  throw mediaError('request_invalid', { problems: listed(problems) });
}

function rule(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'too_big' && issue.origin === 'string')
    return `must have at most ${Number(issue.maximum).toLocaleString('en-US')} characters`;
  return LIMITS[String(issue.path[0])] ?? 'must not be empty';
}
const LIMITS: Record<string, string> = { limit: 'must be a whole number from 1 to 100' };

/** The address of the page that follows a full one. */
export function nextPage(address: string, { order }: ListQuery, lastId: string): string {
  const next = new URL(address);
  next.searchParams.set(order === 'desc' ? 'before' : 'after', lastId);
  return next.href;
}
