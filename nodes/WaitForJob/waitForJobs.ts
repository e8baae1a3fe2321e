import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Engine } from '../../src/jobs/engine';
import { sharedEngine } from '../shared/engine';
import { cancelledError, jobError } from '../shared/jobErrors';
import { jobItem } from '../shared/outputItems';
import { cancelAll } from './cancelAll';
import { lookAt, runningIn } from './lookAt';
import type { Look } from './lookAt';
import { outcomeOf } from './outcome';
import type { Outcome } from './outcome';
import { itemsOf, keptHere } from './results';
import { waitSettings } from './settings';
import type { WaitSettings } from './settings';
import { forget, suspend, suspended } from './suspension';
import { untilEnded } from './untilEnded';

/** Waits that are shorter stay in memory: to put an execution away and take it up again costs more (ms). */
const IN_MEMORY_MS = 8_000;

/**
 * Waits for the jobs of all items, and answers the items of their results in the order of the inputs. A wait that takes long suspends the execution: then
 * this is run again when all jobs have ended or the time limit has passed.
 */
export async function waitForJobs(context: IExecuteFunctions, { inMemoryMs = IN_MEMORY_MS } = {}): Promise<INodeExecutionData[]> {
  if (context.getInputData().length === 0) return [];
  const settings = waitSettings(context);
  const engine = await sharedEngine();
  const signal = context.getExecutionCancelSignal() ?? new AbortController().signal;
  try {
    const ended = settings.once ? { outcomes: outcomes(lookAtAll(context, engine), [], settings) } : await wait(context, { engine, settings, signal, inMemoryMs });
    if ('suspended' in ended) return ended.suspended.map((look, index) => jobItem(look.state === 'unknown' ? null : look.job, { index, kept: keptHere(context, index) }));
    forget(context);
    return await itemsOf(context, ended.outcomes, { engine, signal });
  } catch (error) {
    forget(context);
    if (!signal.aborted) throw error;
    const cancelled = settings.onLimit === 'cancel' && (await cancelAll(engine.jobs, runningIn(lookAtAll(context, engine)))).length > 0;
    throw cancelledError(context.getNode(), cancelled ? 'its jobs have been cancelled' : 'its jobs go on in the background');
  }
}

interface WaitUse {
  engine: Engine;
  settings: WaitSettings;
  signal: AbortSignal;
  inMemoryMs: number;
}

/** What the jobs have come to; or as they are, when the execution has been suspended. */
async function wait(context: IExecuteFunctions, { engine, settings, signal, inMemoryMs }: WaitUse): Promise<{ outcomes: Outcome[] } | { suspended: Look[] }> {
  const limitAt = suspended(context)?.limitAt ?? Date.now() + settings.limit.ms;
  const left = Math.max(0, limitAt - Date.now());
  // An agent's tool cannot be suspended: its agent is in the middle of something.
  const inMemory = context.getNode().type.endsWith('Tool') ? left : Math.min(left, inMemoryMs);
  let looks = lookAtAll(context, engine);
  if (mayWait(context, looks, settings)) {
    await untilEnded(engine.jobs, runningIn(looks), inMemory, signal);
    looks = lookAtAll(context, engine);
  }
  if (!mayWait(context, looks, settings)) return { outcomes: outcomes(looks, [], settings) };
  const jobs = runningIn(looks);
  if (inMemory < left) {
    await suspend(context, engine, { limitAt, jobs });
    return { suspended: looks };
  }
  if (settings.onLimit === 'cancel') {
    await cancelAll(engine.jobs, jobs);
    looks = lookAtAll(context, engine);
  }
  return { outcomes: outcomes(looks, jobs, settings) };
}

/** Whether there is something to wait for: not when one job has gone wrong already and the node stops at that. */
function mayWait(context: IExecuteFunctions, looks: readonly Look[], settings: WaitSettings): boolean {
  return runningIn(looks).length > 0 && (context.continueOnFail() || outcomes(looks, [], settings).every(({ error }) => error === null));
}

/** @param late ids of jobs that had not ended when the time limit passed */
const outcomes = (looks: readonly Look[], late: readonly string[], settings: WaitSettings): Outcome[] =>
  looks.map((look) => outcomeOf(look, look.state !== 'unknown' && late.includes(look.job.id), settings));

function lookAtAll(context: IExecuteFunctions, engine: Engine): Look[] {
  return context.getInputData().map((_, index) => {
    try {
      return lookAt(engine.jobs, context.getNodeParameter('jobId', index));
    } catch (thrown) {
      return { state: 'unknown', error: jobError(thrown) };
    }
  });
}
