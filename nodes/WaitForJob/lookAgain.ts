import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { chosenBackend } from '../../src/backends';
import { runningIn } from './lookAt';
import { suspensionOf } from './suspension';
import type { Suspension } from './suspension';
import { waitedJobs } from './waitedJobs';
import { toMediaError } from '../../src/pipeline/errors/mediaError';

const WAITS_ON: IWebhookResponseData = { webhookResponse: { resumed: false } };

/** Jobs that are looked at at the same time. */
const AT_ONCE = 5;

/** Executions that are being looked at. Were two calls of one to find that it can go on, n8n might run it twice. */
const looking = new Set<string>();

/**
 * Answers a call of a suspended execution's resume address: goes on when all jobs have ended or the time limit has passed, whoever calls and whatever is
 * sent. Never throws: n8n would run the nodes behind this one on an empty item.
 */
export async function lookAgain(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  try {
    const suspension = suspensionOf(context);
    const execution = context.getExecutionId();
    if (suspension === null || looking.has(execution)) return WAITS_ON;
    looking.add(execution);
    try {
      if (Date.now() < suspension.limitAt && (await anyRuns(context, suspension))) return WAITS_ON;
      return { webhookResponse: { resumed: true }, workflowData: suspension.wake() };
    } finally {
      looking.delete(execution);
    }
  } catch (error) {
    process.emitWarning(`Wait for Job: ${toMediaError(error).message}`);
    return WAITS_ON;
  }
}

/** Whether one of the jobs has not ended. It is looked no further than to the first of them: each look at a hosted one is a request. */
async function anyRuns(context: IWebhookFunctions, { jobs: ids, backend }: Suspension): Promise<boolean> {
  // Who calls waits for the answer, and calls again.
  const jobs = await waitedJobs(context, chosenBackend(backend), { attempts: 1 });
  const never = new AbortController().signal;
  for (let next = 0; next < ids.length; next += AT_ONCE) {
    const looks = await Promise.all(ids.slice(next, next + AT_ONCE).map((id) => jobs.look(id, never)));
    if (runningIn(looks).length > 0) return true;
  }
  return false;
}
