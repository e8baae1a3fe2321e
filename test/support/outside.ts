import type { LookupAddress } from 'node:dns';
import dns from 'node:dns/promises';
import { Agent } from 'node:http';
import net from 'node:net';
import type { LookupFunction, NetConnectOpts, TcpNetConnectOpts } from 'node:net';

/** In the IPv6 range that public addresses come from, in a part that was never given out. */
export const PUBLIC: LookupAddress = { address: '3000::1', family: 6 };
export const LOOPBACK: LookupAddress = { address: '127.0.0.1', family: 4 };

export interface Outside {
  /** What a name resolves to: each question gets the next answer, and the last one stays. */
  name(host: string, ...answers: LookupAddress[][]): void;
  /** How often a name was asked for. */
  asked(host: string): number;
  /** Addresses and ports that were connected to by this process over plain TCP, before that one public address was led to where it is served. */
  connected: string[];
}

/**
 * An internet for the tests of a file: names resolve as a test says and all others not at all, and a connection to the address PUBLIC leads to this machine. So a
 * server of the test is a public one in the eyes of the guard, which sees what it would see, and no packet leaves this machine.
 */
export function outside(): Outside {
  const names = new Map<string, LookupAddress[][]>();
  const counts = new Map<string, number>();
  const connected: string[] = [];
  const [lookup, connect] = [dns.lookup, net.connect];

  const resolve = async (host: string): Promise<LookupAddress[]> => {
    counts.set(host, (counts.get(host) ?? 0) + 1);
    const answers = names.get(host);
    const answer = answers !== undefined && answers.length > 1 ? answers.shift() : answers?.[0];
    if (answer !== undefined) return answer;
    if (host === 'localhost') return lookup(host, { all: true });
    throw Object.assign(new Error(`There is no ${host}`), { code: 'ENOTFOUND' });
  };
  const route = (to: LookupAddress, port: number | string): LookupAddress => {
    connected.push(`${to.address} ${port}`);
    return to.address === PUBLIC.address ? LOOPBACK : to;
  };
  const routed =
    (ask: LookupFunction, port: number): LookupFunction =>
    (name, options, done) => {
      ask(name, { ...options, all: true }, (error, found) => {
        const places = typeof found === 'string' ? [] : found.map((each) => route(each, port));
        const [first] = places;
        if (error !== null || first === undefined) done(error, []);
        else if (options.all) done(null, places);
        else done(null, first.address, first.family);
      });
    };
  const connectRouted = (options: NetConnectOpts): net.Socket => {
    const { host = '', port, lookup: ask, ...more } = options as TcpNetConnectOpts;
    if (net.isIP(host) !== 0 || ask === undefined)
      return connect({
        ...options,
        host: route({ address: host, family: net.isIP(host) }, port).address,
      } as TcpNetConnectOpts);
    return connect({ ...more, host, port, lookup: routed(ask, port) });
  };

  beforeEach(() => {
    names.clear();
    counts.clear();
    connected.length = 0;
    jest.spyOn(dns, 'lookup').mockImplementation(resolve as unknown as typeof dns.lookup);
    jest
      .spyOn(net, 'connect')
      .mockImplementation(((options: NetConnectOpts) => connectRouted(options)) as typeof net.connect);
    // Node's own client has its own way.
    jest
      .spyOn(Agent.prototype, 'createConnection')
      .mockImplementation((options) => connectRouted(options as NetConnectOpts));
  });
  afterEach(() => jest.restoreAllMocks());
  return {
    name: (host, ...answers) => void names.set(host, answers),
    asked: (host) => counts.get(host) ?? 0,
    connected,
  };
}
