import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { expectError } from '../../../support/expectError';
import { eventually } from '../../../support/processes';
import { serve } from '../support/server';
import type { TestServer } from '../support/server';
import { opening } from '../support/use';
import { remoteFixture } from './remoteFixture';

const { folder, sourceAt, open } = remoteFixture();
const BYTES = randomBytes(3_000_000);
const CUT_AFTER = 2_000_000;
const MARK = { etag: '"one"' };

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

/** All of the file, whatever was asked for. */
const all =
  (headers: OutgoingHttpHeaders = MARK): Answer =>
  (response) =>
    response.writeHead(200, { 'content-length': BYTES.length, ...headers }).end(BYTES);

/** A server that knows no ranges. Its first answer is cut when two thirds have come; `then` gives the further ones. */
async function cutting(
  then: Answer[],
  headers: OutgoingHttpHeaders = MARK,
): Promise<{ server: TestServer; use: ReturnType<typeof opening>; path: Promise<string> }> {
  const use = opening();
  const server = await serve((request, response) => {
    const nth = server.requests.length;
    if (nth > 1) then[Math.min(nth - 2, then.length - 1)]?.(response, request);
    else {
      response.writeHead(200, { 'content-length': BYTES.length, ...headers }).write(BYTES.subarray(0, CUT_AFTER));
      void use.reaches(66).then(() => response.socket?.destroy());
    }
  });
  open.push(server);
  const path = Promise.resolve(sourceAt(server.origin).openInParts?.(folder(), use) as Promise<string>);
  return { server, use, path };
}

const expectAll = async (path: Promise<string>): Promise<void> => {
  expect((await readFile(await path)).equals(BYTES)).toBe(true);
};

describe('a file that its server sends as a whole only', () => {
  it('is there when all of it has come, and its progress is told', async () => {
    const server = await serve((request, response) => all()(response, request));
    open.push(server);
    const use = opening();
    await expectAll(sourceAt(server.origin).openInParts?.(folder(), use) as Promise<string>);
    expect(server.requests).toHaveLength(1);
    expect(use.percents.at(-1)).toBe(100);
    expect([...use.percents].sort((a, b) => a - b)).toEqual(use.percents);
  });

  it.each<[string, OutgoingHttpHeaders]>([
    ['an ETag', MARK],
    ['a date', { 'last-modified': 'Sun, 22 Nov 2026 10:00:00 GMT' }],
  ])('is asked for again after a cut, and what is there is passed over: %s is its mark', async (_mark, headers) => {
    const { server, path } = await cutting([all(headers)], headers);
    await expectAll(path);
    expect(server.requests).toHaveLength(2);
  });

  it('is told apart from what it was by what follows the cut alone: bytes that are there are not written again', async () => {
    const { path } = await cutting([
      (response) =>
        response
          .writeHead(200, { 'content-length': BYTES.length, ...MARK })
          .end(Buffer.concat([Buffer.alloc(CUT_AFTER), BYTES.subarray(CUT_AFTER)])),
    ]);
    await expectAll(path);
  });

  it('goes on where it was cut when the server knows ranges after all', async () => {
    const { server, path } = await cutting([
      (response, { headers }) => {
        const from = Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1]);
        response
          .writeHead(206, { ...MARK, 'content-range': `bytes ${from}-${BYTES.length - 1}/${BYTES.length}` })
          .end(BYTES.subarray(from));
      },
    ]);
    await expectAll(path);
    expect(server.requests[1]?.headers).toMatchObject({
      range: `bytes=${CUT_AFTER}-${BYTES.length - 1}`,
      'if-range': '"one"',
    });
  });

  it('is waited for while the server is busy', async () => {
    const { server, path } = await cutting([(response) => response.writeHead(503).end(), all()]);
    await expectAll(path);
    expect(server.requests).toHaveLength(3);
  });

  it.each<[string, Answer]>([
    ['has another mark', all({ etag: '"two"' })],
    ['has no mark any more', all({})],
    [
      'is shorter',
      (response) => response.writeHead(200, { ...MARK, 'content-length': 1000 }).end(BYTES.subarray(0, 1000)),
    ],
  ])('and %s after a cut is input_changed: two versions are never mixed', async (_case, then) => {
    const { path } = await cutting([then]);
    await expectError(path, 'input_changed', 'another version');
  });

  it('and is gone after a cut is input_not_found', async () => {
    const { path } = await cutting([(response) => response.writeHead(404).end()]);
    await expectError(path, 'input_not_found');
  });

  it('and is cut each time is download_failed, and says how far it came', async () => {
    const { server, path } = await cutting([(response) => response.socket?.destroy()]);
    await expectError(
      path,
      'download_failed',
      `the connection was cut after ${CUT_AFTER.toLocaleString('en-US')} of ${BYTES.length.toLocaleString('en-US')} bytes`,
    );
    expect(server.requests.length).toBeGreaterThanOrEqual(4);
  });

  it('and has more than the limit is refused before any of it is taken', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { ...MARK, 'content-length': BYTES.length }).flushHeaders(),
    );
    open.push(server);
    await expectError(
      sourceAt(server.origin, { maxBytes: BYTES.length - 1 }).openInParts?.(folder(), opening()),
      'input_too_large',
      'MEDIA_JOBS_MAX_INPUT_BYTES',
    );
    expect(await readdir(folder())).toEqual([]);
  });

  it('is given up when the job is stopped, with no connection left', async () => {
    const use = opening();
    const server = await serve((_request, response) =>
      response.writeHead(200, { ...MARK, 'content-length': BYTES.length }).write(BYTES.subarray(0, CUT_AFTER)),
    );
    open.push(server);
    const path = sourceAt(server.origin).openInParts?.(folder(), use);
    void use.reaches(50).then(use.abort);
    await expectError(path, 'cancelled');
    await eventually(async () => server.requests.every(({ socket }) => socket.destroyed));
  });
});
