import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackendJob } from '../../src/backends/backendJob';
import { fetchResult } from '../../src/backends/hostedResult';
import { ittybitJob } from '../../src/backends/ittybit/job';
import { fixture } from '../fixtures';
import { expectError } from '../support/expectError';
import { ittybitDouble } from '../support/ittybitDouble';
import type { IttybitDouble } from '../support/ittybitDouble';

let double: IttybitDouble;
let folder: string;
beforeEach(async () => {
  double = await ittybitDouble();
  folder = await mkdtemp(join(tmpdir(), 'hosted-result-'));
});
afterEach(async () => {
  await double.close();
  await rm(folder, { recursive: true, force: true });
});

const job = (output: string | null, kind = 'video', options = {}) =>
  ittybitJob({ id: 'job_1', kind, options, status: 'succeeded', output }) as BackendJob;
const fetched = (of: BackendJob, env = {}) =>
  fetchResult(of, { access: double.access, env, folder, name: 'upload.mov', signal: new AbortController().signal });

test.each([
  ['video', {}, 'result.webm', 'upload.webm', 'video/webm'],
  ['video', {}, 'result', 'upload.mp4', 'video/mp4'],
  ['video', { format: 'mov' }, 'result.bin', 'upload.mov', 'video/quicktime'],
  ['audio', { format: 'ogg' }, 'result', 'upload.ogg', 'audio/ogg'],
  ['animation', {}, 'result', 'upload.gif', 'image/gif'],
])('%s %j at %s is %s', async (kind, options, path, file, mime) => {
  double.results.set(path, 'bytes');
  const files = await fetched(job(`${double.origin}/results/${path}?Signature=1`, kind, options));
  expect(files).toEqual([
    { path: expect.any(String) as string, file, mime, format: expect.any(String) as string, bytes: 5 },
  ]);
  expect(await readFile(files?.[0]?.path ?? '', 'utf8')).toBe('bytes');
});

test('an image of no name and no format asked for is known by its content', async () => {
  double.results.set('x', await readFile(await fixture('odd.png')));
  expect((await fetched(job(`${double.origin}/results/x`, 'image')))?.[0]).toMatchObject({
    file: 'upload.png',
    mime: 'image/png',
  });
});

test('an HLS set comes whole, the master first', async () => {
  const set = {
    'hls/master.m3u8': '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv0/index.m3u8\n',
    'hls/v0/index.m3u8': '#EXTM3U\n#EXTINF:4,\n0.ts\n#EXTINF:4,\n1.ts\n',
    'hls/v0/0.ts': 'zero',
    'hls/v0/1.ts': 'one',
  };
  for (const [name, text] of Object.entries(set)) double.results.set(name, text);
  const files = await fetched(job(`${double.origin}/results/hls/master.m3u8`, 'adaptive_video'));
  expect(files?.map(({ file, mime }) => [file, mime])).toEqual([
    ['master.m3u8', 'application/vnd.apple.mpegurl'],
    ['v0/index.m3u8', 'application/vnd.apple.mpegurl'],
    ['v0/0.ts', 'video/mp2t'],
    ['v0/1.ts', 'video/mp2t'],
  ]);
  expect(await readFile(files?.[3]?.path ?? '', 'utf8')).toBe('one');
  double.results.delete('hls/v0/1.ts');
  await expectError(fetched(job(`${double.origin}/results/hls/master.m3u8`, 'adaptive_video')), 'result_unreachable');
});

test('one whose files lie elsewhere is left where it is, and nobody else is asked', async () => {
  double.results.set('master.m3u8', '#EXTM3U\n#EXTINF:4,\nhttp://127.0.0.1:9/0.ts\n');
  expect(await fetched(job(`${double.origin}/results/master.m3u8`, 'adaptive_video'))).toBeNull();
});

test.each([null, 's3://my-bucket/processed/video.mp4'])('%s is not fetched', async (output) => {
  expect(await fetched(job(output))).toBeNull();
});

test('what is gone, and what is no address', async () => {
  const error = await expectError(
    fetched(job(`${double.origin}/results/gone.mp4?X-Amz-Signature=canary`)),
    'result_unreachable',
    'Run it again soon',
  );
  expect(error.message).not.toContain('canary');
  await expectError(fetched(job('somewhere')), 'result_unreachable', 'no address');
});

describe('an address inside the network', () => {
  let asked: string[];
  let inside: ReturnType<typeof createServer>;
  let origin: string;
  beforeEach(async () => {
    asked = [];
    inside = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('inside');
    });
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(inside.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => inside.close(resolve)));

  test('is refused, other than the base URL’s own', async () => {
    await expectError(fetched(job(`${origin}/a.mp4`)), 'address_refused', 'MEDIA_JOBS_ALLOW_HOSTS');
    expect(asked).toEqual([]);
    expect(await fetched(job(`${origin}/a.mp4`), { MEDIA_JOBS_ALLOW_HOSTS: origin.slice(7) })).toHaveLength(1);
  });

  test('is refused too when the API redirects there, or a playlist names it', async () => {
    const api = createServer((_, response) => response.writeHead(302, { location: `${origin}/a.mp4` }).end());
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    await expectError(
      fetchResult(job(`${baseUrl}/a.mp4`), {
        access: { ...double.access, baseUrl },
        env: {},
        folder,
        name: 'a',
        signal: new AbortController().signal,
      }),
      'address_refused',
    );
    await new Promise((resolve) => api.close(resolve));
    double.results.set('evil.m3u8', `#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="${origin}/key"\n#EXTINF:4,\n0.ts\n`);
    expect(await fetched(job(`${double.origin}/results/evil.m3u8`, 'adaptive_video'))).toBeNull();
    expect(asked).toEqual([]);
  });
});
