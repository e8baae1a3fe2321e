import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { addressRefused, isAllowed, isPublicAddress, systemResolve } from './guard';
import type { GuardOptions } from './guard';

/** Milliseconds. */
export interface AgentTimeouts {
  connect: number;
  /** How long a server may stay silent, before its answer and within it. */
  idle: number;
}

/**
 * An HTTP agent that only connects to what the guard lets through. The check sits where the socket is opened, and the addresses
 * judged are the ones connected to, so a name that resolves differently a moment later gains nothing.
 * Requests reject with address_refused. Redirects are not followed.
 */
export function guardedAgent({ allow, resolve = systemResolve }: GuardOptions, timeouts: AgentTimeouts): Agent {
  const connect: buildConnector.connector = (target, callback) => {
    const { hostname, protocol } = target;
    const port = Number(target.port) || (protocol === 'https:' ? 443 : 80);
    const open = isAllowed(allow, hostname, port);
    const refuse = () => addressRefused(protocol, hostname, port);
    // A lookup is not made for an address that is spelled out.
    if (!open && isIP(hostname) !== 0 && !isPublicAddress(hostname)) {
      process.nextTick(callback, refuse(), null);
      return;
    }
    const lookup: LookupFunction = (name, options, done) => {
      resolve(name).then((found) => {
        const addresses = found.filter(({ address }) => open || isPublicAddress(address));
        const [first] = addresses;
        if (first === undefined) done(refuse(), []);
        else if (options.all) done(null, addresses);
        else done(null, first.address, first.family);
      }, (error: unknown) => {
        done(error as NodeJS.ErrnoException, []);
      });
    };
    buildConnector({ timeout: timeouts.connect, lookup })(target, callback);
  };
  return new Agent({ connect, headersTimeout: timeouts.idle, bodyTimeout: timeouts.idle });
}
