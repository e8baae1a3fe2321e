import { readdir, rm } from 'node:fs/promises';
import { placeOfCommandLine, placeOnWeb } from '../../../src/pipeline/storage/place';
import { httpSource, sourceOf } from '../../../src/pipeline/storage/sources';
import type { Source } from '../../../src/pipeline/storage/source';
import { parseAllowList } from '../../../src/pipeline/net/guard';
import { canaries } from '../../support/canaries';
import type { Canaries } from '../../support/canaries';
import { expectError, expectThrown } from '../../support/expectError';
import {
  INSIDE_HOSTS,
  insideUrls,
  misleading,
  oddlySpelled,
  OTHER_KINDS,
  redirects,
  redirectTo,
} from '../../support/insideAddresses';
import { LOOPBACK, outside, PUBLIC } from '../../support/outside';
import { serve } from '../storage/support/server';
import type { TestServer } from '../storage/support/server';
import { tempFolder } from '../storage/support/tempFolder';
import { opening } from '../storage/support/use';
import { MediaJobError } from '../../../src/pipeline/errors/mediaError';

let birds: Canaries;
const servers: TestServer[] = [];
beforeAll(async () => {
  birds = await canaries();
});
afterAll(() => birds.close());
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  expect(birds.reached()).toBe(0);
  expect(await readdir(folder())).toEqual([]);
});
// After the check above: hooks run in the order that they stand in.
const folder = tempFolder();
const { name, asked, connected } = outside();

async function served(listener: Parameters<typeof serve>[0]): Promise<TestServer> {
  const server = await serve(listener);
  servers.push(server);
  return server;
}

const redirector = (): Promise<TestServer> => served(redirects);

