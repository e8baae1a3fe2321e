import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { toMediaError } from '../../src/pipeline/errors';
import { sharedEngine } from '../shared/engine';
import { lookAt, runningIn } from './lookAt';
import { suspensionOf } from './suspension';

/**
 * Answers a call of a suspended execution's resume address: goes on when all jobs have ended or the time limit has passed, whoever calls and whatever is
 * sent. Never throws: n8n would run the nodes behind this one on an empty item.
 */
export async function lookAgain(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  try {
    const suspension = suspensionOf(context);
    if (suspension === null) return { webhookResponse: { resumed: false } };
    const { jobs } = await sharedEngine();
    const running = runningIn(suspension.jobs.map((id) => lookAt(jobs, id)));
    if (running.length > 0 && Date.now() < suspension.limitAt) return { webhookResponse: { resumed: false } };
    return { webhookResponse: { resumed: true }, workflowData: suspension.wake() };
  } catch (error) {
    process.emitWarning(`Wait for Job: ${toMediaError(error).message}`);
    return { webhookResponse: { resumed: false } };
  }
}
