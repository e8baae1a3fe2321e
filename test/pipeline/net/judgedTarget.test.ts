import type { LookupAddress } from 'node:dns';
import type { LookupOptions } from 'node:dns';
import { parseAllowList } from '../../../src/pipeline/net/guard';
import { judgedTarget } from '../../../src/pipeline/net/judgedTarget';

const INSIDE: LookupAddress = { address: '10.1.2.3', family: 4 };
const PUBLIC: LookupAddress = { address: '93.184.216.34', family: 4 };
const PUBLIC_6: LookupAddress = { address: '2606:4700:4700::1111', family: 6 };

const judged = (hostname: string, found: LookupAddress[] = [], allow = '') =>
  judgedTarget(
    { allow: parseAllowList(allow), resolve: async () => found },
    { protocol: 'http:', hostname, port: 8080 },
  );

/** What the lookup hands to whoever connects. */
const lookedUp = (found: LookupAddress[], options: LookupOptions = { all: true }, allow = '') =>
  new Promise((resolve) => {
    judged('name.test', found, allow).lookup('name.test', options, (error, address, family) =>
      resolve({ error, address, family }),
    );
  });

test.each(['10.1.2.3', '127.0.0.1', '::1', '169.254.169.254'])('%s, spelled out, is refused at once', (hostname) => {
  expect(judged(hostname).refused).toMatchObject({ kind: 'address_refused' });
  expect(judged(hostname, [], hostname.includes(':') ? `[${hostname}]:8080` : `${hostname}:8080`).refused).toBeNull();
});

test.each(['93.184.216.34', '2606:4700:4700::1111', 'name.test'])('%s is not', (hostname) => {
  expect(judged(hostname).refused).toBeNull();
});

test('a lookup answers the public addresses of a name alone', async () => {
  expect(await lookedUp([INSIDE, PUBLIC_6, PUBLIC])).toEqual({ error: null, address: [PUBLIC_6, PUBLIC] });
});

test('whoever asks for one address gets the first public one, with its family', async () => {
  expect(await lookedUp([INSIDE, PUBLIC_6, PUBLIC], {})).toEqual({
    error: null,
    address: PUBLIC_6.address,
    family: 6,
  });
});

test.each([[[]], [[INSIDE]]])('a name with %j has nothing to connect to', async (found) => {
  expect(await lookedUp(found)).toMatchObject({
    error: { kind: 'address_refused', message: expect.stringContaining('http://name.test:8080') },
    address: [],
  });
});

test('a name that an administrator opened has all its addresses', async () => {
  expect(await lookedUp([INSIDE, PUBLIC], { all: true }, 'name.test:8080')).toEqual({
    error: null,
    address: [INSIDE, PUBLIC],
  });
  expect(await lookedUp([INSIDE], { all: true }, 'name.test:80')).toMatchObject({ error: { kind: 'address_refused' } });
});

test('what the resolver fails with is handed on', async () => {
  const gone = new Error('no such name');
  const { lookup } = judgedTarget(
    { allow: [], resolve: () => Promise.reject(gone) },
    { protocol: 'http:', hostname: 'gone.test', port: 80 },
  );
  const seen = await new Promise((resolve) => {
    lookup('gone.test', { all: true }, (error, address) => resolve({ error, address }));
  });
  expect(seen).toEqual({ error: gone, address: [] });
});
