import { parseRenderOrder } from '../../backends/swiftia/renderOrder';
import type { RenderOrder } from '../../backends/swiftia/renderOrder';
import { newSteps } from '../../backends/swiftia/steps';
import type { JobService, JobView } from '../service';
import type { StoredJob } from '../store/storedJob';
import { SWIFTIA_TASKS } from './jobObject';

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
export function placeSwiftiaJob(
  jobs: JobService,
  { input, options, metadata, idempotencyKey }: SwiftiaPlacing,
): Promise<JobView> {
  return jobs.create({
    request: { kind: 'shorts', options, metadata },
    input: { named: input },
    backend: SWIFTIA,
    idempotencyKey,
    driven: { steps: newSteps(), tasks: SWIFTIA_TASKS },
  });
}

const SWIFTIA = 'swiftia';

export const isSwiftiaJob = (job: StoredJob | null): boolean => job?.backend === SWIFTIA;

/** How the shorts of a stored job are to be rendered. */
export const renderOrderOf = ({ request }: Pick<StoredJob, 'request'>): RenderOrder =>
  parseRenderOrder({ ...(request.options.render as object | undefined) });
