import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { placeOnWeb } from '../../../src/pipeline/storage/place';
import { parseAllowList } from '../../../src/pipeline/net/guard';
import { httpSource } from '../../../src/pipeline/storage/sources';
import { expectError, expectThisError } from '../../support/expectError';
import { serve } from './support/server';
import type { TestServer } from './support/server';
import { tempFolder } from './support/tempFolder';
import { itWithDisk, tinyDisk } from './support/tinyDisk';
import { opening } from './support/use';

const folder = tempFolder();
const BYTES = randomBytes(3_000_000);
let servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function started(...args: Parameters<typeof serve>): Promise<TestServer> {
  const server = await serve(...args);
  servers.push(server);
  return server;
}

/** A source that waits for nothing between attempts, and counts the waits. */
function sourceAt(
  url: string,
  options: Partial<Parameters<typeof httpSource>[1]> = {},
): { source: ReturnType<typeof httpSource>; pauses: number[] } {
  const pauses: number[] = [];
  const pause = async (ms: number): Promise<void> => {
    pauses.push(ms);
  };
  return { source: httpSource(placeOnWeb(url), { allow: parseAllowList('127.0.0.1'), pause, ...options }), pauses };
}

/** jest compares buffers byte for byte, which takes it seconds a megabyte. */
async function expectFile(path: string, bytes: Buffer): Promise<void> {
  expect((await readFile(path)).equals(bytes)).toBe(true);
}

/** Sends the first part, waits until it has arrived, and cuts the connection. */
function sendAndCut(response: ServerResponse, part: Buffer, arrived: () => Promise<void>): void {
  response.write(part);
  void arrived().then(() => response.socket?.destroy());
}

describe('open', () => {
  it('fetches the file into the folder and tells its progress', async () => {
    const { origin } = await started((_request, response) =>
      response.setHeader('content-length', BYTES.length).end(BYTES),
    );
    const use = opening();
    const { source, pauses } = sourceAt(`${origin}/clip.mp4`);
    const path = await source.open(folder(), use);
    await expectFile(path, BYTES);
    expect(path).toBe(join(folder(), 'source'));
    expect(use.percents.at(-1)).toBe(100);
    expect(use.percents).toEqual([...new Set(use.percents)].sort((a, b) => a - b));
    expect(use.percents.length).toBeGreaterThan(5);
    expect(pauses).toEqual([]);
  });

  it('takes a body of unknown length', async () => {
    const { origin } = await started((_request, response) => {
      response.write(BYTES.subarray(0, 1000));
      response.end(BYTES.subarray(1000));
    });
    await expectFile(await sourceAt(origin).source.open(folder(), opening()), BYTES);
  });

  it('goes on where a connection was cut when the server has an ETag for what it sends', async () => {
    const use = opening();
    const { origin, requests } = await started(({ headers }, response) => {
      response.setHeader('etag', '"one"');
      const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
      if (headers.range === undefined) {
        response.setHeader('content-length', BYTES.length);
        sendAndCut(response, BYTES.subarray(0, 2_000_000), () => use.reaches(60));
      } else {
        response
          .writeHead(206, { 'content-range': `bytes ${from}-${BYTES.length - 1}/${BYTES.length}` })
          .end(BYTES.subarray(from));
      }
    });
    const { source, pauses } = sourceAt(origin);
    await expectFile(await source.open(folder(), use), BYTES);
    expect(requests).toHaveLength(2);
    expect(requests[1]?.headers.range).toMatch(/^bytes=(1[89]|2)\d{5,6}-$/);
    expect(requests[1]?.headers['if-range']).toBe('"one"');
    expect(pauses).toEqual([500]);
  });

  it.each([
    ['has no ETag', {}],
    ['has only a weak ETag', { etag: 'W/"one"' }],
  ])('begins anew when the server %s', async (_case, headers) => {
    const use = opening();
    const { origin, requests } = await started((_request, response) => {
      response.writeHead(200, { ...headers, 'content-length': BYTES.length });
      if (requests.length === 1) sendAndCut(response, BYTES.subarray(0, 2_000_000), () => use.reaches(60));
      else response.end(BYTES);
    });
    await expectFile(await sourceAt(origin).source.open(folder(), use), BYTES);
    expect(requests.map(({ headers: sent }) => sent.range)).toEqual([undefined, undefined]);
  });

  it.each<[string, (response: ServerResponse, from: number) => void]>([
    [
      'the whole of a shorter file',
      (response) => response.writeHead(200, { etag: '"two"', 'content-length': 1000 }).end(BYTES.subarray(-1000)),
    ],
    [
      'the rest of another version',
      (response, from) => {
        response
          .writeHead(206, { etag: '"two"', 'content-range': `bytes ${from}-2999999/3000000` })
          .end(BYTES.subarray(from));
      },
    ],
    [
      'a part from elsewhere',
      (response) =>
        response.writeHead(206, { etag: '"one"', 'content-range': 'bytes 0-9/3000000' }).end(BYTES.subarray(0, 10)),
    ],
    ['416', (response) => response.writeHead(416).end()],
  ])('never mixes two versions: when asked for the rest, the server sends %s', async (_case, answer) => {
    const use = opening();
    const { origin, requests } = await started(({ headers }, response) => {
      if (requests.length === 1) {
        response.writeHead(200, { etag: '"one"', 'content-length': BYTES.length });
        sendAndCut(response, BYTES.subarray(0, 2_000_000), () => use.reaches(60));
      } else if (headers.range !== undefined) {
        answer(response, Number(/\d+/.exec(headers.range)?.[0]));
      } else {
        response.end(BYTES.subarray(-1000));
      }
    });
    await expectFile(await sourceAt(origin).source.open(folder(), use), BYTES.subarray(-1000));
  });

  it('tries again when the server is busy', async () => {
    const { origin, requests } = await started((_request, response) => {
      if (requests.length < 3) response.writeHead(503).end('busy');
      else response.end('bytes');
    });
    const { source, pauses } = sourceAt(origin);
    expect(await readFile(await source.open(folder(), opening()), 'utf8')).toBe('bytes');
    expect(pauses).toEqual([500, 1000]);
  });
});

