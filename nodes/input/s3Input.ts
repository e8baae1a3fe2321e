import type { IExecuteFunctions } from 'n8n-workflow';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import type { S3Place } from '../../src/pipeline/storage/place';
import type { S3Keys } from '../../src/pipeline/storage/s3/s3Access';
import { parseS3 } from '../../src/pipeline/storage/s3/s3Address';
import { INPUT } from '../names';
import { s3AddressIn, storageKeys } from '../storage/read';

/** An object in S3 storage, and the keys to it. */
export interface S3Input {
  place: S3Place;
  keys: S3Keys;
}

/** @throws input_required, invalid_input */
export async function s3Input(context: IExecuteFunctions, index: number): Promise<S3Input> {
  const address = s3AddressIn(context, index, INPUT);
  if (address === null) throw mediaError('input_required', {});
  const place: S3Place = { scheme: 's3', ...parseS3(address) };
  if (place.key === '' || place.key.endsWith('/'))
    throw mediaError('invalid_input', { input: address, why: 'its key names no object' });
  return { place, keys: await storageKeys(context, index) };
}
