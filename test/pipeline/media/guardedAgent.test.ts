import { readdir, rm } from 'node:fs/promises';
import { MediaJobError } from '../../../src/pipeline/errors';
import { httpSource, sourceOf } from '../../../src/pipeline/media/sources';
import type { Source } from '../../../src/pipeline/media/source';
import type { Resolve } from '../../../src/pipeline/media/guard';
import { parseAllowList } from '../../../src/pipeline/media/guard';
import { expectError, expectThrown } from '../../support/expectError';
import { canary, serve } from './support/server';
import type { Canary, TestServer } from './support/server';
import { tempFolder } from './support/tempFolder';
import { opening } from './support/use';

let bird: Canary;
let servers: TestServer[] = [];
beforeEach(async () => {
  bird = await canary();
});
afterEach(async () => {
  await Promise.all([bird, ...servers].map((server) => server.close()));
  servers = [];
  expect(bird.reached()).toBe(0);
  expect(await readdir(folder())).toEqual([]);
});
// After the check above: hooks run in the order that they stand in.
const folder = tempFolder();

/** In the IPv6 range that public addresses come from, in a part that was never given out. */
const NOBODY = { address: '3000::1', family: 6 };
const LOOPBACK = { address: '127.0.0.1', family: 4 };

async function redirector(location: string): Promise<TestServer> {
  const server = await serve((_request, response) => response.writeHead(302, { location }).end());
  servers.push(server);
  return server;
}

describe.each(['open', 'openInParts'] as const)('%s:', (way) => {
  const open = (source: Source) => source[way]?.(folder(), opening());

  describe('an address that came with a job', () => {
    it.each([
      '127.0.0.1', 'localhost', 'LOCALHOST', '0', '0.0.0.0', '127.1', '2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1', '127.0.0.1.', '%3127.0.0.1', '１２７.0.0.1', '127。0。0。1',
      '[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]',
      '10.0.0.1', '172.16.0.1', '192.168.0.1', '169.254.169.254', '100.64.0.1', '224.0.0.1', '[fe80::1]', '[fd00::1]', '[fd00:ec2::254]',
      'public@127.0.0.1', '8.8.8.8:80@127.0.0.1', 'user:pass@localhost', '8.8.8.8%2f@127.0.0.1',
    ])('is refused: http(s)://%s', async (host) => {
      for (const protocol of ['http', 'https']) {
        const source = sourceOf(`${protocol}://${host}:${bird.port}/video.mp4`, { env: {} });
        await expectError(open(source), 'address_refused', 'MEDIA_JOBS_ALLOW_HOSTS=');
      }
    });

    it('is refused with backslashes and without slashes, which a URL parser takes as slashes', async () => {
      for (const text of [`http:\\\\127.0.0.1:${bird.port}\\x`, `http:127.0.0.1:${bird.port}`, `HTTP:/127.0.0.1:${bird.port}`, ` http://127.0.0.1:${bird.port}`]) {
        await expectError(open(sourceOf(text, { env: {} })), 'address_refused');
      }
    });

    it('is not reached as "localhost.", which some resolvers know and some do not', async () => {
      const opened = open(sourceOf(`http://localhost.:${bird.port}/`, { env: {} }));
      await expect(opened).rejects.toBeInstanceOf(MediaJobError);
    });

    it.each(['file:///etc/passwd', 'file:/etc/passwd', 'ftp://8.8.8.8/x', 'gopher://127.0.0.1:70/_x', 'data:video/mp4;base64,AAAA', 'concat:/etc/passwd|/etc/hosts', 's3://bucket/key', 'javascript:1'])('is invalid: %s', (text) => {
      expectThrown(() => sourceOf(text, { env: {} }), 'invalid_input');
      expectThrown(() => httpSource(text, { allow: [] }), 'invalid_input');
    });

    it('is refused when its name resolves to addresses inside only, and does not say which', async () => {
      const resolve: Resolve = async () => [LOOPBACK, { address: '10.9.8.7', family: 4 }, { address: '::1', family: 6 }];
      const opened = open(httpSource(`http://innocent.test:${bird.port}/`, { allow: [], resolve }));
      const error = await expectError(opened, 'address_refused', `MEDIA_JOBS_ALLOW_HOSTS=innocent.test:${bird.port}`);
      expect(JSON.stringify(error)).not.toMatch(/10\.9\.8\.7|127\.0\.0\.1/);
    });

    it('is connected to at its public addresses only when its name has others too', async () => {
      const resolve: Resolve = async () => [LOOPBACK, NOBODY];
      const source = httpSource(`http://mixed.test:${bird.port}/`, { allow: [], resolve, connectTimeout: 100, pause: async () => undefined });
      await expectError(open(source), 'download_failed');
    });

    it('is judged at every connection: a name that resolves to the outside first and to the inside then is refused', async () => {
      let asked = 0;
      const resolve: Resolve = async () => [asked++ === 0 ? NOBODY : LOOPBACK];
      const source = httpSource(`http://rebind.test:${bird.port}/`, { allow: [], resolve, connectTimeout: 100, pause: async () => undefined });
      await expectError(open(source), 'address_refused');
      expect(asked).toBe(2);
    });
  });

  describe('a redirect', () => {
    it.each(['127.0.0.1', 'localhost', '0x7f000001', '[::ffff:127.0.0.1]', 'public@127.0.0.1'])('to %s is refused, though the first server was allowed', async (host) => {
      const { origin, port } = await redirector(`http://${host}:${bird.port}/`);
      const opened = open(httpSource(origin, { allow: parseAllowList(`127.0.0.1:${port}`) }));
      await expectError(opened, 'address_refused', `:${bird.port}`);
    });

    it('to a name that resolves inside is refused', async () => {
      const { port } = await redirector(`http://inside.test:${bird.port}/`);
      const source = httpSource(`http://front.test:${port}/`, { allow: parseAllowList('front.test'), resolve: async () => [LOOPBACK] });
      await expectError(open(source), 'address_refused');
    });

    it.each(['file:///etc/passwd', 'ftp://8.8.8.8/', 'data:,x'])('to %s is not followed', async (location) => {
      const { origin } = await redirector(location);
      await expectError(open(httpSource(origin, { allow: parseAllowList('127.0.0.1') })), 'redirect_refused');
    });
  });
});

describe('MEDIA_JOBS_ALLOW_HOSTS', () => {
  it('opens the host it names and no other port of it', async () => {
    const server = await serve((_request, response) => response.end('bytes'));
    servers.push(server);
    const env = { MEDIA_JOBS_ALLOW_HOSTS: `127.0.0.1:${server.port}` };
    const path = await sourceOf(`${server.origin}/a.mp4`, { env }).open(folder(), opening());
    await rm(path);
    await expectError(sourceOf(`http://127.0.0.1:${bird.port}/a.mp4`, { env }).open(folder(), opening()), 'address_refused');
  });
});
