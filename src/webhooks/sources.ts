import { ALL_BACKENDS } from '../backends';
import type { HostedApi } from '../backends/backend';
import type { WebhookSender } from '../backends/webhookSource';

/** Who sends webhooks: a backend, or this package on another machine. */
export interface Sender extends WebhookSender {
  /** As it stands in saved workflows and in events. */
  readonly name: string;
  readonly label: string;
  /** The API that confirms what it tells, where there is one. */
  readonly api: HostedApi | null;
}

/** This package on another machine. */
const standard: Sender = {
  name: 'standard',
  label: 'Standard Webhooks',
  api: null,
  described: 'Jobs of this package on another machine',
  notice:
    'Give it to the other machine as the webhook URL of its jobs, and its signing secret (whsec_…) to the credential.',
  ownSecret: false,
  confirms: 'never',
  load: () => (require('../backends/standardSource') as typeof import('../backends/standardSource')).standardSource,
};

const ofBackends: Sender[] = ALL_BACKENDS.flatMap(({ name, label, hosted, webhooks }) =>
  webhooks === null ? [] : [{ ...webhooks, name, label, api: hosted }],
);

/** All of them: first those that need no API. */
export const SENDERS: readonly Sender[] = [
  ...ofBackends.filter(({ api }) => api === null),
  standard,
  ...ofBackends.filter(({ api }) => api !== null),
];

/** The sender of a name. @throws Error where there is none: a form offers no other */
export function senderNamed(name: unknown): Sender {
  const found = SENDERS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no source of webhooks called ${JSON.stringify(name)}`);
  return found;
}
