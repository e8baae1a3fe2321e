import { join } from 'node:path';
import { createJob } from '../../../../src/pipeline/job/job';
import type { Job } from '../../../../src/pipeline/job/job';
import type { NewStoredJob } from '../../../../src/jobs/store/jobs';
import { Store } from '../../../../src/jobs/store/store';
import type { StoredJob } from '../../../../src/jobs/store/storedJob';
import { tempFolder } from '../../../pipeline/storage/support/tempFolder';

/** When all jobs are made, unless a test says how much later (Unix milliseconds). */
export const AT = Date.UTC(2026, 10, 1);

export interface Rows {
  store: () => Store;
  /** Stores a job, made so many milliseconds after AT, and answers its id. */
  stored(more?: Partial<NewStoredJob>, later?: number, input?: string): Promise<string>;
  found(id: string): StoredJob;
  claimed(id: string, owner?: string, now?: number): Promise<StoredJob>;
  endedAt(job: StoredJob, finished: number, status?: Job['status']): Promise<boolean>;
}

/** A new store for each test, with two processes, `p` and `q`, and no engine: what happens to its rows is what the test does. */
export function rows(): Rows {
  const folder = tempFolder();
  let open: Store | undefined;
  const store = (): Store => {
    if (open === undefined) throw new Error('There is no store outside of a test');
    return open;
  };
  let made = 0;
  beforeEach(async () => {
    open = await Store.open(join(folder(), 'jobs.sqlite'), { N8N_ENCRYPTION_KEY: 'a test' });
    for (const id of ['p', 'q'])
      await open.processes.register({ id, pid: 7, started: 's', namespace: 'n', role: 'cli', seenAt: AT });
  });
  afterEach(() => open?.close());

  const found = (id: string): StoredJob => {
    const job = store().jobs.get(id);
    if (job === null) throw new Error(`There is no ${id}`);
    return job;
  };
  return {
    store,
    found,
    async stored(more = {}, later = 0, input = 'https://a/in.mov') {
      const id = `job_${(made += 1)}`;
      const isNew = await store().jobs.insert({
        request: { kind: 'video', options: {}, metadata: {}, input: { address: input }, output: null },
        state: { ...createJob({ kind: 'video', input, options: {}, metadata: {} }, AT + later), id },
        backend: 'local',
        priority: 0,
        requestHash: 'hash',
        idempotencyKey: null,
        timeLimit: null,
        webhookUrl: null,
        sealed: null,
        webhookEvents: [],
        ...more,
      });
      if (!isNew) throw new Error('Its key is taken');
      return id;
    },
    async claimed(id, owner = 'p', now = AT) {
      const job = await store().jobs.claim(owner, { backends: ['local'], concurrency: 9, now, only: id });
      if (job === null) throw new Error(`${id} cannot be claimed`);
      return job;
    },
    endedAt: (job, finished, status = 'failed') =>
      store().jobs.end(job, { ...job.state, status, finished_at: finished }),
  };
}
