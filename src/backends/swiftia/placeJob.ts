import type { Job } from '../../pipeline/job/job';
import type { JobService } from '../jobService';
import { SWIFTIA_TASKS } from './jobObject';
import type { RenderOrder } from './renderOrder';
import { newSteps } from './steps';

export interface SwiftiaPlacing {
  /** As users are shown it: an address, a name, or an id. */
  input: string;
  /** What is to be made, for people and to know the same request again; `render` is how shorts are rendered. */
  options: Record<string, unknown> & { render: RenderOrder };
  metadata: Record<string, unknown>;
  /** The same key and request answer the job that is there already. */
  idempotencyKey: string;
}

/** Stores a job for Swiftia, before anything is sent. The store holds no key, and no address that lets in whoever has it. @throws idempotency_conflict, disk_full, store_unusable */
export const placeSwiftiaJob = ({ driven }: Pick<JobService, 'driven'>, placing: SwiftiaPlacing): Promise<Job> =>
  driven.place({ ...placing, backend: SWIFTIA, kind: 'shorts', steps: newSteps(), tasks: SWIFTIA_TASKS });

const SWIFTIA = 'swiftia';

/** Whether a stored job is one of Swiftia's. */
export const isSwiftiaJob = ({ driven }: Pick<JobService, 'driven'>, id: string): Promise<boolean> =>
  driven.has(id, SWIFTIA);
