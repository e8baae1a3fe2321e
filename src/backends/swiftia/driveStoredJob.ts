import { isEnded } from '../../pipeline/job/job';
import type { Job, JobCost } from '../../pipeline/job/job';
import { throwIfCancelled } from '../../pipeline/errors/cancelled';
import { failedJob } from '../../pipeline/job/jobProgress';
import type { JobService, TakenJob } from '../jobService';
import type { SwiftiaClient } from './client';
import type { CreateOrder } from './createOrder';
import { driveSwiftia } from './driveSwiftia';
import type { SwiftiaDrive } from './driveSwiftia';
import { swiftiaJobObject } from './jobObject';
import { parseRenderOrder } from './renderOrder';
import type { SwiftiaSteps } from './steps';
import { mediaError, MediaJobError } from '../../pipeline/errors/mediaError';
import { waitFor } from '../waitFor';

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

/**
 * Goes on with a stored job at Swiftia, whoever has begun it; while another process does so, its changes are waited for.
 * @returns the job as it is then @throws job_not_found, and as `driveSwiftia`
 */
export async function driveStoredJob(
  jobs: Pick<JobService, 'get' | 'driven'>,
  id: string,
  drive: StoredDrive,
): Promise<Job> {
  const { until, signal, pause = waitFor } = drive;
  for (;;) {
    const job = await jobs.get(id);
    if (isEnded(job) || (await jobs.driven.drive(id, (taken, stop) => driveTaken(taken, stop, drive))))
      return jobs.get(id);
    const now = await jobs.get(id);
    if (isEnded(now) || until === 'waiting' || (until === 'created' && typeof now.backend_job_id === 'string'))
      return now;
    await pause(OTHERS_MS, signal).catch(() => throwIfCancelled(signal));
    throwIfCancelled(signal);
  }
}

async function driveTaken(
  taken: TakenJob,
  stop: AbortSignal,
  { client, order, reckoned, onChange, signal, ...use }: StoredDrive,
): Promise<void> {
  let state: Job =
    reckoned === undefined
      ? taken.state
      : { ...taken.state, cost: { currency: 'USD', ...reckoned, charged: taken.state.cost?.charged ?? null } };
  const write = async (steps: object, next: Job): Promise<void> => {
    await taken.save(steps, next);
    state = next;
    onChange?.(next);
  };
  let steps = taken.steps as SwiftiaSteps;
  const save = (next: SwiftiaSteps) => {
    steps = next;
    return write(next, swiftiaJobObject(state, next, Date.now()));
  };
  const cancelled = () => write(steps, failedJob(state, mediaError('cancelled', {}), Date.now));
  try {
    if (await taken.isCancelled()) await cancelled();
    else
      await driveSwiftia({
        ...use,
        client,
        steps,
        save,
        order: order ?? null,
        render: parseRenderOrder({ ...(taken.options.render as object | undefined) }),
        signal: AbortSignal.any([signal, stop]),
      });
  } catch (error) {
    if (error instanceof MediaJobError && error.kind === 'cancelled' && (await taken.isCancelled())) await cancelled();
    else throw error;
  }
}
