import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import { throwIfCancelled } from '../../pipeline/errors/cancelled';
import type { SwiftiaAccess } from './access';
import { PLANS } from './plans';

/** Whose turn it is to ask. */
export interface RateLimit {
  /** Resolves when the next request may be sent, in the order in which it is asked for. @throws cancelled */
  turn(signal: AbortSignal): Promise<void>;
  /** The API wants no request for so many milliseconds. */
  hold(milliseconds: number): Promise<void>;
}

const limits = new Map<string, RateLimit>();

/** The limit of a credential: one for this process, whatever asks with that key. */
export function rateLimitOf({ baseUrl, apiKey, plan }: SwiftiaAccess): RateLimit {
  const key = createHash('sha256')
    .update(JSON.stringify([baseUrl, apiKey.trim(), plan]))
    .digest('hex');
  const known = limits.get(key) ?? rateLimit(PLANS[plan].interval);
  limits.set(key, known);
  return known;
}

/** One request in so many milliseconds. */
export function rateLimit(interval: number): RateLimit {
  const limiter = new RateLimiterMemory({ points: 1, duration: interval / 1000 });
  const queue = new RateLimiterQueue(limiter);
  return {
    async turn(signal) {
      throwIfCancelled(signal);
      let stop: () => void = () => undefined;
      const stopped = new Promise<void>((resolve) => {
        stop = resolve;
        signal.addEventListener('abort', stop, { once: true });
      });
      // The place in the queue of one that does not want it any more goes by unused.
      await Promise.race([queue.removeTokens(1), stopped]).finally(() => signal.removeEventListener('abort', stop));
      throwIfCancelled(signal);
    },
    async hold(milliseconds) {
      if (milliseconds > 0) await limiter.block('limiter', milliseconds / 1000);
    },
  };
}
