import { setTimeout as sleep } from 'node:timers/promises';
import type { SwiftiaClient } from '../../backends/swiftia/client';
import type { CreateOrder } from '../../backends/swiftia/createOrder';
import { driveSwiftia } from '../../backends/swiftia/driveSwiftia';
import type { SwiftiaDrive } from '../../backends/swiftia/driveSwiftia';
import type { SwiftiaSteps } from '../../backends/swiftia/steps';
import { isEnded } from '../../pipeline/job/job';
import type { Job, JobCost } from '../../pipeline/job/job';
import { throwIfCancelled } from '../../pipeline/errors/cancelled';
import { failedJob } from '../../pipeline/job/jobProgress';
import type { Engine } from '../engine';
import type { JobView } from '../service';
import type { StoredJob } from '../store/storedJob';
import { swiftiaJobObject } from './jobObject';
import { renderOrderOf } from './placeSwiftiaJob';
import { mediaError, MediaJobError } from '../../pipeline/errors/mediaError';

export interface StoredDrive extends Pick<SwiftiaDrive, 'until' | 'signal' | 'pause' | 'random' | 'clock'> {
  client: SwiftiaClient;
  /** What is to be made, for a job that may not have been sent. */
  order?: () => Promise<CreateOrder>;
  /** What it was reckoned to cost and may cost, shown in the job. */
  reckoned?: Pick<JobCost, 'estimate' | 'at_most'>;
  /** Told whenever the steps have been written down. */
  onChange?: (job: Job) => void;
}

/** Between looks at a job that another process drives (ms). */
const OTHERS_MS = 500;
/** A written answer is worth more than anything else: so often, and so far apart (ms), it is tried to write it down while the store cannot be. */
const [WRITES, WRITE_PAUSE_MS] = [20, 500];

const waitFor = (ms: number, signal: AbortSignal): Promise<unknown> => sleep(ms, undefined, { signal });

type Drivable = Pick<Engine, 'store' | 'jobs' | 'drives'>;

/**
 * Goes on with a stored job at Swiftia, whoever has begun it; while another process does so, its changes are waited for.
 * @returns the job as it is then @throws job_not_found, and as `driveSwiftia`
 */
export async function driveSwiftiaJob(engine: Drivable, id: string, drive: StoredDrive): Promise<JobView> {
  const { until, signal, pause = waitFor } = drive;
  for (;;) {
    const job = engine.jobs.get(id);
    if (isEnded(job) || (await engine.drives.drive(id, (taken, stop) => driveTaken(engine, taken, stop, drive))))
      return engine.jobs.get(id);
    const now = engine.jobs.get(id);
    if (isEnded(now) || until === 'waiting' || (until === 'created' && typeof now.backend_job_id === 'string'))
      return now;
    await pause(OTHERS_MS, signal).catch(() => throwIfCancelled(signal));
    throwIfCancelled(signal);
  }
}

async function driveTaken(
  { store, jobs }: Drivable,
  taken: StoredJob,
  stop: AbortSignal,
  { client, order, reckoned, onChange, signal, ...use }: StoredDrive,
): Promise<void> {
  let state: Job =
    reckoned === undefined
      ? taken.state
      : { ...taken.state, cost: { currency: 'USD', ...reckoned, charged: taken.state.cost?.charged ?? null } };
  const write = async (steps: unknown, next: Job): Promise<void> => {
    if (!(await insist(() => store.driven.step(taken, steps, next))))
      throw mediaError('internal_error', { why: `the job ${taken.id} has been taken by another process` });
    state = next;
    jobs.look();
    onChange?.(next);
  };
  let steps = taken.steps as SwiftiaSteps;
  const save = (next: SwiftiaSteps) => {
    steps = next;
    return write(next, swiftiaJobObject(state, next, Date.now()));
  };
  const cancelled = () => write(steps, failedJob(state, mediaError('cancelled', {}), Date.now));
  try {
    if (store.jobs.isCancelled(taken.id)) await cancelled();
    else
      await driveSwiftia({
        ...use,
        client,
        steps,
        save,
        order: order ?? null,
        render: renderOrderOf(taken),
        signal: AbortSignal.any([signal, stop]),
      });
  } catch (error) {
    if (
      error instanceof MediaJobError &&
      error.kind === 'cancelled' &&
      store.isOpen &&
      store.jobs.isCancelled(taken.id)
    )
      await cancelled();
    else throw error;
  }
}

/** Writes again while the store cannot be written. */
async function insist<T>(write: () => Promise<T>): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof MediaJobError) || !error.retryable || made >= WRITES) throw error;
    }
    await sleep(WRITE_PAUSE_MS);
  }
}
