import type { IExecuteFunctions } from 'n8n-workflow';

/** Shows sentences above the node's output, each once. An n8n that has no place for them shows none: they stand in the job as well. */
export function addHints(context: IExecuteFunctions, sentences: readonly string[]): void {
  if (!('addExecutionHints' in context)) return;
  context.addExecutionHints(
    ...[...new Set(sentences)].map((message) => ({
      message,
      type: 'warning' as const,
      location: 'outputPane' as const,
    })),
  );
}
