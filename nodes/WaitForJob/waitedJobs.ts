import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { AnyJob, Kept } from '../output/outputItems';
import type { Look } from './lookAt';

/** Who runs the jobs that are waited for, as the node's form and its suspended executions name them. */
export type BackendName = 'local' | 'ittybit' | 'swiftia';

/** How an item gets the result of its job. */
export interface ResultUse {
  index: number;
  /** Of the item, for the file. */
  field: string;
  /** Whether an HLS set becomes one ZIP. */
  zip: boolean;
  kept: Kept;
  signal: AbortSignal;
}

/** Jobs that the node waits for, wherever they run. */
export interface WaitedJobs {
  readonly backend: BackendName;
  /** How one is that is left running: `it goes on in the background`. */
  readonly goesOn: string;
  /** The same of one that was to be cancelled. */
  readonly notCancelled: string;
  /** As the job is now. @throws what is wrong with this machine's store; the signal's reason */
  look(id: string, signal: AbortSignal): Promise<Look>;
  /** Waits in memory until they have ended, no longer than so many milliseconds. @throws the signal's reason */
  untilEnded(ids: readonly string[], ms: number, signal: AbortSignal): Promise<void>;
  /** Cancels them where that is possible. @returns those that had not ended by themselves, and are cancelled or as good as that */
  cancelAll(ids: readonly string[]): Promise<string[]>;
  /** The items of a job that succeeded, with the files of its result; null when they stay where they are. @throws output_gone, result_unreachable, disk_full … */
  result(context: IExecuteFunctions, job: AnyJob, use: ResultUse): Promise<INodeExecutionData[] | null>;
}
