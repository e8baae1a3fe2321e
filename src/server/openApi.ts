import { STORAGE_EXAMPLES, STORAGE_LABELS, STORAGE_PREFIXES } from '../pipeline/storage/storages';
import { z } from 'zod/v4';
import { ittybit } from '../backends/ittybit/backend';
import { ORDER_FIELDS } from '../jobs/orderFields';
import { ERRORS } from '../pipeline/errors/table';
import type { ErrorKind } from '../pipeline/errors/table';
import { kindOf, KIND_NAMES, KINDS, makesFile } from '../pipeline/kinds';
import type { KindName } from '../pipeline/kinds';
import { CLIP, MOST_CLIPS } from '../pipeline/request/clips';
import { requestSchema } from '../pipeline/request/request';
import { errorSchema, jobSchema, OURS, taskSchema } from './jobSchema';
import { LIST_QUERY } from './listQuery';
import { TASK_BODY, TASK_INPUT } from './taskBody';

type Json = Record<string, unknown>;

/** What forms make of a field says nothing to a client. */
const FORM_ONLY = new Set(['$schema', 'label', 'group', 'placeholder', 'flag']);

/** A schema as JSON Schema. */
function jsonOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  return JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }), (key, value: unknown) =>
      key === 'unless' ||
      key === 'valueLabels' ||
      key === 'ordered' ||
      (FORM_ONLY.has(key) && typeof value === 'string')
        ? undefined
        : value,
    ),
  ) as Json;
}

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const camel = (kind: KindName): string =>
  kind
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** What an order may say besides here alone. */
const ourFields = () =>
  Object.fromEntries(
    Object.entries(ORDER_FIELDS).map(([name, field]) => [name, field.meta({ ...field.meta(), ...OURS })]),
  );

/** The body of `POST /jobs` for one kind. */
function requestOf(kind: KindName): Json {
  const { schema, description } = KINDS[kind];
  const { input, output, metadata } = requestSchema.shape;
  const { joins } = kindOf(kind);
  const needsOptions = !schema.safeParse({}).success;
  return {
    ...jsonOf(
      z.strictObject({
        input: (joins ? input : input.unwrap()).describe(
          `Address of the source: ${['http://', 'https://', ...STORAGE_PREFIXES].join(', ')}, or what PUT /files/{name} has answered.`,
        ),
        ...(joins && {
          inputs: z
            .array(z.union([CLIP.shape.url, CLIP]))
            .min(1)
            .max(MOST_CLIPS)
            .optional()
            .meta(OURS)
            .describe('In place of input: clips that are played one after the other, each an address or an object.'),
        }),
        kind: z.literal(kind),
        options: needsOptions ? schema : schema.optional(),
        ...(makesFile(kind) && {
          output: output
            .unwrap()
            .optional()
            .describe(
              `${STORAGE_LABELS} storage, ${STORAGE_EXAMPLES}. Unset: the result is kept here for a day, to be fetched.`,
            ),
        }),
        metadata: metadata.unwrap().optional().describe('Anything of your own, at most 64 kB as JSON.'),
        ...ourFields(),
      }),
      'input',
    ),
    description: `${description}.`,
    ...(ittybit.kinds.includes(kind) ? {} : OURS),
  };
}

/** An answer with an error, for each status that the kinds have. */
function refusals(...kinds: ErrorKind[]): Json {
  const those = (status: number) =>
    kinds
      .filter((kind) => ERRORS[kind].status === status)
      .map((kind) => `\`${kind}\``)
      .join(', ');
  return Object.fromEntries(
    [...new Set(kinds.map((kind) => ERRORS[kind].status))].map((status) => [
      status,
      { description: those(status), ...json(ref('Error')) },
    ]),
  );
}

const UNKNOWN = ['token_missing', 'token_invalid'] as const;
/** What an order may be refused for, whatever it makes. */
const REFUSED = [
  'input_required',
  'invalid_input',
  'request_invalid',
  'request_malformed',
  ...UNKNOWN,
  'input_not_found',
  'request_timeout',
  'idempotency_conflict',
  'request_too_large',
  'disk_full',
] as const;
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  schema: { type: 'string', maxLength: 255 },
  description: 'The same key and request within 24 hours answer the first job with 200.',
};
const JOB_ID = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const job = (description: string): Json => ({ description, ...json(ref('Job')) });
const task = (description: string): Json => ({ description, ...json(ref('Task')) });
const text = (description: string, type: string): Json => ({
  description,
  content: { [type]: { schema: { type: 'string' } } },
});
const open = { ...OURS, security: [] };

