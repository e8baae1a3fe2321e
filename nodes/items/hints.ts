import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

const NEXT_STEP =
  'The job goes on in the background. For its result add a Wait for Job node behind this one, or have a Webhook Trigger start a workflow when it ends.';

/** Says how one comes to the result of a job that is not waited for. */
export const hintNextStep = (context: IExecuteFunctions): void => addHints(context, [NEXT_STEP], 'info');

/** Shows sentences above the node's output, each once. An n8n that has no place for them shows none: they stand in the job as well. */
export function addHints(
  context: IExecuteFunctions,
  sentences: readonly string[],
  type: NodeExecutionHint['type'] = 'warning',
): void {
  if (!('addExecutionHints' in context)) return;
  context.addExecutionHints(
    ...[...new Set(sentences)].map((message) => ({
      message,
      type,
      location: 'outputPane' as const,
    })),
  );
}
