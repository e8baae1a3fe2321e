import type { Pause, WebhookNews } from '../backends/webhookSource';
import { textOfBody } from './base/incoming';
import type { IncomingWebhook } from './base/incoming';
import { isWanted } from './filter';
import type { EventFilter } from './filter';
import type { SeenIds } from './seen';
import { senderNamed } from './sources';

/** What a webhook tells, and the name of who sent it. */
export interface WebhookEvent extends WebhookNews {
  backend: string;
}

/** Who sends, and what shows that it is them. */
export interface KnownSender {
  name: string;
  secrets: readonly string[];
  /** The fields of the credential for its API; null where that is not asked. */
  credential: object | null;
}

export interface Receiver {
  source: KnownSender;
  /** Names this receiver among those that share the store: each takes a webhook once. */
  scope: string;
  filter: EventFilter;
  /** Null takes a webhook any number of times, as somebody does who tries things out. */
  seen: SeenIds | null;
  /** Unix milliseconds. */
  now: number;
  pause?: Pause | undefined;
}

/** What becomes of a webhook that is believed. */
export type Received =
  /** `takeBack` lets the same webhook in once more. */
  | {
      starts: true;
      event: WebhookEvent;
      body: Record<string, unknown>;
      rawBody: string;
      takeBack: () => Promise<unknown>;
    }
  | { starts: false; why: 'filtered' | 'duplicate' };

/**
 * Takes in a webhook: is it whole, is it from whom it says, is it wanted, is it new?
 * @throws WebhookRefusal for one that is not believed; errors of the store
 */
export async function receive(
  webhook: IncomingWebhook,
  { source, scope, filter, seen, now, pause }: Receiver,
): Promise<Received> {
  const rawBody = textOfBody(webhook);
  const { name, secrets, credential } = source;
  const { id, body, told } = await senderNamed(name)
    .load()
    .believe(webhook, rawBody, { secrets, credential, now, pause });
  const { event: type, job, output } = told;
  const event: WebhookEvent = { event: type, backend: name, job, output };
  if (!isWanted(event, filter)) return { starts: false, why: 'filtered' };
  const place = `${name} ${scope}`;
  if (seen !== null && !(await seen.firstTime(place, id, now))) return { starts: false, why: 'duplicate' };
  return { starts: true, event, body, rawBody, takeBack: async () => seen?.takeBack(place, id) };
}
