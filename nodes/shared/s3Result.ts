import { connectWith } from '../../src/pipeline/media/s3Access';
import type { Destination } from '../../src/pipeline/media/destination';
import { s3Destination } from '../../src/pipeline/media/s3Destination';
import { preparedIn } from '../../src/pipeline/media/preparedIn';
import type { JobRequest } from '../../src/pipeline/request';
import { readTarget } from '../../src/pipeline/target';
import { checkRequest } from '../../src/pipeline/targetedRequest';
import type { S3Output } from './s3Place';
import { workRoot } from './workRoot';

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
