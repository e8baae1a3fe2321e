import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobRequest } from '../../src/pipeline/kinds/jobRequest';
import { isSince } from '../versions';

/** A job on this machine as a node of its version asks for it: what has become the default since is said there otherwise. */
export function withEarlierDefaults(context: Pick<IExecuteFunctions, 'getNode'>, request: JobRequest): JobRequest {
  if (isSince(context, 2) || request.kind !== 'adaptive_video') return request;
  return { ...request, options: { segment_format: 'ts', ...request.options } };
}
