import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { Uploads } from '../../src/server/uploads';
import { fixture } from '../fixtures';
import { authorization, OTHER_KEY, raw, testServers, trickled, uploaded } from '../support/jobServer';
import type { TestServer } from '../support/jobServer';
import { eventually } from '../support/processes';

const { open, env } = testServers();
const idle = { starts: false };

/** Files that lie among the uploads. */
function kept(): string[] {
  const folder = join(env().MEDIA_JOBS_HOME ?? '', 'uploads');
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
    : [];
}

const post = (server: TestServer, input: string, key?: string) =>
  server.ask('POST', '/jobs', { body: { input, kind: 'video' }, ...(key !== undefined && { key }) });

describe('an uploaded file', () => {
  it('is an input, under any name of the server, and the job keeps it for itself', async () => {
    const server = await open();
    const bytes = readFileSync(await fixture('surround.mp4'));
    const url = await uploaded(server, bytes, 'Ünïcode & 100%.mp4');
    await new Uploads(join(server.engine.home.folder, 'uploads'), { quotaBytes: 0 }).sweep(Infinity);
    expect(kept()).toEqual([]);
    expect(await post(server, url)).toMatchObject({ status: 404, body: { kind: 'input_not_found' } });

    const again = await uploaded(server, bytes, 'Ünïcode & 100%.mp4');
    const { status, output } = await server.run({
      input: again.replace('127.0.0.1', 'localhost'),
      kind: 'video',
      options: { width: 64 },
    });
    expect([status, decodeURIComponent(output ?? '')]).toEqual([
      'succeeded',
      expect.stringMatching(/\/Ünïcode & 100%\.mp4$/),
    ]);
  });

  it('is there for the key alone that has sent it', async () => {
    const server = await open(idle);
    const url = await uploaded(server, Buffer.from('x'));
    expect(await post(server, url, OTHER_KEY)).toMatchObject({ status: 404, body: { kind: 'input_not_found' } });
    expect((await post(server, url)).status).toBe(201);
  });

  it('is not what its name or id would be elsewhere', async () => {
    const server = await open(idle);
    const url = await uploaded(server, Buffer.from('x'), 'a.mp4');
    for (const wrong of [
      url.replace('a.mp4', 'b.mp4'),
      url.replace('a.mp4', '.part'),
      url.replace('a.mp4', '..%2fa.mp4'),
      url.replace(/files\/(.)/, (_, first) => (first === '_' ? 'files/-' : 'files/_')),
    ]) {
      expect([wrong, (await post(server, wrong)).status]).toEqual([wrong, 404]);
    }
    expect((await server.ask('GET', url)).status).toBe(404);
  });

  it('has a plain name, whatever name was given', async () => {
    const server = await open(idle);
    for (const [name, plain] of [
      ['../../etc/passwd', '_.._etc_passwd'],
      ['.hidden', 'hidden'],
      ['...', 'upload'],
      ['a\u0000b\\c.mp4', 'ab_c.mp4'],
    ] as const) {
      expect(
        decodeURIComponent(new URL(await uploaded(server, Buffer.from('x'), name)).pathname.split('/').at(-1) ?? ''),
      ).toBe(plain);
    }
  });

  it('is kept as long as results are', async () => {
    const server = await open(idle);
    await uploaded(server, Buffer.from('x'), 'old.mp4');
    const folder = join(server.engine.home.folder, 'uploads');
    const uploads = new Uploads(folder, { quotaBytes: 0 });
    const now = Date.now();
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
      utimesSync(join(entry.parentPath, entry.name), new Date(now - 1_000_000), new Date(now - 1_000_000));
    await uploads.sweep(now - 1_000_001);
    expect(kept()).toEqual(['old.mp4']);
    await uploads.sweep(now - 999_999);
    expect(kept()).toEqual([]);
  });
});

