import { readFileSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Performer } from '../../src/jobs/performLocally';
import type { Job } from '../../src/pipeline/job/job';
import { fixture } from '../fixtures';
import { performing, storeOf } from '../support/engine';
import { raw, testServers, uploaded } from '../support/jobServer';
import type { TestServer } from '../support/jobServer';
import { eventually } from '../support/processes';
import { FFMPEG, FFPROBE, runProgram } from '../support/programs';

const { open, env } = testServers();
const TEXT = '0123456789';

/** Leaves a result of ten bytes. */
const leaving =
  (name = 'a b.mp4'): Performer =>
  async (attempt) => {
    const ended = await performing()(attempt);
    const folder = join(env().MEDIA_JOBS_HOME ?? '', 'files', attempt.job.id, `${attempt.job.token}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), TEXT);
    return { ...ended, job: { ...ended.job, output: join(folder, name) } };
  };

async function result(server: TestServer): Promise<{ id: string; output: string }> {
  const { id, output } = await server.run({ input: 'https://media.example/in.mov', kind: 'video' });
  return { id, output: output ?? '' };
}

const get = (server: TestServer, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  server.ask(method, path, { key: null, headers });

describe('a link to a result', () => {
  it('needs no key, and gives the file with its type', async () => {
    const server = await open({ engine: { performers: { local: leaving() } } });
    const { output } = await result(server);
    expect(output).toMatch(/\/a%20b\.mp4$/);
    const { status, text, headers } = await get(server, output);
    expect([status, text]).toEqual([200, TEXT]);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': '10',
      'accept-ranges': 'bytes',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
  });

  it('gives ranges of bytes', async () => {
    const server = await open({ engine: { performers: { local: leaving() } } });
    const { output } = await result(server);
    const etag = (await get(server, output)).headers.get('etag') ?? '';
    const range = async (headers: Record<string, string>) => {
      const { status, text, headers: back } = await get(server, output, headers);
      return [status, text, back.get('content-range')];
    };
    expect(await range({ range: 'bytes=2-4' })).toEqual([206, '234', 'bytes 2-4/10']);
    expect(await range({ range: 'bytes=-3' })).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await range({ range: 'bytes=8-' })).toEqual([206, '89', 'bytes 8-9/10']);
    expect(await range({ range: 'bytes=10-' })).toEqual([416, '', 'bytes */10']);
    expect(await range({ range: 'bytes=0-1,3-4' })).toEqual([200, TEXT, null]);
    expect(await range({ range: 'bytes=2-4', 'if-range': etag })).toEqual([206, '234', 'bytes 2-4/10']);
    expect(await range({ range: 'bytes=2-4', 'if-range': '"another"' })).toEqual([200, TEXT, null]);
    expect(await range({ 'if-none-match': `"x", ${etag}` })).toEqual([304, '', null]);
  });

  it('answers HEAD without a body', async () => {
    const server = await open({ engine: { performers: { local: leaving() } } });
    const { status, text, headers } = await get(server, (await result(server)).output, {}, 'HEAD');
    expect([status, text, headers.get('content-length')]).toEqual([200, '', '10']);
  });

  it('lets browsers ask for ranges from pages of other places', async () => {
    const server = await open({ engine: { performers: { local: leaving() } } });
    const { status, headers } = await get(
      server,
      (await result(server)).output,
      { 'access-control-request-headers': 'range' },
      'OPTIONS',
    );
    expect([status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-headers')]).toEqual([
      204,
      '*',
      'Range, If-Range',
    ]);
  });

  it('is refused when it is changed', async () => {
    const server = await open({ engine: { performers: { local: leaving() } } });
    const [mine, other] = [await result(server), await result(server)];
    const [, end = '', signature = ''] = /\/(\d+)\.([\w-]+)\//.exec(mine.output) ?? [];
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const wrong of [
      mine.output.replace(`${end}.`, `${Number(end) + 1}.`),
      mine.output.replace(signature, flipped),
      mine.output.replace(signature, signature.slice(1)),
      mine.output.replace(`${end}.${signature}`, 'x'),
      mine.output.replace(`${end}.${signature}`, `.${signature}`),
      mine.output.replace(mine.id, other.id),
    ])
      expect([wrong, await get(server, wrong)]).toMatchObject([wrong, { status: 403, body: { kind: 'link_invalid' } }]);
  });

  it('runs out', async () => {
    let now = Date.now();
    const server = await open({ engine: { performers: { local: leaving() } }, now: () => now });
    const { output, id } = await result(server);
    now += 6 * 3_600_000;
    expect(await get(server, output)).toMatchObject({
      status: 403,
      body: { kind: 'link_invalid', message: expect.stringContaining('expired') },
    });
    expect((await get(server, ((await server.ask('GET', `/jobs/${id}`)).body as Job).output ?? '')).status).toBe(200);
  });

  it('works after a restart', async () => {
    const performers = { local: leaving() };
    const first = await open({ engine: { performers } });
    const { output } = await result(first);
    await first.close();
    const second = await open();
    expect((await get(second, new URL(output).pathname)).text).toBe(TEXT);
  });

  it('leads to nothing but the result', async () => {
    const server = await open({ engine: { performers: { local: leaving() } } });
    const { output, id } = await result(server);
    const pass = output.slice(0, output.lastIndexOf('/'));
    for (const file of [
      '..%2f..%2f..%2fapi-key',
      'x/../../../../../api-key',
      '%2e%2e/%2e%2e/%2e%2e/api-key',
      '..%5capi-key',
      '.',
      '%00',
      'other.mp4',
      'a%20b.mp4/x',
      '%2fetc%2fpasswd',
      'a%20b.mp4%00',
    ]) {
      const answer = await raw(
        server.port,
        `GET ${new URL(pass).pathname}/${file} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      );
      expect([file, answer]).toEqual([file, expect.stringMatching(/^HTTP\/1\.1 40[134] /)]);
      expect(answer).toMatch(/"kind":"(?:route_not_found|link_invalid|token_missing)"/);
    }
    rmSync(join(server.engine.home.files, id), { recursive: true });
    expect(await get(server, output)).toMatchObject({ status: 410, body: { kind: 'output_gone' } });
  });

  it('lets go of the file when the client leaves in the middle', async () => {
    const server = await open({ engine: { performers: { local: leaving() } } });
    const { output, id } = await result(server);
    const path = (await storeOf(server.engine).reader.get(id))?.state.output ?? '';
    // More than what fits between two sockets.
    await writeFile(path, Buffer.alloc(64_000_000));
    const stop = new AbortController();
    const response = await fetch(output, { signal: stop.signal });
    expect(response.status).toBe(200);
    stop.abort();
    await expect(response.text()).rejects.toThrow();
    await server.close();
    await eventually(async () => {
      const files = await Promise.all(
        (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
      );
      return !files.includes(path);
    });
  });
});

