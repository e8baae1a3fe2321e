import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import ipaddr from 'ipaddr.js';
import { isOfCloud } from './cloudAddresses';
import { mediaError } from '../errors/mediaError';
import type { MediaJobError } from '../errors/mediaError';

/** A host that an administrator opened; `port` null means every port. IPv6 addresses stand without brackets. */
export interface AllowedHost {
  host: string;
  port: number | null;
}

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** What the guard goes by: public addresses only, besides the hosts named here. */
export interface GuardOptions {
  allow: readonly AllowedHost[];
  /** The system's resolver, unless another one is given. */
  resolve?: Resolve;
}

export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true });

/** The guard as MEDIA_JOBS_ALLOW_HOSTS sets it. */
export const guardOf = (env: NodeJS.ProcessEnv): GuardOptions => ({
  allow: parseAllowList(env.MEDIA_JOBS_ALLOW_HOSTS),
});

/** Reads `host:port,host,[::1]:80`. An entry that is no host opens nothing. */
export function parseAllowList(text = ''): AllowedHost[] {
  return text.split(',').flatMap((entry) => {
    const [, host, port] = /^(\[[^\]]+\]|[^:/@?#\s]+)(?::(\d{1,5}))?$/.exec(entry.trim()) ?? [];
    const url = host === undefined ? null : URL.parse(`http://${host}`);
    return url === null ? [] : { host: bare(url.hostname), port: port === undefined ? null : Number(port) };
  });
}

/** Whether an administrator opened this host. The name counts, whatever it resolves to. */
export function isAllowed(allow: readonly AllowedHost[], hostname: string, port: number): boolean {
  const host = bare(hostname.toLowerCase());
  return allow.some((entry) => entry.host === host && (entry.port === null || entry.port === port));
}

/** The only IPv6 block that public addresses are given out from; the rest includes old ways to spell an IPv4 address, such as ::10.0.0.1. */
const PUBLIC_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether an IP address can be reached by everybody: not this machine, a private network, a cloud's own services, or a detour to one (mapped, NAT64, 6to4, Teredo). */
export function isPublicAddress(ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv4 ? !isOfCloud(address) : address.match(PUBLIC_IPV6);
}

/** The error for an address that the guard refuses. It does not say what a name resolves to: that would tell strangers about the network inside. */
export function addressRefused(protocol: string, hostname: string, port: number): MediaJobError {
  const host = `${hostname.includes(':') ? `[${bare(hostname)}]` : hostname}:${port}`;
  return mediaError('address_refused', {
    address: `${protocol}//${host}`,
    host,
    why: 'it leads to this machine or into a private network',
  });
}

/** Without the brackets that an IPv6 address has in a URL. */
export const bare = (hostname: string): string => hostname.replace(/[[\]]/g, '');
