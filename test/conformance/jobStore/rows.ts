import { createJob } from '../../../src/pipeline/job/job';
import type { Job } from '../../../src/pipeline/job/job';
import { DEFAULT_LANE, DEFAULT_TENANT } from '../../../src/jobs/store/port';
import type { JobStore, WantedJob } from '../../../src/jobs/store/port';
import type { NewStoredJob, StoredJob } from '../../../src/jobs/store/storedJob';
import { ANY_JOB } from '../../support/engine';

/** When all jobs are made, unless a test says how much later (Unix milliseconds). */
export const AT = Date.UTC(2026, 10, 1);
export const HOUR = 3_600_000;

export interface Rows {
  store: () => JobStore;
  /** Another process's connection to the same store; closed after the test. */
  other: () => Promise<JobStore>;
  /** Stores a job, made so many milliseconds after AT, and answers its id. */
  stored(more?: Partial<NewStoredJob>, later?: number, input?: string): Promise<string>;
  found(id: string): Promise<StoredJob>;
  /** Claims one job, by `p` unless another is named. */
  claimed(id: string, owner?: string, now?: number): Promise<StoredJob>;
  /** Claims whatever is next. */
  claim(more?: Partial<WantedJob>, owner?: string): Promise<StoredJob | null>;
  endedAt(job: StoredJob, finished: number, status?: Job['status']): Promise<boolean>;
}

/** What a store is opened by: each call is one more process that opens the same one. */
export interface StoreUnderTest {
  open: () => Promise<JobStore>;
}

export const ids = (jobs: readonly { id: string }[]): string[] => jobs.map(({ id }) => id);

/** A new store for each test, with two processes, `p` and `q`, and no engine: what happens to its jobs is what the test does. */
export function rows(make: () => StoreUnderTest): Rows {
  let under: StoreUnderTest | undefined;
  const opened: JobStore[] = [];
  const other = async (): Promise<JobStore> => {
    if (under === undefined) throw new Error('There is no store outside of a test');
    const store = await under.open();
    opened.push(store);
    return store;
  };
  const store = (): JobStore => {
    const [first] = opened;
    if (first === undefined) throw new Error('There is no store outside of a test');
    return first;
  };
  let made = 0;
  beforeEach(async () => {
    under = make();
    const { workers } = await other();
    for (const id of ['p', 'q'])
      await workers.register({ id, pid: 7, started: 's', namespace: 'n', role: 'cli', seenAt: AT });
  });
  afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));

  return {
    store,
    other,
    async found(id) {
      const job = await store().reader.get(id);
      if (job === null) throw new Error(`There is no ${id}`);
      return job;
    },
    async stored(more = {}, later = 0, input = 'https://a/in.mov') {
      const id = `job_${(made += 1)}`;
      const isNew = await store().queue.add({
        lane: DEFAULT_LANE,
        tenant: DEFAULT_TENANT,
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
        runBy: 'worker',
        ...more,
        ...(more.state && { state: { ...more.state, id } }),
      } as NewStoredJob);
      if (!isNew) throw new Error('Its key is taken');
      return id;
    },
    claim: (more = {}, owner = 'p') => store().queue.claim(owner, { ...ANY_JOB, now: AT, ...more }),
    async claimed(id, owner = 'p', now = AT) {
      const job = await store().queue.claim(owner, { ...ANY_JOB, now, only: id });
      if (job === null) throw new Error(`${id} cannot be claimed`);
      return job;
    },
    endedAt: (job, finished, status = 'failed') =>
      store().queue.end(job, { ...job.state, status, finished_at: finished }),
  };
}
