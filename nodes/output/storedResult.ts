import type { Destination } from '../../src/pipeline/storage/destination';
import { storageDestination } from '../../src/pipeline/storage/storageDestination';
import { preparedIn } from '../../src/pipeline/storage/preparedIn';
import { readTarget } from '../../src/pipeline/request/target';
import { checkRequest } from '../../src/pipeline/request/targetedRequest';
import type { StoredOutput } from './storedOutput';
import { workRoot } from '../storage/workRoot';
import type { JobRequest } from '../../src/pipeline/kinds/jobRequest';

/** A storage as the place for a job's result. */
export function storedResult({ address, ...use }: StoredOutput): Destination {
  return preparedIn(workRoot(), storageDestination(address, { env: process.env, ...use }));
}

/**
 * The request with the format that the extension of a key asks for.
 * @throws invalid_format, invalid_codec, request_invalid, also where the two do not agree
 */
export async function requestFor({ address }: StoredOutput, checked: JobRequest): Promise<JobRequest> {
  const { kind, inputs } = checked;
  const target = await readTarget(kind, address, '/');
  const {
    request: { options, metadata },
  } = checkRequest(
    { kind, options: checked.options, metadata: checked.metadata, ...(inputs ? { inputs } : { input: address }) },
    { output: address, target, problems: [] },
    {},
  );
  return { kind, options, metadata, ...(inputs && { inputs }) } as JobRequest;
}
