import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isTool } from '../items/asTool';
import { addHints } from '../items/hints';
import { inOrder } from '../items/itemsLoop';
import { cancelledError, jobError, nodeError } from '../items/jobErrors';
import { jobItem } from '../output/outputItems';
import { jobId, jobIn, runningIn } from './lookAt';
import type { Look } from './lookAt';
import { outcomeOf } from './outcome';
import type { Outcome } from './outcome';
import { keptHere } from '../items/read';
import { WAIT } from '../names';
import { itemsOf } from './results';
import { waitSettings } from './settings';
import type { WaitSettings } from './settings';
import { clearStaged } from './stagedInputs';
import { forget, suspend, suspended } from './suspension';
import { waitedJobs } from './waitedJobs';
import type { WaitedJobs } from './waitedJobs';

/** Waits that are shorter stay in memory: to put an execution away and take it up again costs more (ms). */
const IN_MEMORY_MS = 8_000;
/** After this a suspended execution is first asked to look at jobs that do not tell of themselves (ms); then more and more seldom. */
const INTERVAL_MS = 5_000;
/** Jobs that are looked at at the same time. */
const LOOKS_AT_ONCE = 5;

/**
 * Waits for the jobs of all items, and answers the items of their results in the order of the inputs. A wait that takes long suspends the execution: then
 * this is run again when all jobs have ended or the time limit has passed.
 */
export async function waitForJobs(
  context: IExecuteFunctions,
  { inMemoryMs = IN_MEMORY_MS, intervalMs = INTERVAL_MS } = {},
): Promise<INodeExecutionData[]> {
  if (context.getInputData().length === 0) return [];
  const settings = waitSettings(context);
  const jobs = await waitedJobs(context, settings.backend);
  const signal = context.getExecutionCancelSignal() ?? new AbortController().signal;
  try {
    const ended = settings.once
      ? { outcomes: outcomes(await lookAtAll(context, jobs, signal), NONE_LATE, settings) }
      : await wait(context, { jobs, settings, signal, inMemoryMs, intervalMs });
    if ('suspended' in ended)
      return ended.suspended.map((look, index) => jobItem(jobIn(look), { index, kept: keptHere(context, index) }));
    forget(context);
    await clear(context, settings, ended.outcomes);
    return await itemsOf(context, ended.outcomes, { jobs, signal });
  } catch (error) {
    forget(context);
    if (!signal.aborted) throw nodeError(context.getNode(), jobError(error), 0);
    throw cancelledError(context.getNode(), await outcomeOfStop(context, jobs, settings));
  }
}

interface WaitUse {
  jobs: WaitedJobs;
  settings: WaitSettings;
  signal: AbortSignal;
  inMemoryMs: number;
  intervalMs: number;
}

/** What the jobs have come to; or as they are, when the execution has been suspended. */
async function wait(
  context: IExecuteFunctions,
  { jobs, settings, signal, inMemoryMs, intervalMs }: WaitUse,
): Promise<{ outcomes: Outcome[] } | { suspended: Look[] }> {
  const limitAt = suspended(context)?.limitAt ?? Date.now() + settings.limit.ms;
  const left = Math.max(0, limitAt - Date.now());
  // An agent's tool cannot be suspended: its agent is in the middle of something.
  const inMemory = isTool(context.getNode()) ? left : Math.min(left, inMemoryMs);
  let looks = await lookAtAll(context, jobs, signal);
  if (mayWait(context, looks, settings)) {
    await jobs.untilEnded(runningIn(looks), inMemory, signal);
    looks = await lookAtAll(context, jobs, signal);
  }
  if (!mayWait(context, looks, settings)) return { outcomes: outcomes(looks, NONE_LATE, settings) };
  const running = runningIn(looks);
  if (inMemory < left) {
    const { name, hosted } = settings.backend;
    await suspend(context, { limitAt, jobs: running, backend: name }, { tells: hosted === null, intervalMs });
    return { suspended: looks };
  }
  const late = new Map(running.map((id) => [id, settings.onLimit === 'cancel' ? jobs.notCancelled : jobs.goesOn]));
  if (settings.onLimit === 'cancel') {
    for (const id of await jobs.cancelAll(running)) late.set(id, 'it was cancelled');
    looks = await lookAtAll(context, jobs, signal);
  }
  return { outcomes: outcomes(looks, late, settings) };
}

/** What becomes of the jobs when the execution is stopped. */
async function outcomeOfStop(context: IExecuteFunctions, jobs: WaitedJobs, { onLimit }: WaitSettings): Promise<string> {
  const cancelled =
    onLimit === 'cancel'
      ? await jobs.cancelAll(runningIn(await lookAtAll(context, jobs, new AbortController().signal)))
      : [];
  if (cancelled.length > 0) return 'its jobs have been cancelled';
  return (onLimit === 'cancel' ? jobs.notCancelled : jobs.goesOn).replace(/^it goes/, 'its jobs go');
}

/** Whether there is something to wait for: not when one job has gone wrong already and the node stops at that. */
function mayWait(context: IExecuteFunctions, looks: readonly Look[], settings: WaitSettings): boolean {
  return (
    runningIn(looks).length > 0 &&
    (context.continueOnFail() ||
      outcomes(
        looks.filter(({ state }) => state !== 'silent'),
        NONE_LATE,
        settings,
      ).every(({ error }) => error === null))
  );
}

const NONE_LATE: ReadonlyMap<string, string> = new Map();

/** @param late what has become of jobs that had not ended when the time limit passed, by their ids */
const outcomes = (looks: readonly Look[], late: ReadonlyMap<string, string>, settings: WaitSettings): Outcome[] =>
  looks.map((look) => outcomeOf(look, look.state === 'unknown' ? null : (late.get(look.id) ?? null), settings));

async function lookAtAll(context: IExecuteFunctions, jobs: WaitedJobs, signal: AbortSignal): Promise<Look[]> {
  return inOrder(
    context.getInputData().length,
    { limit: LOOKS_AT_ONCE, signal },
    async (index, stop): Promise<Look> => {
      try {
        return await jobs.look(jobId(context.getNodeParameter(WAIT.job, index)), stop);
      } catch (thrown) {
        return { state: 'unknown', error: jobError(thrown) };
      }
    },
  );
}

async function clear(context: IExecuteFunctions, { backend }: WaitSettings, ended: readonly Outcome[]): Promise<void> {
  if (backend.can.readFiles) return;
  addHints(context, await clearStaged(context, ended));
}