describe('room for uploads', () => {
  const answered = (status: number, kind: string) => ({ status, body: { kind } });

  it('is bounded for each key: by the length that is named, and while it comes; what fails takes none', async () => {
    const server = await open({ ...idle, limits: { quotaBytes: 1_000 } });
    const put = (bytes: number, key?: string) =>
      server.ask('PUT', '/files/a.mp4', { body: Buffer.alloc(bytes), ...(key !== undefined && { key }) });
    expect((await put(600)).status).toBe(201);
    expect(await put(401)).toMatchObject(answered(507, 'upload_quota_full'));
    expect(await put(0)).toMatchObject(answered(422, 'input_empty'));
    const piece = `${(200).toString(16)}\r\n${'x'.repeat(200)}\r\n`;
    const unnamed = await raw(
      server.port,
      `PUT /files/a.mp4 HTTP/1.1\r\nHost: x\r\n${authorization}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${piece.repeat(3)}0\r\n\r\n`,
    );
    expect(unnamed).toMatch(/^HTTP\/1\.1 507 .*"kind":"upload_quota_full"/s);
    expect((await put(1_000, OTHER_KEY)).status).toBe(201);
    expect((await put(400)).status).toBe(201);
    expect(await put(1)).toMatchObject(answered(507, 'upload_quota_full'));
    expect(kept()).toEqual(['a.mp4', 'a.mp4', 'a.mp4']);
  });

  it('is shared by uploads of a key that come at the same time', async () => {
    const server = await open({ ...idle, limits: { quotaBytes: 1_000 } });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => server.ask('PUT', '/files/a.mp4', { body: Buffer.alloc(300) })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 507, 507, 507, 507, 507]);
    expect(kept()).toHaveLength(3);
  });

  it('is what the disk has beyond its reserve, before an upload and while it comes', async () => {
    const folder = join(env().MEDIA_JOBS_HOME ?? '', 'uploads');
    let free = 200_000_999;
    const uploads = new Uploads(folder, { quotaBytes: 0, disk: async () => ({ free, reserve: 200_000_000 }) });
    const receive = (body: AsyncIterable<Buffer> | Buffer[], length = 0) =>
      uploads.receive('key', 'a.mp4', Readable.from(body), {
        maxBytes: 1e9,
        length,
        signal: new AbortController().signal,
      });
    await expect(receive([Buffer.alloc(1)], 1_000)).rejects.toMatchObject({
      kind: 'disk_full',
      message: 'The disk is full (200 MB are left, and 200 MB are kept free for everything else).',
    });
    expect(await receive([Buffer.alloc(999)], 999)).toMatchObject({ bytes: 999 });
    // Somebody else fills it in the meantime: that is noticed before 16 MB more are written.
    async function* endless() {
      for (;;) {
        yield Buffer.alloc(1_000_000);
        free = 200_000_000;
      }
    }
    await expect(receive(endless())).rejects.toMatchObject({ kind: 'disk_full' });
    expect(kept()).toEqual(['a.mp4']);
  });

  it('is not made by sweeping what is being received, by this process or another', async () => {
    const folder = join(env().MEDIA_JOBS_HOME ?? '', 'uploads');
    const [own, others] = [new Uploads(folder, { quotaBytes: 0 }), new Uploads(folder, { quotaBytes: 0 })];
    const body = new PassThrough();
    const received = own.receive('key', 'a.mp4', body, { maxBytes: 1_000, signal: new AbortController().signal });
    body.write('x');
    await eventually(async () => kept().length > 0);
    // The folder was made long ago, and the time to keep uploads is short.
    await own.sweep(Date.now() + 3_600_000);
    await others.sweep(Date.now() + 3_600_000);
    body.end('y');
    const { id } = await received;
    expect(await own.find('key', { id, name: 'a.mp4' })).not.toBeNull();
    // What a process has left that is gone is nobody's after a day.
    writeFileSync(join(folder, 'key', id, '.part'), 'z');
    await others.sweep(Date.now() + 23 * 3_600_000);
    expect(kept().sort()).toEqual(['.part', 'a.mp4']);
    await others.sweep(Date.now() + 25 * 3_600_000);
    expect(kept()).toEqual([]);
  });
});

describe('an upload leaves nothing', () => {
  it('when it is empty', async () => {
    const server = await open(idle);
    expect(await server.ask('PUT', '/files/a.mp4', { body: Buffer.alloc(0) })).toMatchObject({
      status: 422,
      body: { kind: 'input_empty' },
    });
    expect(kept()).toEqual([]);
  });

  it('when it is too large, by its own word or in truth', async () => {
    const server = await open({ ...idle, limits: { uploadBytes: 1_000 } });
    expect(await server.ask('PUT', '/files/a.mp4', { body: Buffer.alloc(1_001) })).toMatchObject({
      status: 413,
      body: { kind: 'request_too_large' },
    });
    const piece = `${(100).toString(16)}\r\n${'x'.repeat(100)}\r\n`;
    const answer = await raw(
      server.port,
      `PUT /files/a.mp4 HTTP/1.1\r\nHost: x\r\n${authorization}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${piece.repeat(11)}0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*"kind":"request_too_large"/s);
    expect((await server.ask('PUT', '/files/a.mp4', { body: Buffer.alloc(1_000) })).status).toBe(201);
    expect(kept()).toEqual(['a.mp4']);
  });

  it('when the client goes away in the middle', async () => {
    const server = await open(idle);
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`PUT /files/a.mp4 HTTP/1.1\r\nHost: x\r\n${authorization}\r\nContent-Length: 1000\r\n\r\nabc`);
    await eventually(async () => kept().length > 0);
    socket.destroy();
    await eventually(async () => kept().length === 0);
  });

  it('when it comes too slowly, however busy it looks', async () => {
    const server = await open({ ...idle, limits: { uploadMs: 300 } });
    const answer = await trickled(
      server.port,
      `PUT /files/a.mp4 HTTP/1.1\r\nHost: x\r\n${authorization}\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n`,
    );
    expect(answer).toMatch(
      /^HTTP\/1\.1 408 .*"kind":"request_timeout","message":"The request took too long: the file was not there after 0\.3 s\. Send it again\."/s,
    );
    await eventually(async () => kept().length === 0);
  });

  it.each<[string, string, boolean]>([
    ['the client closes its side before the end', 'Content-Length: 1000\r\n\r\nabc', true],
    ['a chunk is broken', 'Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nxyz\r\n', false],
  ])('when %s', async (_, rest, halfClose) => {
    const server = await open(idle);
    const answer = await raw(
      server.port,
      `PUT /files/a.mp4 HTTP/1.1\r\nHost: x\r\n${authorization}\r\nConnection: close\r\n${rest}`,
      { halfClose },
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*"kind":"request_malformed"/s);
    await eventually(async () => kept().length === 0);
  });

  it('when it stops in the middle for too long', async () => {
    const server = await open({ ...idle, limits: { idleMs: 200 } });
    const answer = await raw(
      server.port,
      `PUT /files/a.mp4 HTTP/1.1\r\nHost: x\r\n${authorization}\r\nContent-Length: 1000\r\n\r\nabc`,
    );
    expect(answer).toMatch(
      /^HTTP\/1\.1 408 .*"message":"The request took too long: nothing came for 0\.2 s\. Send it again\."/s,
    );
    await eventually(async () => kept().length === 0);
  });
});
