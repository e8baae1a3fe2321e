import { readFile } from 'node:fs/promises';
import { parseAllowList } from '../../../../src/pipeline/net/guard';
import { canaries } from '../../../support/canaries';
import { expectError } from '../../../support/expectError';
import { rangeServer } from '../support/rangeServer';
import { serve } from '../support/server';
import type { TestServer } from '../support/server';
import { opening } from '../support/use';
import { BYTES, HEAD, MB, remoteFixture } from './remoteFixture';

const { folder, sourceAt, remote, started, open, expectPart } = remoteFixture();

describe('is downloaded as a whole, before anything else:', () => {
  const whole = async (server: TestServer) => {
    const opened = await sourceAt(`${server.origin}/a.mp4`).openInParts?.(folder(), opening());
    if (typeof opened !== 'string') throw new Error('It is read in parts');
    return readFile(opened);
  };

  it('what a server without ranges sends, with the answer that is on its way', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { etag: '"one"', 'content-length': BYTES.length }).end(BYTES),
    );
    open.push(server);
    expect((await whole(server)).equals(BYTES)).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['has no mark of its version', {}],
    ['has a weak mark', { etag: 'W/"one"' }],
    ['is packed', { etag: '"one"', 'content-encoding': 'gzip' }],
  ])('what %s', async (_case, headers) => {
    const server = await started({ headers: (nth) => (nth === 1 ? headers : {}) });
    expect((await whole(server)).equals(BYTES)).toBe(true);
    expect(server.requests.map(({ headers: sent }) => sent.range)).toEqual([`bytes=0-${HEAD - 1}`, undefined]);
  });

  it('what a server sends that takes a range for an error', async () => {
    const server = await serve(({ headers }, response) =>
      headers.range === undefined ? response.end(BYTES.subarray(0, 1000)) : response.writeHead(400).end(),
    );
    open.push(server);
    expect(await whole(server)).toHaveLength(1000);
  });

  it('and an empty file is input_empty', async () => {
    const server = await rangeServer(Buffer.alloc(0));
    open.push(server);
    await expectError(whole(server), 'input_empty');
  });
});

describe('a redirect', () => {
  it('is followed once, and the place that it led to is asked for the rest; a login stays where it belongs', async () => {
    const place = await started();
    const door = await serve((_request, response) =>
      response.writeHead(302, { location: `${place.origin}/signed?sig=1` }).end(),
    );
    open.push(door);
    const file = await remote(`${door.origin.replace('//', '//user:secret@')}/a.mp4`);
    await expectPart(file, 3 * MB, 10);
    await expectPart(file, 9 * MB, 10);
    expect(door.requests).toHaveLength(1);
    expect(place.requests.map(({ url }) => url)).toEqual(['/signed?sig=1', '/signed?sig=1', '/signed?sig=1']);
    expect(door.requests[0]?.headers.authorization).toMatch(/^Basic /);
    expect(place.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined, undefined]);
  });

  it('on the same server keeps the login', async () => {
    const server = await started({
      instead: (_nth, { url }, response) =>
        url === '/a.mp4' && Boolean(response.writeHead(302, { location: '/b.mp4' }).end()),
    });
    const file = await remote(`${server.origin.replace('//', '//user:secret@')}/a.mp4`);
    await expectPart(file, 3 * MB, 10);
    expect(server.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual(
      ['/a.mp4', '/b.mp4', '/b.mp4'].map((url) => [url, `Basic ${Buffer.from('user:secret').toString('base64')}`]),
    );
  });

  it('to a place inside is refused, also when it comes in the middle', async () => {
    const bird = await canaries();
    open.push(bird);
    const server = await started({
      instead: (nth, _request, response) =>
        nth > 1 && Boolean(response.writeHead(302, { location: `http://127.0.0.1:${bird.port}/` }).end()),
    });
    const file = await remote(server.origin, { allow: parseAllowList(`127.0.0.1:${server.port}`) });
    await expectError(file.read(3 * MB, 10), 'address_refused', `:${bird.port}`);
    expect(bird.reached()).toBe(0);
  });

  it('to a place that closes is followed anew', async () => {
    let signature = 1;
    const place = await started({
      instead: (_nth, { url }, response) => url !== `/${signature}` && Boolean(response.writeHead(403).end()),
    });
    const door = await serve((_request, response) =>
      response.writeHead(302, { location: `${place.origin}/${signature}` }).end(),
    );
    open.push(door);
    const file = await remote(door.origin);
    signature = 2;
    await expectPart(file, 3 * MB, 10);
    await expectPart(file, 9 * MB, 10);
    expect(door.requests).toHaveLength(2);
    expect(place.requests.map(({ url }) => url)).toEqual(['/1', '/1', '/2', '/2']);
  });
});
