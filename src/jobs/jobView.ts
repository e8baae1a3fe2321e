import type { Job } from '../pipeline/job/job';
import type { DeliveryTry } from './store/delivery';
import type { EventType } from './store/event';
import type { JobStore } from './store/port';
import type { StoredJob } from './store/storedJob';

/** A job of the store as others see it. */
export interface JobView extends Job {
  /** How telling `webhook_url` went; only there when something was to be told. */
  webhook_deliveries?: {
    id: string;
    type: EventType;
    status: 'pending' | 'delivered' | 'failed';
    attempts: DeliveryTry[];
    next_at: number | null;
  }[];
}

/** A job with how telling of it went. */
export async function viewOf({ id, state, webhookUrl }: StoredJob, store: JobStore): Promise<JobView> {
  const deliveries = webhookUrl === null ? [] : await store.outbox.of(id);
  if (deliveries.length === 0) return state;
  const shown = deliveries.map((each) => ({
    id: each.id,
    type: each.type,
    status: each.status,
    attempts: each.tries,
    next_at: each.status === 'pending' ? each.nextAt : null,
  }));
  return { ...state, webhook_deliveries: shown };
}