it('an HLS stream plays to its end from the link in output, each rendition', async () => {
  const server = await open();
  const input = await uploaded(server, readFileSync(await fixture('clip.mp4')), 'my clip.mp4');
  const { output, status } = await server.run({ input, kind: 'adaptive_video', options: { height: 360 } });
  expect(status).toBe('succeeded');
  const master = await (await fetch(output ?? '')).text();
  const playlists = [
    ...master.split('\n').filter((line) => line !== '' && !line.startsWith('#')),
    ...[...master.matchAll(/URI="([^"]+)"/g)].map(([, uri = '']) => uri),
  ];
  expect(playlists.length).toBeGreaterThanOrEqual(3);
  for (const playlist of playlists) {
    const url = new URL(playlist, output ?? '').href;
    await runProgram(FFMPEG, ['-v', 'error', '-xerror', '-i', url, '-f', 'null', '-']);
    const { stdout } = await runProgram(FFPROBE, [
      '-v',
      'error',
      '-show_entries',
      'format=duration',
      '-of',
      'csv=p=0',
      url,
    ]);
    expect(Math.abs(Number(stdout.toString()) - 3)).toBeLessThan(0.1);
  }
  await runProgram(FFMPEG, ['-v', 'error', '-xerror', '-i', output ?? '', '-f', 'null', '-']);
});

it('a link is the input of another job', async () => {
  const server = await open();
  const input = await uploaded(server, readFileSync(await fixture('surround.mp4')), 'surround.mp4');
  const { output: first } = await server.run({ input, kind: 'video', options: { width: 64 } });
  const {
    status,
    output,
    input: shown,
  } = await server.run({ input: first ?? '', kind: 'image', options: { format: 'png' } });
  // What lets its holder in is not shown.
  expect([status, shown, output]).toEqual([
    'succeeded',
    first?.replace(/\/\d{13}\.[^/]+/, '/***'),
    expect.stringMatching(/\.png$/),
  ]);
  const forged = (first ?? '').replace(/\/\d{13}\./, '/1.');
  expect(await server.ask('POST', '/jobs', { body: { input: forged, kind: 'image' } })).toMatchObject({
    status: 403,
    body: { kind: 'link_invalid' },
  });
  rmSync(server.engine.home.files, { recursive: true });
  const gone = await server.ask('POST', '/jobs', { body: { input: first, kind: 'image' } });
  expect(gone).toMatchObject({
    status: 404,
    body: { kind: 'input_not_found', message: expect.stringContaining('surround.mp4') },
  });
  expect(gone.text).not.toContain(server.engine.home.folder);
});

it('a result is the file that was made', async () => {
  const server = await open();
  const input = await uploaded(server, readFileSync(await fixture('surround.mp4')));
  const { output, id } = await server.run({ input, kind: 'audio', options: { format: 'mp3' } });
  const kept = await readFile((await storeOf(server.engine).reader.get(id))?.state.output ?? '');
  expect(Buffer.from(await (await fetch(output ?? '')).arrayBuffer()).equals(kept)).toBe(true);
});