describe.each(['open', 'openInParts'] as const)('%s:', (way) => {
  const open = (source: Source) => source[way]?.(folder(), opening());

  describe('an address that came with a job', () => {
    it.each(INSIDE_HOSTS)('is refused before a connection is made: http(s)://%s', async (host) => {
      for (const protocol of ['http', 'https']) {
        const source = sourceOf(placeOfCommandLine(`${protocol}://${host}:${birds.port}/video.mp4`), { env: {} });
        await expectError(open(source), 'address_refused', 'MEDIA_JOBS_ALLOW_HOSTS=');
      }
      expect(connected).toEqual([]);
    });

    it('is refused without slashes, which a URL parser adds', async () => {
      for (const text of oddlySpelled(birds.port))
        await expectError(open(sourceOf(placeOfCommandLine(text), { env: {} })), 'address_refused');
    });

    it('is not reached as "localhost.", which some resolvers know and some do not', async () => {
      const opened = open(sourceOf(placeOfCommandLine(`http://localhost.:${birds.port}/`), { env: {} }));
      await expect(opened).rejects.toBeInstanceOf(MediaJobError);
    });

    it.each([...OTHER_KINDS, 's3://bucket/key', ...misleading(80)])('is invalid: %j', (text) => {
      expectThrown(() => placeOnWeb(text), 'invalid_input');
    });

    it('is refused when its name resolves to addresses inside only, and does not say which', async () => {
      name('innocent.test', [LOOPBACK, { address: '10.9.8.7', family: 4 }, { address: '::1', family: 6 }]);
      for (const protocol of ['http', 'https']) {
        const error = await expectError(
          open(sourceOf(placeOfCommandLine(`${protocol}://innocent.test:${birds.port}/`), { env: {} })),
          'address_refused',
          `MEDIA_JOBS_ALLOW_HOSTS=innocent.test:${birds.port}`,
        );
        expect(JSON.stringify(error)).not.toMatch(/10\.9\.8\.7|127\.0\.0\.1/);
      }
      expect(connected).toEqual([]);
    });

    it('is connected to at its public addresses only when its name has others too', async () => {
      const server = await served((_request, response) => response.writeHead(404).end());
      name('mixed.test', [LOOPBACK, PUBLIC]);
      await expectError(
        open(sourceOf(placeOfCommandLine(`http://mixed.test:${server.port}/`), { env: {} })),
        'input_not_found',
      );
      expect(connected).toEqual([`${PUBLIC.address} ${server.port}`]);
    });

    it('is judged at every connection: a name that resolves to the outside first and to the inside then is refused', async () => {
      const server = await served((_request, response) => response.socket?.destroy());
      name('rebind.test', [PUBLIC], [LOOPBACK]);
      const source = httpSource(placeOnWeb(`http://rebind.test:${server.port}/`), {
        allow: [],
        pause: async () => undefined,
      });
      await expectError(open(source), 'address_refused');
      expect([asked('rebind.test'), connected]).toEqual([2, [`${PUBLIC.address} ${server.port}`]]);
    });

    it('is judged by the very answer that is connected to, and no name is looked up a second time for that', async () => {
      const server = await served((_request, response) => response.writeHead(404).end());
      name('once.test', [PUBLIC], [LOOPBACK]);
      await expectError(
        open(sourceOf(placeOfCommandLine(`http://once.test:${server.port}/`), { env: {} })),
        'input_not_found',
      );
      expect([asked('once.test'), connected]).toEqual([1, [`${PUBLIC.address} ${server.port}`]]);
    });

    it('is resolved by what it is given, too', async () => {
      const source = httpSource(placeOnWeb(`http://given.test:${birds.port}/`), {
        allow: [],
        resolve: async () => [LOOPBACK],
      });
      await expectError(open(source), 'address_refused');
      expect(asked('given.test')).toBe(0);
    });
  });

  describe('a redirect', () => {
    it.each(INSIDE_HOSTS)('of a public server to %s is refused', async (host) => {
      const { port } = await redirector();
      name('public.test', [PUBLIC]);
      await expectError(
        open(
          sourceOf(placeOfCommandLine(redirectTo(`http://public.test:${port}`, `http://${host}:${birds.port}/`)), {
            env: {},
          }),
        ),
        'address_refused',
        `:${birds.port}`,
      );
      expect(connected).toEqual([`${PUBLIC.address} ${port}`]);
    });

    it.each(insideUrls(['127.0.0.1', '[::1]'], 1))(
      'to %s is refused, though the first server was allowed',
      async (location) => {
        const { origin, port } = await redirector();
        await expectError(
          open(httpSource(placeOnWeb(redirectTo(origin, location)), { allow: parseAllowList(`127.0.0.1:${port}`) })),
          'address_refused',
          'MEDIA_JOBS_ALLOW_HOSTS',
        );
      },
    );

    it('to a name that resolves inside is refused', async () => {
      const { port } = await redirector();
      name('public.test', [PUBLIC]);
      name('inside.test', [LOOPBACK]);
      await expectError(
        open(
          sourceOf(placeOfCommandLine(redirectTo(`http://public.test:${port}`, `http://inside.test:${birds.port}/`)), {
            env: {},
          }),
        ),
        'address_refused',
        'inside.test',
      );
    });

    it('to its own name, which has moved inside meanwhile, is refused', async () => {
      const { port } = await redirector();
      name('public.test', [PUBLIC], [LOOPBACK]);
      await expectError(
        open(
          sourceOf(placeOfCommandLine(redirectTo(`http://public.test:${port}`, `http://public.test:${birds.port}/`)), {
            env: {},
          }),
        ),
        'address_refused',
      );
    });

    it.each(OTHER_KINDS.filter((address) => URL.canParse(address)))('to %s is not followed', async (location) => {
      const { origin } = await redirector();
      await expectError(
        open(httpSource(placeOnWeb(redirectTo(origin, location)), { allow: parseAllowList('127.0.0.1') })),
        'redirect_refused',
      );
    });
  });
});

describe('MEDIA_JOBS_ALLOW_HOSTS', () => {
  it('opens the host it names and no other port of it', async () => {
    const server = await served((_request, response) => response.end('bytes'));
    const env = { MEDIA_JOBS_ALLOW_HOSTS: `127.0.0.1:${server.port}` };
    const path = await sourceOf(placeOfCommandLine(`${server.origin}/a.mp4`), { env }).open(folder(), opening());
    await rm(path);
    await expectError(
      sourceOf(placeOfCommandLine(`http://127.0.0.1:${birds.port}/a.mp4`), { env }).open(folder(), opening()),
      'address_refused',
    );
  });
});

it('the canaries would be reached, and a public server is', async () => {
  const own = await canaries();
  for (const host of ['127.0.0.1', 'localhost'])
    expect(await (await fetch(`http://${host}:${own.port}`)).text()).toBe('secret');
  expect(own.reached()).toBe(2);
  await own.close();
  const server = await served((_request, response) => response.end('bytes'));
  name('public.test', [PUBLIC]);
  await rm(
    await sourceOf(placeOfCommandLine(`http://public.test:${server.port}/`), { env: {} }).open(folder(), opening()),
  );
  expect(connected).toContain(`${PUBLIC.address} ${server.port}`);
});
