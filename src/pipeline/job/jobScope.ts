import { AsyncLocalStorage } from 'node:async_hooks';
import type { ProcessBounds } from './processBounds';

/** What whoever runs a job wants of every process and folder that the job makes, however deep down. */
export interface JobScope {
  /** Added to the priority of child processes; 10 lets everything else on the machine go first. */
  nice: number;
  /** Stands in the names of work folders, so that those of a killed process can be told. */
  tag?: string;
  /** Told of each child process. */
  started?(pid: number): void;
  ended?(pid: number): void;
  /** What the kernel is to hold each child process to. */
  bounds?: ProcessBounds;
  /** Told how far a child process is with a result: seconds, and pictures. */
  reached?(made: { seconds?: number; frames?: number }): void;
}

/** The scope of the job at hand, if it has one: `jobScope.run(scope, () => runJob(…))`. */
export const jobScope = new AsyncLocalStorage<JobScope>();

/** Low enough that an editor or a web server on the same cores goes first. */
export const BACKGROUND = 10;
