import type { IExecuteFunctions } from 'n8n-workflow';

/** Whether the workflow goes on with the result, and not with the job that was created. */
export const waitsFor = (context: IExecuteFunctions): boolean =>
  context.getNodeParameter('waitForCompletion', 0, true) !== false;