/** The OpenAPI document (3.1) of the server. What the hosted job API does not have is marked `x-media-jobs`. @param url where the server is found */
export function openApi(version: string, url: string): Json {
  const query = (jsonOf(LIST_QUERY, 'input').properties ?? {}) as Json;
  return {
    openapi: '3.1.0',
    info: {
      title: 'media-jobs',
      version,
      description:
        'Converts video, audio and images. What is marked x-media-jobs is of this server alone; the rest is the hosted job API.',
    },
    servers: [{ url }],
    security: [{ key: [] }],
    paths: {
      '/jobs': {
        post: {
          operationId: 'createJob',
          summary: 'Create a job',
          parameters: [IDEMPOTENCY_KEY],
          requestBody: { required: true, ...json(ref('CreateJob')) },
          responses: {
            201: job('The queued job.'),
            200: job('The job of this Idempotency-Key.'),
            ...refusals(...REFUSED, 'invalid_format', 'invalid_codec'),
          },
        },
        get: {
          operationId: 'listJobs',
          summary: 'List jobs',
          parameters: Object.entries(query).map(([name, schema]) => ({ name, in: 'query', schema })),
          responses: {
            200: {
              description:
                'A page of jobs; one of large jobs has fewer than the limit, and Has-More says that there are more.',
              headers: {
                Link: { description: 'Address of the next page, rel="next".', schema: { type: 'string' } },
                'Has-More': { schema: { type: 'boolean' } },
                Limit: { schema: { type: 'integer' } },
              },
              ...json({ type: 'array', items: ref('Job') }),
            },
            ...refusals('request_invalid', ...UNKNOWN),
          },
        },
      },
      '/jobs/{id}': {
        parameters: [JOB_ID],
        get: {
          operationId: 'getJob',
          summary: 'Get a job',
          responses: { 200: job('The job.'), ...refusals(...UNKNOWN, 'job_not_found') },
        },
        delete: {
          ...OURS,
          operationId: 'cancelJob',
          summary: 'Cancel a job',
          responses: {
            200: job('The job; one that was running ends within seconds.'),
            ...refusals(...UNKNOWN, 'job_not_found', 'job_ended'),
          },
        },
      },
      '/jobs/{id}/events': {
        parameters: [JOB_ID],
        get: {
          ...OURS,
          operationId: 'watchJob',
          summary: 'The changes of a job until its end',
          responses: {
            200: text(
              'Server-sent events: the job first, then each change; data is the job object.',
              'text/event-stream',
            ),
            ...refusals(...UNKNOWN, 'job_not_found'),
          },
        },
      },
      '/tasks': {
        post: {
          operationId: 'createTask',
          summary: 'Ask what a file is made of',
          parameters: [IDEMPOTENCY_KEY],
          requestBody: { required: true, ...json(ref('CreateTask')) },
          responses: {
            201: task('The task, which waits.'),
            200: task('The task of this Idempotency-Key.'),
            ...refusals(...REFUSED),
          },
        },
      },
      '/tasks/{id}': {
        parameters: [JOB_ID],
        get: {
          operationId: 'getTask',
          summary: 'Get a task',
          responses: { 200: task('The task.'), ...refusals(...UNKNOWN, 'job_not_found') },
        },
      },
      '/files/{name}': {
        parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
        put: {
          ...OURS,
          operationId: 'uploadFile',
          summary: 'Upload a file for a job’s input',
          requestBody: {
            required: true,
            content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
          },
          responses: {
            201: {
              description: 'Its address, for the key that has sent it.',
              ...json({
                type: 'object',
                required: ['url', 'bytes'],
                properties: { url: { type: 'string', format: 'uri' }, bytes: { type: 'integer' } },
              }),
            },
            ...refusals(
              'request_malformed',
              ...UNKNOWN,
              'request_timeout',
              'request_too_large',
              'input_empty',
              'disk_full',
              'upload_quota_full',
            ),
          },
        },
      },
      '/outputs/{job}/{pass}/{file}': {
        parameters: ['job', 'pass', 'file'].map((name) => ({
          name,
          in: 'path',
          required: true,
          schema: { type: 'string' },
        })),
        get: {
          ...open,
          operationId: 'getOutput',
          summary: 'Fetch a result, by the link in a job’s output',
          responses: {
            200: { description: 'The file.' },
            206: { description: 'The range that was asked for.' },
            304: { description: 'Unchanged.' },
            416: { description: 'It has no such bytes.' },
            ...refusals('link_invalid', 'route_not_found', 'output_gone'),
          },
        },
      },
      '/health': {
        get: {
          ...open,
          operationId: 'health',
          summary: 'Whether the server works',
          responses: {
            200: {
              description: 'It does.',
              ...json({
                type: 'object',
                properties: {
                  status: { const: 'ok' },
                  version: { type: 'string' },
                  can_cancel: { const: true },
                  can_upload: { const: true },
                },
              }),
            },
            ...refusals('store_unusable'),
          },
        },
      },
      '/metrics': {
        get: {
          ...OURS,
          operationId: 'metrics',
          summary: 'Numbers for Prometheus',
          responses: { 200: text('Metrics.', 'text/plain'), ...refusals(...UNKNOWN) },
        },
      },
      '/openapi.json': {
        get: {
          ...open,
          operationId: 'openApi',
          summary: 'This document',
          responses: { 200: { description: 'OpenAPI 3.1.', ...json({ type: 'object' }) } },
        },
      },
    },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: {
        CreateJob: {
          oneOf: KIND_NAMES.map((kind) => ref(`Create${camel(kind)}`)),
          discriminator: {
            propertyName: 'kind',
            mapping: Object.fromEntries(KIND_NAMES.map((kind) => [kind, `#/components/schemas/Create${camel(kind)}`])),
          },
        },
        ...Object.fromEntries(KIND_NAMES.map((kind) => [`Create${camel(kind)}`, requestOf(kind)])),
        CreateTask: jsonOf(TASK_BODY.extend(ourFields()), 'input'),
        Job: jsonOf(jobSchema, 'output'),
        Task: jsonOf(taskSchema.extend({ input: TASK_INPUT.required() }), 'output'),
        Error: jsonOf(errorSchema, 'output'),
      },
    },
  };
}
