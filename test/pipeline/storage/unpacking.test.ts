import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { parseAllowList } from '../../../src/pipeline/net/guard';
import { placeOnWeb } from '../../../src/pipeline/storage/place';
import { httpSource } from '../../../src/pipeline/storage/sources';
import { packedWith } from '../../../src/pipeline/storage/unpacking';
import { expectError } from '../../support/expectError';
import { serve } from './support/server';
import type { TestServer } from './support/server';
import { tempFolder } from './support/tempFolder';
import { opening } from './support/use';

const BYTES = randomBytes(300_000);
let server: TestServer;
afterEach(async () => {
  await server.close();
  expect(await readdir(folder())).toEqual([]);
});
// Made anew and removed after what is looked at above.
const folder = tempFolder();

const sourceAt = (maxBytes?: number) =>
  httpSource(placeOnWeb(server.origin), {
    allow: parseAllowList('127.0.0.1'),
    pause: async () => undefined,
    ...(maxBytes !== undefined && { maxBytes }),
  });

/** Sends the same packed body to whoever asks, also to those who ask for a part. */
async function packs(encoding: string, body: Buffer, headers: Record<string, string> = {}): Promise<void> {
  server = await serve((_request, response) =>
    response
      .writeHead(200, { 'content-encoding': encoding, 'content-length': body.length, etag: '"one"', ...headers })
      .end(body),
  );
}

async function expectBytes(path: string): Promise<void> {
  expect((await readFile(path)).equals(BYTES)).toBe(true);
  await rm(path);
}

describe.each<[string, (bytes: Buffer) => Buffer]>([
  ['gzip', gzipSync],
  ['X-GZIP', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
  ['identity, gzip', gzipSync],
])('what comes packed with %s', (encoding, pack) => {
  it('is unpacked while it comes', async () => {
    await packs(encoding, pack(BYTES));
    await expectBytes(await sourceAt().open(folder(), opening()));
  });

  it('is fetched as a whole where it is read in parts', async () => {
    await packs(encoding, pack(BYTES));
    const opened = await sourceAt().openInParts?.(folder(), opening());
    await expectBytes(typeof opened === 'string' ? opened : '');
    expect(server.requests).toHaveLength(1);
  });
});

it('a part that is packed is not taken for one: the whole is asked for', async () => {
  server = await serve(({ headers }, response) =>
    headers.range === undefined
      ? response.end(BYTES)
      : response
          .writeHead(206, {
            'content-encoding': 'gzip',
            etag: '"one"',
            'content-range': `bytes 0-99/${BYTES.length}`,
          })
          .end(gzipSync(BYTES.subarray(0, 100))),
  );
  const opened = await sourceAt().openInParts?.(folder(), opening());
  await expectBytes(typeof opened === 'string' ? opened : '');
});

it('what is cut off is asked for anew, from the beginning', async () => {
  const packed = gzipSync(BYTES);
  server = await serve((_request, response) =>
    response
      .writeHead(200, { 'content-encoding': 'gzip', etag: '"one"' })
      .end(server.requests.length === 1 ? packed.subarray(0, -1000) : packed),
  );
  await expectBytes(await sourceAt().open(folder(), opening()));
  expect(server.requests.map(({ headers }) => headers.range)).toEqual([undefined, undefined]);
});

describe('is refused', () => {
  it('what unpacks to a hundred times what is sent', async () => {
    // 200 MB of nothing in 200 kB.
    const piece = gzipSync(Buffer.alloc(10_000_000));
    await packs('gzip', Buffer.concat(Array.from({ length: 20 }, () => piece)));
    await expectError(sourceAt().open(folder(), opening()), 'input_too_large', /100 times/);
  });

  it('what unpacks to more than an input may have', async () => {
    await packs('gzip', gzipSync(BYTES));
    await expectError(sourceAt(200_000).open(folder(), opening()), 'input_too_large', /200,000 bytes/);
  });

  it.each([
    ['gzip', Buffer.from('it is not')],
    ['br', Buffer.alloc(100, 0xff)],
    ['zstd', Buffer.from('it is not')],
  ])('what says %s and is something else', async (encoding, body) => {
    await packs(encoding, body);
    await expectError(sourceAt().open(folder(), opening()), 'download_failed', /but it does not/);
    expect(server.requests).toHaveLength(1);
  });
});

test('what counts as packed', async () => {
  server = await serve((_request, response) => response.end());
  expect(
    ['', null, undefined, 'identity', 'binary', 'aws-chunked', 'GZIP', 'gzip, br'].map((one) => packedWith(one)),
  ).toEqual([null, null, null, null, null, null, 'gzip', 'gzip, br']);
});
