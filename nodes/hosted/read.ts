import type { IExecuteFunctions } from 'n8n-workflow';
import type { StagingPlace } from '../../src/backends/staging';
import { connectWith } from '../../src/pipeline/storage/s3/s3Access';
import type { S3Keys } from '../../src/pipeline/storage/s3/s3Access';
import { isBucket } from '../../src/pipeline/storage/s3/s3Address';
import { RUN } from '../names';
import { keysIn } from '../storage/read';
import { STORAGES } from '../../src/pipeline/storage/storages';
import { shownValue } from '../../src/pipeline/base/shownValue';
import { withoutEnd } from '../../src/pipeline/base/withoutEnd';
import { mediaError } from '../../src/pipeline/errors/mediaError';

/** What to do where a file has no bucket to go through. */
export const STAGING_WAY =
  'Choose under "Pass File Through" an S3 storage, from which the API can fetch it, or give the input as a URL';

/** The bucket through which the node is set to pass files; null when it is set to none. @throws request_invalid */
export async function stagingPlace(context: IExecuteFunctions, index: number): Promise<StagingPlace | null> {
  const connect = await stagingStorage(context, index);
  if (connect === null) return null;
  const bucket = (context.getNodeParameter(RUN.stagingBucket, index) as string).trim();
  if (!isBucket(bucket))
    throw mediaError('request_invalid', {
      problems: `"${RUN.stagingBucket}" must be the name of a bucket (given: ${shownValue(bucket)}).`,
    });
  const folder = (context.getNodeParameter(RUN.stagingPrefix, index, '') as string).trim().replace(/^\/+/, '');
  const prefix = withoutEnd(folder, /\//);
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/`, connect };
}

/** Clients of the storage that the node is set to pass files through; null when it is set to none. */
export async function stagingStorage(
  context: IExecuteFunctions,
  index: number,
): Promise<StagingPlace['connect'] | null> {
  const keys = await keysIn(context, index, { storage: STORAGES.s3, unset: 'none' });
  return keys === null ? null : connectWith(keys as S3Keys);
}
