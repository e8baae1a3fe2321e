import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { addressRefused, isAllowed, isPublicAddress, systemResolve } from './guard';
import type { GuardOptions } from './guard';
import type { MediaJobError } from '../errors/mediaError';

/** Where a connection is to be made. `hostname` without brackets. */
export interface Target {
  protocol: string;
  hostname: string;
  port: number;
}

export interface Judged {
  /** An address that is spelled out is judged at once, since no lookup is made for it. */
  refused: MediaJobError | null;
  /** To connect by: it answers only addresses that the guard lets through, which are then the ones connected to. Fails with address_refused. */
  lookup: LookupFunction;
}

/** The guard's judgement of one connection. A name that resolves differently a moment later gains nothing. */
export function judgedTarget(
  { allow, resolve = systemResolve }: GuardOptions,
  { protocol, hostname, port }: Target,
): Judged {
  const open = isAllowed(allow, hostname, port);
  const refuse = () => addressRefused(protocol, hostname, port);
  return {
    refused: !open && isIP(hostname) !== 0 && !isPublicAddress(hostname) ? refuse() : null,
    lookup: (name, options, done) => {
      resolve(name).then(
        (found) => {
          const addresses = found.filter(({ address }) => open || isPublicAddress(address));
          const [first] = addresses;
          if (first === undefined) done(refuse(), []);
          else if (options.all) done(null, addresses);
          else done(null, first.address, first.family);
        },
        (error: unknown) => {
          done(error as NodeJS.ErrnoException, []);
        },
      );
    },
  };
}
