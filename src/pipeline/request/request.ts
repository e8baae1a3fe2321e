import { z } from 'zod/v4';
import { KIND_NAMES, KINDS, makesFile } from '../kinds';
import type { KindName } from '../kinds';
import { aloneProblems, MOST_CLIPS, readClips } from './clips';
import { MOST_METADATA } from './orderLimits';
import { describe, listed } from './problems';
import { readReferences } from './references';
import { settled } from './settled';
import type { Problem } from './problems';
import { LONGEST_ADDRESS } from '../base/textLimits';
import { isObject } from '../base/isObject';
import { mediaError } from '../errors/mediaError';
import type { JobRequest } from '../kinds/jobRequest';

export const requestSchema = z.strictObject({
  input: z.string().min(1).max(LONGEST_ADDRESS).optional(),
  inputs: z.array(z.unknown()).max(MOST_CLIPS).optional(),
  kind: z.enum(KIND_NAMES as [KindName, ...KindName[]]),
  options: z.record(z.string(), z.unknown()).optional(),
  output: z.string().min(1).max(LONGEST_ADDRESS).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
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
  const names = Object.keys(schema.shape);
  const unknown = manyUnknown(body, names, '');
  const envelope = schema.safeParse(unknown === null ? outline(body) : {}, { reportInput: true });
  const problems: Problem[] = unknown ?? (envelope.error?.issues ?? []).flatMap((issue) => describe(issue, names, ''));
  const { kind, options: asked } = (typeof body === 'object' && body !== null ? body : {}) as {
    kind?: unknown;
    options?: unknown;
  };
  const options = isObject(asked) && Object.keys(asked).length < MOST_UNKNOWN ? settled(asked) : asked;
  const sequence = isObject(body) && body.inputs !== undefined ? readClips(kind, body.inputs, body) : null;
  problems.push(
    ...metadataProblems(body),
    ...outputProblems(kind, body),
    ...(sequence?.problems ?? aloneProblems(kind, options)),
  );
  const wrong =
    isKind(kind) && (options === undefined || typeof options === 'object') ? optionProblems(kind, options ?? {}) : [];
  const beside =
    isKind(kind) && wrong.length === 0 && (options === undefined || isObject(options))
      ? readReferences(kind, options ?? {}, sequence?.clips ?? [])
      : NO_REFERENCES;
  problems.push(...wrong, ...beside.problems);
  if (problems.length > 0 || !envelope.success) throw mediaError(kindOf(problems), { problems: listed(problems) });
  const { input, kind: name, output, ...extra } = envelope.data as unknown as z.infer<typeof requestSchema>;
  const { metadata = {} } = body as Pick<z.infer<typeof requestSchema>, 'metadata'>;
  delete extra.options;
  delete extra.inputs;
  delete extra.metadata;
  const named = {
    ...(input !== undefined && { input }),
    ...(sequence !== null && { inputs: sequence.clips }),
    ...(beside.references.length > 0 && { references: beside.references }),
    ...(output !== undefined && { output }),
  };
  return {
    request: { kind: name, options: options ?? {}, metadata, ...named } as JobRequest,
    extra: extra as z.infer<z.ZodObject<S>>,
  };
}

const NO_REFERENCES = { references: [], problems: [] };

/** A request whose inputs, options and metadata have nothing in them: what they hold is looked at by the kind, or by nobody. */
function outline(body: unknown): unknown {
  if (!isObject(body)) return body;
  const { options, metadata, inputs } = body;
  return {
    ...body,
    ...(isObject(options) && { options: {} }),
    ...(isObject(metadata) && { metadata: {} }),
    ...(inputs !== undefined && { inputs: [] }),
  };
}

function metadataProblems(body: unknown): Problem[] {
  if (!isObject(body) || !isObject(body.metadata)) return [];
  if (Buffer.byteLength(JSON.stringify(body.metadata)) <= MOST_METADATA) return [];
  const words = () => `"metadata" must have at most ${MOST_METADATA.toLocaleString('en-US')} bytes as JSON.`;
  return [{ kind: 'request_invalid', words }];
}

/** What makes no file has no place for one. */
function outputProblems(kind: unknown, body: unknown): Problem[] {
  if (!isKind(kind) || makesFile(kind) || !isObject(body) || body.output === undefined) return [];
  const words = () =>
    `"output" does not go with the kind ${kind}, which makes no file: what it tells stands in the job itself.`;
  return [{ kind: 'request_invalid', words }];
}

/** Fields that there are not, where those alone fill what is said of a request; else null. A schema would take its time for each. */
function manyUnknown(given: unknown, names: readonly string[], owner: string): Problem[] | null {
  if (!isObject(given)) return null;
  const keys = Object.keys(given).filter((key) => !names.includes(key));
  return keys.length < MOST_UNKNOWN
    ? null
    : describe({ code: 'unrecognized_keys', keys, path: [], message: '', input: given }, names, owner);
}
const MOST_UNKNOWN = 1_000;

/** Lists that are too long are said alone: the schema would look at every entry, and so at a million that are wrong. */
function optionProblems(kind: KindName, options: object): Problem[] {
  const fields = fieldsOf(kind);
  const overlong = fields.flatMap(({ name, most }): Problem[] => {
    const value: unknown = Object.hasOwn(options, name) ? options[name as keyof typeof options] : undefined;
    if (most === undefined || !Array.isArray(value) || value.length <= most) return [];
    const input = value as unknown[];
    return describe(
      { code: 'too_big', origin: 'array', maximum: most, inclusive: true, path: [name], message: '', input },
      [],
      '',
    );
  });
  if (overlong.length > 0) return overlong;
  const names = fields.map(({ name }) => name);
  const unknown = manyUnknown(options, names, `${kind} `);
  if (unknown !== null) return unknown;
  const { error } = KINDS[kind].schema.safeParse(options, { reportInput: true });
  return (error?.issues ?? []).flatMap((issue) => describe(issue, names, `${kind} `));
}

/** The options of a kind, and how many entries those that are lists have at most. Worked out once: it takes longer than most requests do. */
function fieldsOf(kind: KindName): { name: string; most: number | undefined }[] {
  const known = FIELDS.get(kind);
  if (known !== undefined) return known;
  const properties = z.toJSONSchema(KINDS[kind].schema, { io: 'input' }).properties ?? {};
  const fields = Object.entries(properties).map(([name, field]) => ({
    name,
    most: typeof field === 'object' ? field.maxItems : undefined,
  }));
  FIELDS.set(kind, fields);
  return fields;
}
const FIELDS = new Map<KindName, { name: string; most: number | undefined }[]>();

export const isKind = (value: unknown): value is KindName => typeof value === 'string' && Object.hasOwn(KINDS, value);

/** The reference's own kinds come first; whatever else is wrong is `request_invalid`. */
function kindOf(problems: Problem[]): 'invalid_format' | 'invalid_codec' | 'request_invalid' {
  const kinds = problems.map(({ kind }) => kind);
  if (kinds.includes('invalid_format')) return 'invalid_format';
  return kinds.includes('invalid_codec') ? 'invalid_codec' : 'request_invalid';
}
