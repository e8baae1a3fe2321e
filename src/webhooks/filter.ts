import { fieldsOf } from '../backends/hostedJob';
import type { WebhookNews } from '../backends/webhookSource';

/** Which events are wanted. An empty list wants all. */
export interface EventFilter {
  events: readonly string[];
  kinds: readonly string[];
  statuses: readonly string[];
  /** All of them have to be there with this value. */
  metadata: readonly { key: string; value: string }[];
}

/** Whether an event is one of those that are wanted. */
export function isWanted({ event, job }: WebhookNews, { events, kinds, statuses, metadata }: EventFilter): boolean {
  const told = fieldsOf(job.metadata);
  return (
    among(events, event) &&
    among(kinds, job.kind) &&
    among(statuses, job.status) &&
    metadata.every(({ key, value }) => Object.hasOwn(told, key) && asText(told[key]) === value)
  );
}

const among = (wanted: readonly string[], value: unknown): boolean =>
  wanted.length === 0 || wanted.some((each) => each === value);

/** Numbers and the like as they are typed into a form. */
const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
