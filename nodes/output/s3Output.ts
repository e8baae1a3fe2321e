import type { IExecuteFunctions } from 'n8n-workflow';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import type { S3Keys } from '../../src/pipeline/storage/s3/s3Access';
import { parseS3 } from '../../src/pipeline/storage/s3/s3Address';
import { s3OptionsSchema, s3Problems } from '../../src/pipeline/storage/s3/s3Options';
import type { S3Options } from '../../src/pipeline/storage/s3/s3Options';
import { OUTPUT } from '../names';
import { s3AddressIn, storageKeys } from '../storage/read';

/** Where the node's parameters say that an item's result goes. */
export interface S3Output {
  /** s3://bucket/key; that of a folder ends in a slash. */
  address: string;
  keys: S3Keys;
  overwrite: boolean;
  options: S3Options;
}

/** @param set whether the result is a set of files, which gets a folder @returns null when it does not go to S3 @throws request_invalid, invalid_input */
export async function s3Output(
  context: IExecuteFunctions,
  index: number,
  { set }: { set: boolean },
): Promise<S3Output | null> {
  if (context.getNodeParameter(OUTPUT.place, index, 'binary') !== 's3') return null;
  const address = s3AddressIn(context, index, OUTPUT);
  if (address === null)
    throw mediaError('request_invalid', {
      problems: `"${OUTPUT.bucket}" is empty; name the bucket that the result is put into.`,
    });
  const named = set ? address.replace(/\/?$/, '/') : address;
  parseS3(named);
  const { overwrite = false, ...form } = context.getNodeParameter(OUTPUT.options, index, {}) as Record<string, unknown>;
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
