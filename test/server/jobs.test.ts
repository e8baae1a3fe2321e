import { readFileSync } from 'node:fs';
import type { Job } from '../../src/pipeline/job/job';
import { jobSchema } from '../../src/server/jobSchema';
import { fixture } from '../fixtures';
import { anOrder, performing, storeOf } from '../support/engine';
import { testServers, uploaded } from '../support/jobServer';
import type { Answer, TestServer } from '../support/jobServer';

const { open } = testServers();
const INPUT = 'https://media.example/in.mov';
const idle = { starts: false };

const ids = ({ body }: Answer): string[] => (body as Job[]).map(({ id }) => id);

async function created(server: TestServer, ...bodies: object[]): Promise<string[]> {
  const made: string[] = [];
  for (const body of bodies)
    made.push(((await server.ask('POST', '/jobs', { body: { input: INPUT, kind: 'video', ...body } })).body as Job).id);
  return made;
}

it('metadata of a new job has at most 64,000 bytes as JSON, however they are spelled', async () => {
  const server = await open({ starts: false });
  const post = (metadata: object) =>
    server.ask('POST', '/jobs', { body: { input: 'https://media.example/a.mov', kind: 'video', metadata } });
  expect((await post({ a: 'x'.repeat(64_000 - 8) })).status).toBe(201);
  for (const metadata of [{ a: 'x'.repeat(64_000 - 7) }, { a: 'ü'.repeat(32_000) }, { a: Array(32_000).fill(1) }]) {
    const { status, body } = await post(metadata);
    expect([status, body]).toMatchObject([
      400,
      {
        kind: 'request_invalid',
        message: expect.stringContaining('"metadata" must have at most 64,000 bytes as JSON') as string,
      },
    ]);
  }
});

it('a page of the list has fewer large jobs than the limit, and leads to the next', async () => {
  const server = await open({ starts: false, limits: { pageBytes: 100_000 } });
  for (let number = 0; number < 3; number++) {
    const metadata = { note: `${number}`.repeat(60_000) };
    await server.ask('POST', '/jobs', { body: { input: 'https://media.example/a.mov', kind: 'video', metadata } });
  }
  const first = await server.ask('GET', '/jobs?limit=100');
  expect([(first.body as Job[]).length, first.headers.get('has-more'), first.headers.get('limit')]).toEqual([
    1,
    'true',
    '100',
  ]);
  const next = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  expect((await server.ask('GET', next)).body).toMatchObject([{ metadata: { note: '1'.repeat(60_000) } }]);
});

