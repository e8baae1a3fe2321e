import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import type { Job } from '../../pipeline/job/job';
import { guardOf } from '../../pipeline/net/guard';
import { guardedAgent } from '../../pipeline/net/guardedAgent';
import type { PeriodicTask } from '../engine';
import type { Home } from '../home';
import { openSecrets } from '../jobSecrets';
import { overHttp } from '../overHttp';
import { ResultLinks } from '../resultLinks';
import type { Seal } from '../seal';
import type { JobStore } from '../store/port';
import { HostShares } from './hostShares';
import { isOwnWebhook } from './ownWebhook';
import { afterAttempt, GONE } from './schedule';
import type { Reply } from './schedule';
import { webhookSecrets } from './secrets';
import { send } from './send';
import { toMediaError } from '../../pipeline/errors/mediaError';
import type { Delivery } from '../store/delivery';

/** So long for one (ms): the specification has 15 to 30 s. */
const TIMEOUT_MS = 20_000;

export interface DelivererUse {
  outbox: JobStore['outbox'];
  seal: Seal;
  secrets: () => Promise<readonly string[]>;
  /** What posts to an address: its guard. */
  agentFor: (url: URL) => Dispatcher;
  /** A job as its receiver is to see it. */
  show?: (delivery: Delivery) => Promise<Job>;
  now: () => number;
  random: () => number;
  timeoutMs?: number;
}

/** Posts what has happened to jobs to their `webhook_url`. What is not sent yet lies in the store, so a restart loses none. */
export class Deliverer {
  private readonly sending = new Set<Promise<void>>();
  private readonly shares = new HostShares();
  private readonly leaving = new AbortController();

  constructor(private readonly use: DelivererUse) {}

  /** Takes what is due, and does not wait for it. @param owner id of this process in the store */
  async look(owner: string): Promise<void> {
    const { outbox, now } = this.use;
    while (!this.shares.areGone && !this.leaving.signal.aborted) {
      const delivery = await outbox.claim(owner, now(), this.shares.mayHave);
      if (delivery === null) return;
      this.shares.begin(delivery.url);
      const sent: Promise<void> = this.deliver(delivery).finally(() => this.sending.delete(sent));
      this.sending.add(sent);
    }
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.sending.size > 0) await Promise.all(this.sending);
  }

  /** What is under way is broken off, to be sent again by whoever comes next. */
  async stop(): Promise<void> {
    this.leaving.abort();
    await this.idle();
  }

  private async deliver(delivery: Delivery): Promise<void> {
    const { outbox, now, random } = this.use;
    const reply = await this.attempt(delivery);
    this.shares.end(delivery.url, reply?.status !== null);
    if (reply === null) return;
    try {
      await outbox.settle(delivery.id, afterAttempt(delivery, reply, { now: now(), random: random() }));
      if (reply.status === GONE) await outbox.giveUp(delivery.job);
    } catch (error) {
      // It stays claimed, and is sent again with the same id when this process has ended.
      process.emitWarning(toMediaError(error).message);
    }
  }

  /** @returns null when this process leaves before it is known how it went */
  private async attempt(delivery: Delivery): Promise<Reply | null> {
    const { seal, secrets, agentFor, show, now, timeoutMs = TIMEOUT_MS } = this.use;
    const signal = AbortSignal.any([this.leaving.signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const { webhookUrl: url = delivery.url } = await openSecrets(seal, {
        id: delivery.job,
        sealed: delivery.sealed,
      });
      const message = { ...delivery, url, ...(show !== undefined && { state: await show(delivery) }) };
      const reply = await send(agentFor, message, await secrets(), { now: now(), signal });
      if (reply.status !== null || !signal.aborted) return reply;
      return this.leaving.signal.aborted ? null : { ...reply, why: 'it did not answer in time' };
    } catch (error) {
      return { status: null, why: toMediaError(error).message, retryAfter: null };
    }
  }
}

export interface DeliveringUse {
  home: Home;
  outbox: JobStore['outbox'];
  seal: Seal;
  env: NodeJS.ProcessEnv;
  /** Whether this process is n8n's own, whose webhooks it may post to. */
  inN8n: boolean;
}

/** What makes an engine deliver webhooks. */
export function webhookDelivery({ home, outbox, seal, env, inN8n }: DeliveringUse): {
  periodicTask: PeriodicTask;
  stop: () => Promise<void>;
} {
  const timeouts = { connect: TIMEOUT_MS, idle: TIMEOUT_MS };
  const [guarded, own] = [guardedAgent(guardOf(env), timeouts), new Agent()];
  const agentFor = (url: URL) => (inN8n && isOwnWebhook(url, env) ? own : guarded);
  const show = async ({ state, origin }: Delivery): Promise<Job> =>
    origin === null ? state : overHttp(state, { home, links: await ResultLinks.open(home, Date.now), origin });
  const deliverer = new Deliverer({
    outbox,
    seal,
    secrets: () => webhookSecrets(home, env),
    agentFor,
    show,
    now: Date.now,
    random: Math.random,
  });
  return {
    periodicTask: (owner) => deliverer.look(owner),
    stop: async () => {
      await deliverer.stop();
      await Promise.all([guarded.close(), own.close()]);
    },
  };
}
