import type { IExecuteFunctions } from 'n8n-workflow';
import { isS3, parseS3 } from '../../src/pipeline/storage/s3/s3Address';
import type { S3Place } from '../../src/pipeline/storage/place';
import type { S3Keys } from '../../src/pipeline/storage/s3/s3Access';
import { s3OptionsSchema, s3Problems } from '../../src/pipeline/storage/s3/s3Options';
import type { S3Options } from '../../src/pipeline/storage/s3/s3Options';
import { s3Keys } from './s3Credential';
import { mediaError } from '../../src/pipeline/errors/mediaError';

/** An object in S3 storage, and the keys to it. */
export interface S3Input {
  place: S3Place;
  keys: S3Keys;
}

/** Where the node's parameters say that an item's result goes. */
export interface S3Output {
  /** s3://bucket/key; that of a folder ends in a slash. */
  address: string;
  keys: S3Keys;
  overwrite: boolean;
  options: S3Options;
}

/** @throws input_required, invalid_input */
export async function s3Input(context: IExecuteFunctions, index: number): Promise<S3Input> {
  const address = addressOf(context, index, 'input');
  if (address === null) throw mediaError('input_required', {});
  const place: S3Place = { scheme: 's3', ...parseS3(address) };
  if (place.key === '' || place.key.endsWith('/'))
    throw mediaError('invalid_input', { input: address, why: 'its key names no object' });
  return { place, keys: await storageKeys(context, index) };
}

/** @param set whether the result is a set of files, which gets a folder @returns null when it does not go to S3 @throws request_invalid, invalid_input */
export async function s3Output(
  context: IExecuteFunctions,
  index: number,
  { set }: { set: boolean },
): Promise<S3Output | null> {
  if (context.getNodeParameter('outputDestination', index, 'binary') !== 's3') return null;
  const address = addressOf(context, index, 'output');
  if (address === null)
    throw mediaError('request_invalid', {
      problems: '"outputBucket" is empty; name the bucket that the result is put into.',
    });
  const named = set ? address.replace(/\/?$/, '/') : address;
  parseS3(named);
  const { overwrite = false, ...form } = context.getNodeParameter('outputOptions', index, {}) as Record<
    string,
    unknown
  >;
  return {
    address: named,
    keys: await storageKeys(context, index),
    overwrite: overwrite === true,
    options: optionsOf(form, set),
  };
}

const NAMES = {
  acl: 'acl',
  cache_control: 'cacheControl',
  result: 'result',
  expires: 'expires',
  public_url: 'publicUrl',
} as const satisfies Record<keyof S3Options, string>;

/** @throws request_invalid */
function optionsOf(form: Record<string, unknown>, set: boolean): S3Options {
  const given = Object.entries(NAMES).flatMap(([option, name]) => {
    const value = form[name];
    return value === undefined || value === '' ? [] : [[option, typeof value === 'string' ? value.trim() : value]];
  });
  const name = (option: unknown): string => NAMES[option as keyof S3Options];
  const { success, data, error } = s3OptionsSchema.safeParse(Object.fromEntries(given));
  const problems = success
    ? s3Problems(data, { set, name })
    : error.issues.map(({ path: [option], message }) => `"${name(option)}": ${message}.`);
  if (!success || problems.length > 0) throw mediaError('request_invalid', { problems: problems.join(' ') });
  return data;
}

/** Bucket and key as an address; a key that is an address already says both. Null: there is no bucket. */
function addressOf(context: IExecuteFunctions, index: number, which: 'input' | 'output'): string | null {
  const text = (name: string): string => {
    const value: unknown = context.getNodeParameter(name, index, '');
    return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
  };
  const [bucket, key] = [text(`${which}Bucket`).trim(), text(`${which}Key`)];
  if (isS3(key.trim())) return key.trim();
  return bucket === '' ? null : `s3://${bucket}/${key}`;
}

/** @throws request_invalid */
function storageKeys(context: IExecuteFunctions, index: number): Promise<S3Keys> {
  const storage = context.getNodeParameter('s3Storage', index, 's3');
  if (storage !== 's3' && storage !== 'aws')
    throw mediaError('request_invalid', {
      problems: '"s3Storage" must be s3 or aws: the kind of storage, whose credential opens the bucket.',
    });
  return s3Keys(context, storage, index);
}
