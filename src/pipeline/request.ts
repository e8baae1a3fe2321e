import { distance } from 'fastest-levenshtein';
import { z } from 'zod/v4';
import { mediaError } from './errors';
import type { ErrorKind } from './errors';
import { KIND_NAMES, KINDS } from './kinds';
import type { KindName, OptionsOf } from './kinds';
import { MOST_METADATA } from './orderLimits';

/** A job as asked for. `options` are as given, without defaults. */
export type JobRequest = {
  [K in KindName]: {
    kind: K;
    options: OptionsOf[K];
    input?: string;
    output?: string;
    metadata: Record<string, unknown>;
  };
}[KindName];

export const requestSchema = z.strictObject({
  input: z.string().min(1).optional(),
  kind: z.enum(KIND_NAMES as [KindName, ...KindName[]]),
  options: z.record(z.string(), z.unknown()).optional(),
  output: z.string().min(1).optional(),
  metadata: z
    .record(z.string(), z.unknown())
    .refine(
      (metadata) => Buffer.byteLength(JSON.stringify(metadata)) <= MOST_METADATA,
      `must have at most ${MOST_METADATA.toLocaleString('en-US')} bytes as JSON`,
    )
    .optional(),
});

/**
 * Checks a job request with all its options, and says all that is wrong at once.
 * @throws invalid_format, invalid_codec, request_invalid
 */
export const parseRequest = (body: unknown): JobRequest => parseBody(body, {}).request;

/**
 * The same for a body that has further fields beside those of the job itself.
 * @param more those fields, which stand in `extra`
 * @throws invalid_format, invalid_codec, request_invalid
 */
export function parseBody<S extends z.ZodRawShape>(
  body: unknown,
  more: S,
): { request: JobRequest; extra: z.infer<z.ZodObject<S>> } {
  const schema = requestSchema.extend(more);
  const envelope = schema.safeParse(body, { reportInput: true });
  const problems = envelope.success
    ? []
    : envelope.error.issues.flatMap((issue) => describe(issue, Object.keys(schema.shape), ''));
  const { kind, options } = (typeof body === 'object' && body !== null ? body : {}) as {
    kind?: unknown;
    options?: unknown;
  };
  if (isKind(kind)) {
    const parsed = KINDS[kind].schema.safeParse(options ?? {}, { reportInput: true });
    if (!parsed.success && (typeof options === 'object' || options === undefined)) {
      const names = Object.keys(z.toJSONSchema(KINDS[kind].schema, { io: 'input' }).properties ?? {});
      problems.push(...parsed.error.issues.flatMap((issue) => describe(issue, names, `${kind} `)));
    }
  }
  if (problems.length > 0 || !envelope.success)
    throw mediaError(kindOf(problems), { problems: problems.map(({ text }) => text).join(' ') });
  const {
    input,
    kind: name,
    options: given = {},
    output,
    metadata = {},
    ...extra
  } = envelope.data as unknown as z.infer<typeof requestSchema>;
  const named = { ...(input !== undefined && { input }), ...(output !== undefined && { output }) };
  return {
    request: { kind: name, options: given, metadata, ...named } as JobRequest,
    extra: extra as z.infer<z.ZodObject<S>>,
  };
}

export const isKind = (value: unknown): value is KindName => typeof value === 'string' && Object.hasOwn(KINDS, value);

export interface Problem {
  kind: ErrorKind;
  text: string;
}

/** The reference's own kinds come first; whatever else is wrong is `request_invalid`. */
function kindOf(problems: Problem[]): 'invalid_format' | 'invalid_codec' | 'request_invalid' {
  const kinds = problems.map(({ kind }) => kind);
  if (kinds.includes('invalid_format')) return 'invalid_format';
  return kinds.includes('invalid_codec') ? 'invalid_codec' : 'request_invalid';
}

/** What is wrong with one field, in words. @param names fields that there are @param owner stands before "options" */
export function describe(issue: z.core.$ZodIssue, names: string[], owner: string): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      kind: 'request_invalid',
      text: `"${key}" is not one of the ${owner}options; did you mean "${nearest(key, names)}"? There are: ${names.join(', ')}.`,
    }));
  }
  const field = issue.path.join('.');
  const kind = field === 'format' ? 'invalid_format' : field === 'codec' ? 'invalid_codec' : 'request_invalid';
  const given = issue.input === undefined ? '' : ` (given: ${JSON.stringify(issue.input).slice(0, 80)})`;
  return [{ kind, text: `"${field}" ${rule(issue)}${given}.` }];
}

/** What would be allowed, in words. */
function rule(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${ARTICLES[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return `must be ${issue.inclusive ? 'at least' : 'greater than'} ${Number(issue.minimum).toLocaleString('en-US')}`;
    case 'too_big':
      return `must be at most ${Number(issue.maximum).toLocaleString('en-US')}`;
    case 'invalid_union': {
      const limit = issue.errors.flat().find(({ code }) => code === 'too_big' || code === 'too_small');
      return `${limit ? `${rule(limit)}, ` : ''}must be whole pixels or a percentage such as "50%"`.replace(
        ', must be',
        '; give',
      );
    }
    case 'invalid_format':
      return isColor(issue.pattern) ? 'must be a hex colour such as "#000000"' : 'has the wrong form';
    default:
      return issue.message;
  }
}

const isColor = (pattern: unknown): boolean => String(pattern).includes('#');
const ARTICLES: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  array: 'a list',
  record: 'an object',
  object: 'an object',
};

const nearest = (key: string, names: string[]): string =>
  names.reduce((best, name) => (distance(key.toLowerCase(), name) < distance(key.toLowerCase(), best) ? name : best));
