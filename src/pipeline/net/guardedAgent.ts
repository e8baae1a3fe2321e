import { Agent, buildConnector } from 'undici';
import type { GuardOptions } from './guard';
import { judgedTarget } from './judgedTarget';

/** Milliseconds. */
export interface Timeouts {
  connect: number;
  /** How long a server may stay silent, before its answer and within it. */
  idle: number;
}

/**
 * An agent of undici, for short messages, that only connects to what the guard lets through. Requests reject with address_refused. Redirects are not
 * followed. What is long comes through `guardedClient`.
 */
export function guardedAgent(guard: GuardOptions, timeouts: Timeouts): Agent {
  const connect: buildConnector.connector = (target, callback) => {
    const { hostname, protocol } = target;
    const { refused, lookup } = judgedTarget(guard, {
      protocol,
      hostname,
      port: Number(target.port) || (protocol === 'https:' ? 443 : 80),
    });
    if (refused !== null) process.nextTick(callback, refused, null);
    else buildConnector({ timeout: timeouts.connect, lookup })(target, callback);
  };
  return new Agent({ connect, headersTimeout: timeouts.idle, bodyTimeout: timeouts.idle });
}
