import type { ApiAccess } from '../backends/apiAccess';
import type { SwiftiaAccess } from '../backends/swiftia/access';
import { confirmIttybit, confirmSwiftia } from './confirm';
import type { Pause } from './confirm';
import { isWanted } from './filter';
import type { EventFilter } from './filter';
import { jsonObject, textOfBody } from './incoming';
import type { IncomingWebhook } from './incoming';
import { verifyIttybit } from './ittybitWebhook';
import { ittybitNotice, standardEvent, swiftiaEvent } from './normalise';
import type { WebhookEvent } from './normalise';
import type { SeenIds } from './seen';
import { verifyStandard } from './standardWebhook';
import { verifySwiftiaToken } from './swiftiaWebhook';

/** Who sends, and what shows that it is them. */
export type WebhookSource =
  | { name: 'local' | 'standard'; secrets: readonly string[] }
  /** Without access the signature alone has to do. */
  | { name: 'ittybit'; secrets: readonly string[]; access: ApiAccess | null }
  | { name: 'swiftia'; secrets: readonly string[]; access: SwiftiaAccess };

export interface Receiver {
  source: WebhookSource;
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
  const { id, body, event } = await believed(webhook, rawBody, source, { now, pause });
  if (!isWanted(event, filter)) return { starts: false, why: 'filtered' };
  const place = `${source.name} ${scope}`;
  if (seen !== null && !(await seen.firstTime(place, id, now))) return { starts: false, why: 'duplicate' };
  return { starts: true, event, body, rawBody, takeBack: async () => seen?.takeBack(place, id) };
}

interface Believed {
  /** What stays the same however often the webhook is sent. */
  id: string;
  body: Record<string, unknown>;
  event: WebhookEvent;
}

async function believed(
  { url, headers, rawBody }: IncomingWebhook,
  text: string,
  source: WebhookSource,
  { now, pause }: Pick<Receiver, 'now' | 'pause'>,
): Promise<Believed> {
  switch (source.name) {
    case 'local':
    case 'standard': {
      const id = verifyStandard(headers, text, source.secrets, now);
      const body = jsonObject(text);
      return { id, body, event: standardEvent(body, source.name) };
    }
    case 'ittybit': {
      verifyIttybit(headers, rawBody, source.secrets);
      const body = jsonObject(text);
      const notice = ittybitNotice(body);
      const job = source.access === null ? notice.job : await confirmIttybit(source.access, notice, pause);
      return { id: `${notice.id} ${notice.status}`, body, event: { ...notice.event, job, output: job.output } };
    }
    case 'swiftia': {
      verifySwiftiaToken(url, source.secrets);
      const body = jsonObject(text);
      const job = await confirmSwiftia(source.access, body, { pause });
      return { id: `${job.id} ${job.status}`, body, event: swiftiaEvent(job) };
    }
  }
}
