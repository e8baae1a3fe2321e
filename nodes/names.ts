/**
 * Names of the nodes' parameters. They stand in people's saved workflows: one that is here never changes, and never comes to mean something else.
 * A form and what reads it take them from here.
 */
export const INPUT = {
  /** From version 3 of Create Job on, in place of the four below it and of the bucket: a place, and what is meant there, as one. */
  media: 'input',
  source: 'inputSource',
  field: 'binaryPropertyName',
  url: 'url',
  authentication: 'inputAuthentication',
  bucket: 'inputBucket',
  key: 'inputKey',
  youtube: 'youtubeVideo',
} as const;

export const OUTPUT = {
  place: 'outputDestination',
  bucket: 'outputBucket',
  key: 'outputKey',
  options: 'outputOptions',
  field: 'outputBinaryPropertyName',
  file: 'outputFileName',
  set: 'hlsOutput',
  clips: 'clipOutput',
  shown: 'output',
  shownFields: 'outputFields',
} as const;

/** Which of n8n's credentials for a storage is used, whatever for: `s3Storage`. */
export const credentialField = <N extends string>({ name }: { readonly name: N }): `${N}Storage` => `${name}Storage`;

export const RUN = {
  backend: 'backend',
  waits: 'waitForCompletion',
  options: 'jobOptions',
  stagingBucket: 'stagingBucket',
  stagingPrefix: 'stagingPrefix',
  stagedInput: 'stagedInput',
} as const;

/** From version 3 of Create Job on: what few people set is shown where this is on. */
export const MORE = 'moreOptions';

/** In the collection `jobOptions`. */
export const RUN_OPTIONS = {
  key: 'idempotencyKey',
  priority: 'priority',
  timeLimit: 'timeLimit',
  webhook: 'webhookUrl',
  extra: 'extraOptions',
} as const;

export const METADATA = { specified: 'specifyMetadata', pairs: 'metadata', json: 'metadataJson' } as const;

export const ITEMS = { options: 'itemOptions' } as const;

/** In the collection `itemOptions`. */
export const ITEM_OPTIONS = {
  concurrency: 'concurrency',
  keepJson: 'keepJson',
  keepBinary: 'keepBinary',
  items: 'items',
  clips: 'clips',
} as const;

/** What Create Job makes. Version 1 calls `kind` what is `operation` from version 2 on: n8n lists operations among its actions. */
export const MAKE = { preset: 'preset', told: 'presetMakes', kind: 'kind', operation: 'operation' } as const;

/** What Create Shorts makes, and what that may cost. */
export const SHORTS = {
  job: 'jobName',
  defined: 'defineShorts',
  fields: 'predefinedShorts',
  json: 'predefinedShortsJson',
  render: 'renderOptions',
  dryRun: 'dryRun',
  cost: 'costOptions',
} as const;

/** What Wait for Job does with which jobs, and how long it waits. Before version 2.1 `mode` is what is `operation` from then on, as in Create Job. */
export const WAIT = {
  mode: 'mode',
  operation: 'operation',
  job: 'jobId',
  limit: 'limitAmount',
  unit: 'limitUnit',
  onLimit: 'onLimit',
  listed: 'limit',
  filters: 'filters',
} as const;

/** A parameter as an option of a collection names it, which is not beside it. */
export const atRoot = <N extends string>(name: N): `/${N}` => `/${name}`;
