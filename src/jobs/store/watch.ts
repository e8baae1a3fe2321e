/** An execution of n8n that is suspended until its jobs have ended, and is to be poked at its resume address. */
export interface Watch {
  /** Another one each time that an execution begins to wait: in a loop it does so again and again. */
  seq: number;
  execution: string;
  /** Signed by n8n for this execution, and sealed: whoever has it can wake the execution. */
  sealedUrl: string;
  /** Ids of those jobs that lie in this store. */
  jobs: string[];
  /** Milliseconds between two looks at what is not in the store (hosted jobs). */
  interval: number;
  nextAt: number;
  /** When waiting ends whatever the jobs do; Unix milliseconds. */
  limitAt: number;
  madeAt: number;
  /** Pokes since it last became due that did not end the waiting. */
  failures: number;
}
