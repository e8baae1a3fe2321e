import { connectWith } from '../../src/pipeline/storage/s3/s3Access';
import type { Destination } from '../../src/pipeline/storage/destination';
import { s3Destination } from '../../src/pipeline/storage/s3/s3Destination';
import { preparedIn } from '../../src/pipeline/storage/preparedIn';
import { readTarget } from '../../src/pipeline/request/target';
import { checkRequest } from '../../src/pipeline/request/targetedRequest';
import type { S3Output } from './s3Output';
import { workRoot } from '../storage/workRoot';
import type { JobRequest } from '../../src/pipeline/kinds/jobRequest';

/** S3 storage as the place for a job's result. */
export function s3Result({ address, keys, overwrite, options }: S3Output): Destination {
  return preparedIn(workRoot(), s3Destination(address, { connect: connectWith(keys), overwrite, options }));
}

/**
 * The request with the format that the extension of a key asks for.
 * @throws invalid_format, invalid_codec, request_invalid, also where the two do not agree
 */
export async function requestFor({ address }: S3Output, checked: JobRequest): Promise<JobRequest> {
  const { kind } = checked;
  const target = await readTarget(kind, address, '/');
  const {
    request: { options, metadata },
  } = checkRequest(
    { kind, options: checked.options, metadata: checked.metadata, input: address },
    { output: address, target, problems: [] },
    {},
  );
  return { kind, options, metadata } as JobRequest;
}
