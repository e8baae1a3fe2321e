import type { IExecuteFunctions } from 'n8n-workflow';
import { kindOf } from '../../src/pipeline/kinds';
import type { JobRequest } from '../../src/pipeline/kinds/jobRequest';
import { isSince } from '../versions';

/** A job on this machine as a node of its version asks for it: what has become the default since is said there otherwise. */
export function withEarlierDefaults(context: Pick<IExecuteFunctions, 'getNode'>, request: JobRequest): JobRequest {
  const { earlier } = kindOf(request.kind);
  if (isSince(context, 2) || earlier === undefined) return request;
  return { ...request, options: { ...earlier, ...request.options } } as JobRequest;
}
