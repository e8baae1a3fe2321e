import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Job } from '../../src/pipeline/job/job';
import { fixture } from '../fixtures';
import { cli, last } from '../support/cli';
import { eventually, processesOf } from '../support/processes';

const MAIN = join(__dirname, '../../dist/src/cli/main.js');

let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-jobs-serve-'));
});
afterEach(async () => {
  for (const child of started.splice(0))
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  url: string;
  api_key?: string;
  child: ChildProcess;
  ended: Promise<number | null>;
}

/** Starts the built command on a free port, and reads the line that says where it listens. */
async function serve(...flags: string[]): Promise<Started> {
  const child = spawn(
    process.execPath,
    [MAIN, 'serve', '--port', '0', '--data', join(folder, 'data'), '--json', ...flags],
    { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  started.push(child);
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { ...(JSON.parse(line) as { url: string; api_key?: string }), child, ended };
}

const ask = (url: string, path: string, key = '', init: RequestInit = {}) =>
  fetch(new URL(path, url), { ...init, headers: { authorization: `Bearer ${key}` } });

async function begin(url: string, key: string, options: object): Promise<string> {
  const upload = await ask(url, '/files/busy.mp4', key, {
    method: 'PUT',
    body: readFileSync(await fixture('busy.mp4')),
  });
  const { url: input } = (await upload.json()) as { url: string };
  const { id } = (await (
    await ask(url, '/jobs', key, { method: 'POST', body: JSON.stringify({ input, kind: 'video', options }) })
  ).json()) as Job;
  await eventually(async () => ((await (await ask(url, `/jobs/${id}`, key)).json()) as Job).status === 'processing');
  return id;
}

/** An encode that takes its time. */
const LONG = { format: 'webm', quality: 'very_high', fps: 60 };

it('says where it listens and its key once, and ends at SIGTERM', async () => {
  const first = await serve();
  expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(first.api_key).toMatch(/^mj_/);
  expect((await ask(first.url, '/jobs', first.api_key)).status).toBe(200);
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);

  const second = await serve();
  expect(second.api_key).toBeUndefined();
  expect((await ask(second.url, '/jobs', first.api_key)).status).toBe(200);
  second.child.kill('SIGINT');
  expect(await second.ended).toBe(0);
});

it('puts back what runs when it ends, and leaves no process; the next one ends it', async () => {
  const { url, api_key: key = '', child, ended } = await serve('--grace', '0');
  const id = await begin(url, key, LONG);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(await processesOf(folder)).toEqual([]);

  const second = await serve();
  const { status, attempts } = (await (await ask(second.url, `/jobs/${id}`, key)).json()) as Job;
  expect(['queued', 'processing']).toContain(status);
  expect(attempts).toBeUndefined();
  expect((await ask(second.url, `/jobs/${id}`, key, { method: 'DELETE' })).status).toBe(200);
});

it('lets a running job come to its end within the grace', async () => {
  const { url, api_key: key = '', child, ended } = await serve('--grace', '120');
  const id = await begin(url, key, { width: 320 });
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  const second = await serve();
  expect(((await (await ask(second.url, `/jobs/${id}`, key)).json()) as Job).status).toBe('succeeded');
});

it.each([
  [['--port', '99999'], '"port"'],
  [['--concurrency', '0'], '"concurrency"'],
  [['--public-url', 'example.com'], '"public-url"'],
  [['--grace', 'long'], '"grace"'],
  [['--prot', '1'], '"--prot" is not a flag of this command; did you mean "--port"?'],
])('refuses %s', async (flags, words) => {
  const run = await cli(['serve', '--data', 'data', ...flags], { cwd: folder });
  expect(run.code).toBe(2);
  expect(last(run)).toMatchObject({ kind: 'request_invalid', message: expect.stringContaining(words) });
});

it('says when another program listens there', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const run = await cli(['serve', '--data', 'data', '--port', `${port}`], { cwd: folder });
  other.close();
  expect(run.code).toBe(2);
  expect(last(run)).toMatchObject({
    kind: 'request_invalid',
    message: expect.stringContaining('another program listens there'),
  });
});
