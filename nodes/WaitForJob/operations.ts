import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { JobBackend } from '../../src/backends/backend';
import type { BackendJob } from '../../src/backends/backendJob';
import { cancelJob, listJobs, retryJob } from '../../src/backends/jobDeeds';
import { jobFilter } from '../../src/backends/jobFilter';
import { refuseWithoutMain } from '../background/refuseWithoutMain';
import { sharedEngine } from '../background/sharedEngine';
import { openBackend } from '../hosted/openBackend';
import { eachItem } from '../items/eachItem';
import { addHints } from '../items/hints';
import { WAIT } from '../names';
import { jobItem } from '../output/outputItems';
import { withShownJob } from '../output/shownJob';
import { jobId } from './lookAt';
import type { Outcome } from './outcome';
import { propertiesOf } from './properties';
import { operationIn, placeIn } from './settings';
import type { Operation } from './operationFields';
import { clearStaged } from './stagedInputs';
import { waitForJobs } from './waitForJobs';

/** Items at the same time. */
const AT_ONCE = 5;

type Deed = (at: JobBackend, context: IExecuteFunctions, index: number, signal: AbortSignal) => Promise<BackendJob[]>;

/** What is done for each item by itself; an item for each job that this answers. */
const DEEDS: Record<Exclude<Operation, 'wait' | 'once'>, Deed> = {
  list: (at, context, index, signal) => listJobs(at, filterIn(context, index), signal),
  cancel: async (at, context, index, signal) => [await cancelJob(at, idIn(context, index), signal)],
  async retry(at, context, index, signal) {
    const id = idIn(context, index);
    if (at.backend.hosted === null) await refuseWithoutMain(await sharedEngine());
    return [await retryJob(at, id, signal)];
  },
};

/** Does with the jobs what the node is set to. @param patience of a wait */
export async function runOperation(
  context: IExecuteFunctions,
  patience?: Parameters<typeof waitForJobs>[1],
): Promise<INodeExecutionData[]> {
  const operation = operationIn(context);
  if (operation === 'wait' || operation === 'once') return waitForJobs(context, patience);
  const count = context.getInputData().length;
  if (count === 0) return [];
  const outcomes = Array.from({ length: count }, (): Outcome => ({ job: null, error: null }));
  const backend = placeIn(context);
  const items = await eachItem(context, {
    limit: AT_ONCE,
    atStop: () => 'jobs stay as they are',
    namesJob: false,
    form: () => propertiesOf(context.getNode().typeVersion),
    shown: (made, index) => withShownJob(made, context, index),
    work: async (index, { signal, kept }) => {
      const at = await openBackend(context, backend, { index: 0 });
      const jobs = await DEEDS[operation](at, context, index, signal);
      if (operation === 'cancel') outcomes[index] = { job: jobs[0] ?? null, error: null };
      return { items: jobs.map((job) => jobItem(job, { index, kept })), error: null, job: null, notes: [] };
    },
  });
  if (!backend.can.readFiles) addHints(context, await clearStaged(context, outcomes));
  return items;
}

const idIn = (context: IExecuteFunctions, index: number): string => jobId(context.getNodeParameter(WAIT.job, index));

/** @throws request_invalid */
function filterIn(context: IExecuteFunctions, index: number): ReturnType<typeof jobFilter> {
  const filters = context.getNodeParameter(WAIT.filters, index, {}) as { kind?: string; status?: string };
  return jobFilter({ ...filters, limit: `${context.getNodeParameter(WAIT.listed, index) as number | string}` });
}