describe('an error', () => {
  afterEach(async () => {
    expect(await readdir(folder())).toEqual([]);
  });

  /** Opens what the server sends, and answers the error and how often was tried. */
  async function failure(
    listener: Parameters<typeof serve>[0],
    options: Partial<Parameters<typeof httpSource>[1]> = {},
  ): Promise<{ error: unknown; attempts: number; origin: string }> {
    const { origin, requests } = await started(listener);
    const error: unknown = await sourceAt(`${origin}/clip.mp4`, options)
      .source.open(folder(), opening())
      .then(
        () => null,
        (thrown: unknown) => thrown,
      );
    return { error, attempts: requests.length, origin };
  }

  it.each([404, 410])('%d is input_not_found, at once', async (status) => {
    const { error, attempts, origin } = await failure((_request, response) => response.writeHead(status).end('<html>'));
    expectThisError(error, 'input_not_found', `${origin}/clip.mp4`);
    expect(attempts).toBe(1);
  });

  it.each([
    [400, 1],
    [401, 1],
    [403, 1],
    [418, 1],
    [429, 4],
    [500, 4],
    [503, 4],
    [206, 1],
  ])('%d is download_failed and says so, after %d attempts', async (status, expected) => {
    const { error, attempts } = await failure((_request, response) => response.writeHead(status).end('some words'));
    expectThisError(error, 'download_failed', `answers ${status} `);
    expect(attempts).toBe(expected);
  });

  it('is download_failed when the connection is cut each time', async () => {
    const { error, attempts } = await failure((_request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('short', () => response.socket?.end());
    });
    expectThisError(error, 'download_failed', 'the connection was cut');
    expect(attempts).toBe(4);
  });

  it('is download_failed when the server takes the request and stays silent', async () => {
    const { error, attempts } = await failure(() => undefined, { idleTimeout: 50 });
    expectThisError(error, 'download_failed', 'stayed silent');
    expect(attempts).toBe(4);
  });

  it('is download_failed when the server stops sending', async () => {
    const { error } = await failure(
      (_request, response) => response.writeHead(200, { 'content-length': 1000 }).write('short'),
      { idleTimeout: 50 },
    );
    expectThisError(error, 'download_failed', /(stopped sending|sends too slowly) after 5 of 1,000 bytes/);
  });

  it('is download_failed when nobody listens, or what listens speaks no HTTP', async () => {
    const { origin, close } = await serve(() => undefined);
    await close();
    await expectError(
      sourceAt(origin).source.open(folder(), opening()),
      'download_failed',
      'does not take connections',
    );
    const { error } = await failure((_request, response) => response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n'));
    expectThisError(error, 'download_failed', 'does not speak HTTP');
  });

  it('is download_failed when the name is not known, at once', async () => {
    const resolve = async (): Promise<never> => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    };
    const { source, pauses } = sourceAt('http://nowhere.test/a.mp4', { resolve });
    await expectError(source.open(folder(), opening()), 'download_failed', 'host name is not known');
    expect(pauses).toEqual([]);
  });

  it('is input_empty without a body', async () => {
    const { error } = await failure((_request, response) => response.end());
    expectThisError(error, 'input_empty');
  });

  it('is input_too_large when the server announces too much, before any of it is taken', async () => {
    const { error, attempts } = await failure(
      (_request, response) => response.writeHead(200, { 'content-length': 1001 }).write('x'),
      { maxBytes: 1000 },
    );
    expectThisError(error, 'input_too_large', /1,001 bytes.*1,000.*MEDIA_JOBS_MAX_INPUT_BYTES/);
    expect(attempts).toBe(1);
  });

  it('is input_too_large when too much comes unannounced, and the rest is not taken', async () => {
    let sent = 0;
    const { error } = await failure(
      (_request, response) => {
        // Without end, at the pace of whoever takes it.
        const more = (): void => {
          while (!response.destroyed && response.write(BYTES.subarray(0, 65_536))) sent += 1;
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      },
      { maxBytes: 1_000_000 },
    );
    expectThisError(error, 'input_too_large');
    expect(sent).toBeLessThan(1000);
  });

  it('does not come when the input has as much as the limit allows', async () => {
    const { origin } = await started((_request, response) => response.end(BYTES.subarray(0, 1000)));
    const path = await sourceAt(origin, { maxBytes: 1000 }).source.open(folder(), opening());
    expect(await readFile(path)).toHaveLength(1000);
    await rm(path);
  });

  it.each(['compress', 'gzip, gzip'])('is input_unsupported when the server packs it with %s', async (encoding) => {
    const { error } = await failure((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end('packed'),
    );
    expectThisError(error, 'input_unsupported', encoding);
  });

  itWithDisk('is disk_full when the disk is', async () => {
    const disk = tinyDisk(512);
    try {
      const { origin, requests } = await started((_request, response) => response.end(BYTES));
      await expectError(sourceAt(origin).source.open(disk.path, opening()), 'disk_full', disk.path);
      expect(requests).toHaveLength(1);
      expect(await readdir(disk.path)).toEqual([]);
    } finally {
      disk.remove();
    }
  });

  it('is cancelled when the job is, in the middle of the transfer', async () => {
    const use = opening();
    let gone: Promise<unknown> = Promise.resolve();
    const { origin } = await started((request, response) => {
      gone = new Promise((resolve) => request.socket.once('close', resolve));
      response.writeHead(200, { 'content-length': BYTES.length }).write(BYTES.subarray(0, 1_500_000));
    });
    const opened = sourceAt(origin).source.open(folder(), use);
    void use.reaches(20).then(use.abort);
    await expectError(opened, 'cancelled');
    await gone;
  });

  it('is cancelled when the job is, between two attempts and before the first', async () => {
    const { origin, requests } = await started((_request, response) => response.writeHead(503).end());
    const use = opening();
    const source = httpSource(placeOnWeb(origin), {
      allow: parseAllowList('127.0.0.1'),
      pause: async (_ms, signal) => {
        use.abort();
        signal.throwIfAborted();
      },
    });
    await expectError(source.open(folder(), use), 'cancelled');
    await expectError(source.open(folder(), use), 'cancelled');
    expect(requests).toHaveLength(1);
  });
});
