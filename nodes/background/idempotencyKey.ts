import type { IExecuteFunctions } from 'n8n-workflow';
import { hashOf } from '../../src/jobs/store/requestHash';

/** The same when n8n runs the node once more for the same reason ("Retry On Fail"), another one for each item, each run of the node in a loop, and each execution. */
export function ownKey(context: IExecuteFunctions, index: number, request: unknown): string {
  const { id } = context.getNode();
  const run = context.evaluateExpression('{{ $runIndex }}', index) as number;
  return ['n8n', context.getExecutionId(), id, run, index, hashOf(request).slice(0, 32)].join(':');
}