describe('POST /jobs', () => {
  it('answers the queued job and where it is', async () => {
    const server = await open(idle);
    const body = { input: INPUT, kind: 'audio', options: { format: 'mp3' }, metadata: { mine: [1] } };
    const { status, body: job, headers } = await server.ask('POST', '/jobs', { body });
    expect(status).toBe(201);
    expect(job).toMatchObject({ ...body, object: 'job', status: 'queued', output: null, error: null });
    expect(job).not.toHaveProperty('attempts');
    expect(headers.get('location')).toBe(`/jobs/${(job as Job).id}`);
    expect(jobSchema.safeParse(job).error).toBeUndefined();
  });

  it.each([2.01, 0.0001, 1 / 3, 604_800])('takes a time limit of %d s', async (seconds) => {
    const server = await open(idle);
    const [id = ''] = await created(server, { time_limit: seconds });
    expect((await storeOf(server.engine).reader.get(id))?.timeLimit).toBe(
      Math.ceil(Number((seconds * 1000).toFixed(6))),
    );
  });

  it.each<[string, number, unknown]>([
    ['input_required', 400, {}],
    ['input_required', 400, { kind: 'video', input: ' ' }],
    ['input_required', 400, { kind: 'nonsense', input: null }],
    ['invalid_input', 400, { kind: 'video', input: 'ftp://example.com/a.mov' }],
    ['invalid_input', 400, { kind: 'video', input: '/etc/passwd' }],
    ['invalid_input', 400, { kind: 'video', input: 'file:///etc/passwd' }],
    ['invalid_input', 400, { kind: 'video', input: 's3://bucket' }],
    ['invalid_format', 400, { kind: 'video', input: INPUT, options: { format: 'avi' } }],
    ['invalid_codec', 400, { kind: 'video', input: INPUT, options: { format: 'webm', codec: 'h264' } }],
    ['request_invalid', 400, { kind: 'video', input: INPUT, output: '/tmp/result.mp4' }],
    ['request_invalid', 400, { kind: 'video', input: INPUT, output: 'https://example.com/result.mp4' }],
    ['request_invalid', 400, { kind: 'video', input: INPUT, wdth: 3 }],
    ['request_invalid', 400, { kind: 'video', input: 7 }],
    ['request_invalid', 400, { kind: 'vidoe', input: INPUT }],
    ['request_invalid', 400, { kind: 'animation', input: INPUT }],
    ['request_invalid', 400, { kind: 'video', input: INPUT, priority: 'high' }],
    ['request_invalid', 400, { kind: 'video', input: INPUT, webhook_url: 'mailto:me@example.com' }],
    ['request_invalid', 400, []],
    ['request_malformed', 400, '{"kind": '],
    ['request_malformed', 400, ''],
    ['request_malformed', 400, Buffer.from([0x7b, 0xff, 0x7d])],
  ])('answers %s with %i', async (kind, status, body) => {
    const server = await open(idle);
    const answer = await server.ask('POST', '/jobs', { body: body as object });
    expect(answer).toMatchObject({ status, body: { kind, message: expect.stringMatching(/\S/) } });
    expect(Object.keys(answer.body as object)).toEqual(['kind', 'message']);
    expect(await server.engine.jobs.list()).toEqual([]);
  });

  it.each([
    ['POST', '/jobs'],
    ['GET', '/jobs'],
    ['GET', '/jobs/x'],
    ['DELETE', '/jobs/x'],
    ['GET', '/jobs/x/events'],
    ['PUT', '/files/x'],
    ['GET', '/metrics'],
  ])('wants a key for %s %s', async (method, path) => {
    const server = await open(idle);
    const use = method === 'POST' || method === 'PUT' ? { body: 'x' } : {};
    expect(await server.ask(method, path, { ...use, key: null })).toMatchObject({
      status: 401,
      body: { kind: 'token_missing' },
    });
    const wrong = await server.ask(method, path, { ...use, key: 'some-other-key-entirely' });
    expect(wrong).toMatchObject({ status: 401, body: { kind: 'token_invalid' } });
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('passes on what is ours', async () => {
    const server = await open(idle);
    const [id = ''] = await created(server, { priority: 5, time_limit: 1.5, webhook_url: 'https://hooks.example/x' });
    expect(await storeOf(server.engine).reader.get(id)).toMatchObject({
      priority: 5,
      timeLimit: 1500,
      webhookUrl: 'https://hooks.example/x',
    });
    expect((await server.ask('GET', `/jobs/${id}`)).body).toMatchObject({ webhook_url: 'https://hooks.example/x' });
  });

  it('masks the secrets of an input, and no more', async () => {
    const server = await open(idle);
    const [secret = '', plain = ''] = await created(
      server,
      { input: 'https://me:pw@media.example/a.mov?X-Amz-Signature=abc' },
      { input: 'https://media.example/a%20b.mov?width=3' },
    );
    expect((await server.ask('GET', `/jobs/${secret}`)).body).toMatchObject({
      input: 'https://***@media.example/a.mov?X-Amz-Signature=***',
    });
    expect((await server.ask('GET', `/jobs/${plain}`)).body).toMatchObject({
      input: 'https://media.example/a%20b.mov?width=3',
    });
  });
});

describe('Idempotency-Key', () => {
  const send = (server: TestServer, body: object, key: string, use: object = {}) =>
    server.ask('POST', '/jobs', {
      body: { input: INPUT, kind: 'video', ...body },
      headers: { 'idempotency-key': key },
      ...use,
    });

  it('answers the first job with 200, and another request with 409', async () => {
    const server = await open(idle);
    const first = await send(server, {}, 'mine');
    expect(first.status).toBe(201);
    expect(await send(server, {}, 'mine')).toMatchObject({ status: 200, body: { id: (first.body as Job).id } });
    expect(await send(server, { kind: 'audio' }, 'mine')).toMatchObject({
      status: 409,
      body: { kind: 'idempotency_conflict', message: expect.stringContaining('"mine"') },
    });
    expect((await send(server, {}, 'x'.repeat(256))).status).toBe(400);
  });

  it('is each key holder’s own', async () => {
    const server = await open(idle);
    await send(server, {}, 'mine');
    expect((await send(server, { kind: 'audio' }, 'mine', { key: 'another-key-for-the-tests' })).status).toBe(201);
  });

  it('makes one job of many requests at once', async () => {
    const server = await open(idle);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(server, {}, 'all')));
    expect(new Set(answers.map(({ body }) => (body as Job).id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('counts for 24 hours', async () => {
    let now = Date.now();
    const server = await open({ ...idle, engine: { now: () => now } });
    const first = await send(server, {}, 'mine');
    now += 24 * 3_600_000;
    expect((await send(server, {}, 'mine')).status).toBe(200);
    now += 1;
    const later = await send(server, { kind: 'audio' }, 'mine');
    expect(later.status).toBe(201);
    expect((later.body as Job).id).not.toBe((first.body as Job).id);
  });
});

describe('GET /jobs', () => {
  it('lists page by page, by the links that it gives', async () => {
    const server = await open(idle);
    const made = await created(server, {}, {}, {}, {}, {});
    const seen: string[] = [];
    let path: string | undefined = '/jobs?limit=2';
    const more: (string | null)[] = [];
    while (path !== undefined) {
      const page: Answer = await server.ask('GET', path);
      expect(page.headers.get('limit')).toBe('2');
      more.push(page.headers.get('has-more'));
      seen.push(...ids(page));
      path = /^<([^>]+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(made.toReversed());
    expect(more).toEqual(['true', 'true', 'false']);
  });

  it('filters and orders', async () => {
    const server = await open(idle);
    const [a = '', b = '', c = '', d = ''] = await created(
      server,
      {},
      { kind: 'audio' },
      { input: 'https://media.example/other.mov' },
      {},
    );
    await server.ask('DELETE', `/jobs/${a}`);
    const list = async (query: string) => ids(await server.ask('GET', `/jobs?${query}`));
    expect(await list('')).toEqual([d, c, b, a]);
    expect(await list('order=asc')).toEqual([a, b, c, d]);
    expect(await list('kind=audio')).toEqual([b]);
    expect(await list('status=cancelled')).toEqual([a]);
    expect(await list(`input=${encodeURIComponent('https://media.example/other.mov')}`)).toEqual([c]);
    expect(await list(`after=${a}&before=${d}`)).toEqual([c, b]);
    expect(await list(`after=${b}&order=asc&limit=1`)).toEqual([c]);
    expect(await list('status=failed')).toEqual([]);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'order=up',
    'status=done',
    'kind=x',
    'after=nobody',
    'before=',
    'page=2',
  ])('refuses %s', async (query) => {
    const server = await open(idle);
    expect(await server.ask('GET', `/jobs?${query}`)).toMatchObject({
      status: 400,
      body: { kind: 'request_invalid', message: expect.stringContaining(query.split('=')[0] ?? '') },
    });
  });

  it('has no job that did not come over HTTP', async () => {
    const server = await open(idle);
    const { id } = await server.engine.jobs.create(anOrder());
    expect(ids(await server.ask('GET', '/jobs'))).toEqual([]);
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/events'],
    ] as const)
      expect(await server.ask(method, `/jobs/${id}${path}`)).toMatchObject({
        status: 404,
        body: { kind: 'job_not_found' },
      });
  });
});

describe('DELETE /jobs/{id}', () => {
  it('ends a job that waits, and one that runs', async () => {
    const waiting = performing(
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    const server = await open({ engine: { performers: { local: waiting }, concurrency: 1 } });
    const started = new Promise<void>((resolve, reject) => {
      server.engine.jobs.subscribe(({ type }) => type === 'job.started' && resolve()).catch(reject);
    });
    const [running = '', queued = ''] = await created(server, {}, {});
    await started;
    expect(await server.ask('DELETE', `/jobs/${queued}`)).toMatchObject({
      status: 200,
      body: { id: queued, status: 'cancelled' },
    });
    expect((await server.ask('DELETE', `/jobs/${running}`)).status).toBe(200);
    expect(await server.engine.jobs.ended(running, new AbortController().signal)).toMatchObject({
      status: 'cancelled',
    });
    expect(await server.ask('DELETE', `/jobs/${running}`)).toMatchObject({ status: 409, body: { kind: 'job_ended' } });
  });
});

describe('what a job shows', () => {
  it('is addresses, and no path of this machine, when it succeeds', async () => {
    const server = await open();
    const input = await uploaded(server, readFileSync(await fixture('surround.mp4')), 'my clip.mp4');
    const job = await server.run({ input, kind: 'video', options: { width: 64 } });
    expect(job).toMatchObject({ status: 'succeeded', input });
    expect(job.output).toMatch(new RegExp(`^${server.url}/outputs/${job.id}/\\d+\\.[\\w-]+/my%20clip\\.mp4$`));
    const [probe, , encode, publish] = job.tasks;
    expect([probe?.output, encode?.output, publish?.output]).toMatchObject([
      { url: input, width: expect.any(Number) },
      { url: job.output, width: 64 },
      job.output,
    ]);
    expect(JSON.stringify(job)).not.toContain(server.engine.home.folder);
    expect(jobSchema.safeParse(job).error).toBeUndefined();
  });

  it('names files without their paths when it fails', async () => {
    const server = await open();
    const input = await uploaded(server, readFileSync(await fixture('noise.mp4')), 'noise.mp4');
    const job = await server.run({ input, kind: 'video' });
    expect(job).toMatchObject({
      status: 'failed',
      error: { kind: 'input_unsupported', message: expect.stringContaining('noise.mp4') },
    });
    expect(JSON.stringify(job)).not.toMatch(/\/tmp\/|media-jobs-home/);
  });

  it('is fresh addresses each time, and none of its own for storage that it named', async () => {
    let now = Date.now();
    const server = await open({
      engine: {
        performers: {
          local: async (attempt) => {
            const ended = await performing()(attempt);
            return { ...ended, job: { ...ended.job, output: `${server.engine.home.files}/${attempt.job.id}/1/a.mp4` } };
          },
        },
      },
      now: () => now,
    });
    const { id, output } = await server.run({ input: INPUT, kind: 'video' });
    now += 1_000;
    const later = (await server.ask('GET', `/jobs/${id}`)).body as Job;
    expect(later.output).toMatch(/\/outputs\//);
    expect(later.output).not.toBe(output);
  });
});

it('a job fetches nothing from the server itself, which is inside', async () => {
  const server = await open();
  expect(await server.run({ input: `${server.url}/openapi.json`, kind: 'video' })).toMatchObject({
    status: 'failed',
    error: { kind: 'address_refused' },
  });
});

it('is found under the address that an administrator names', async () => {
  const server = await open({ publicUrl: 'https://media.example.com' });
  const input = await uploaded(server, readFileSync(await fixture('surround.mp4')));
  expect(input).toMatch(/^https:\/\/media\.example\.com\/files\//);
  const { status, output } = await server.run({ input, kind: 'image', options: { width: 32 } });
  expect([status, output]).toEqual(['succeeded', expect.stringMatching(/^https:\/\/media\.example\.com\/outputs\//)]);
});
