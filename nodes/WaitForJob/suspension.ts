import { NodeHelpers } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, IRunExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { refuseWithoutMain } from '../background/refuseWithoutMain';
import { sharedEngine } from '../background/sharedEngine';
import { RESUME_PATH } from './resumePath';

/** What the node remembers in the execution's own data while it is suspended. */
interface Waiting {
  /** When waiting ends whatever the jobs do; Unix milliseconds. */
  limitAt: number;
  /** Those that had not ended. */
  jobs: string[];
  /** The name of the backend that runs them. */
  backend: string;
}

/** n8n's own word for "until it is called". On a date that comes, n8n would pass the input on as if it were the result. */
const WITHOUT_END = new Date('3000-01-01T00:00:00.000Z');

const memoryOf = (context: IExecuteFunctions): { waiting?: Waiting } => context.getContext('node');

/** What the node was waiting for when it was suspended; null when it begins. */
export const suspended = (context: IExecuteFunctions): Waiting | null => memoryOf(context).waiting ?? null;

/** Waiting is over: the next time that the node is run, as in a loop, it begins anew. */
export function forget(context: IExecuteFunctions): void {
  delete memoryOf(context).waiting;
}

/**
 * Has n8n put the execution away until the watcher has found that it is time to go on.
 * @param tells whether the end of a job is told by this machine's store @param intervalMs between looks where it is not
 * @throws background_refused, store_unusable
 */
export async function suspend(
  context: IExecuteFunctions,
  { limitAt, jobs, backend }: Waiting,
  { tells, intervalMs }: { tells: boolean; intervalMs: number },
): Promise<void> {
  const engine = await sharedEngine();
  await refuseWithoutMain(engine);
  const url = context.evaluateExpression('{{ $execution.resumeUrl }}', 0) as string;
  memoryOf(context).waiting = { limitAt, jobs, backend };
  const now = Date.now();
  await engine.watches.put({
    execution: context.getExecutionId(),
    url: `${url}/${RESUME_PATH}`,
    jobs: tells ? jobs : [],
    interval: intervalMs,
    nextAt: tells ? limitAt : Math.min(limitAt, now + intervalMs),
    limitAt,
    madeAt: now,
  });
  await context.putExecutionToWait(WITHOUT_END);
}

/** A suspended node, seen from the call that may wake it. */
export interface Suspension extends Waiting {
  /** Has n8n run the node again with the same items. @returns what webhook() is to hand on for that */
  wake(): INodeExecutionData[][];
}

/** What is looked at of n8n's own data: in another version any of it may be otherwise. */
interface Internals {
  runExecutionData?: {
    executionData?: {
      nodeExecutionStack?: {
        node?: { name?: string; disabled?: boolean };
        data?: { main?: (INodeExecutionData[] | null)[] };
      }[];
    };
  };
}

/**
 * n8n would not run a node again that it has called: it marks the node's entry on the stack as disabled, and then passes on what webhook() gives as if it were
 * the node's output. Without that mark the node is run again with it as input, so that results, errors and pairs of items come about as in any other node.
 * The entry is n8n's own affair; whatever is not as expected leaves the execution waiting, since a wrong result is worse than a late one.
 * @returns null when there is nothing to wake
 */
export function suspensionOf(context: IWebhookFunctions): Suspension | null {
  const { runExecutionData } = context as Internals;
  const entry = runExecutionData?.executionData?.nodeExecutionStack?.[0];
  const node = context.getNode();
  const main = entry?.data?.main;
  if (entry?.node?.name !== node.name || entry.node.disabled !== true || !Array.isArray(main)) return null;
  const { waiting } = NodeHelpers.getContext(runExecutionData as IRunExecutionData, 'node', node) as {
    waiting?: Waiting;
  };
  if (waiting === undefined) return null;
  const stacked = entry.node;
  return {
    ...waiting,
    wake() {
      stacked.disabled = false;
      return main.map((items) => items ?? []);
    },
  };
}
