import { z } from 'zod/v4';
import { KIND_NAMES, makesFile } from '../pipeline/kinds';
import type { KindName } from '../pipeline/kinds';
import { isObject } from '../pipeline/base/isObject';
import { shownValue } from '../pipeline/base/shownValue';
import { requestSchema } from '../pipeline/request/request';
import { mediaError } from '../pipeline/errors/mediaError';

/** The kinds that can be asked for as a task: what makes a file goes the way of a job. */
export const TASK_KINDS: readonly KindName[] = KIND_NAMES.filter((kind) => !makesFile(kind));

/** Ittybit's file by its address; the word for what it is may be left out. */
export const TASK_INPUT = z.strictObject({ object: z.literal('external_file').optional(), url: z.string().min(1) });

/** The body of `POST /tasks`. */
export const TASK_BODY = z.strictObject({
  kind: z.enum(TASK_KINDS as [KindName, ...KindName[]]),
  input: TASK_INPUT,
  options: z.strictObject({}).optional(),
  metadata: requestSchema.shape.metadata.describe('Anything of your own, at most 64 kB as JSON.'),
});

/** The body of `POST /tasks` as that of `POST /jobs`, which checks the rest. @throws request_invalid, input_required */
export function jobBodyOf(body: unknown): unknown {
  if (!isObject(body)) return body;
  const { kind, input } = body;
  if (!TASK_KINDS.some((known) => known === kind))
    throw mediaError('request_invalid', {
      problems: `"kind" must be ${TASK_KINDS.join(' or ')} (given: ${shownValue(kind)}). Other kinds are made by POST /jobs.`,
    });
  if (input === undefined || input === null) throw mediaError('input_required', {});
  const { data } = TASK_INPUT.safeParse(input);
  if (data === undefined)
    throw mediaError('request_invalid', {
      problems: `"input" must be {"url": "https://…"} (given: ${shownValue(input)}).`,
    });
  return { ...body, input: data.url };
}
