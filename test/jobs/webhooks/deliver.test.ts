import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { Agent } from 'undici';
import { mediaError } from '../../../src/pipeline/errors/mediaError';
import { guardedAgent } from '../../../src/pipeline/net/guardedAgent';
import type { Engine } from '../../../src/jobs/engine';
import { Deliverer, webhookDelivery } from '../../../src/jobs/webhooks/deliver';
import { webhookSecrets } from '../../../src/jobs/webhooks/secrets';
import { anOrder, performing, testHome, storeOf, sealOf } from '../../support/engine';
import { eventually } from '../../support/processes';
import { LOOPBACK, outside, PUBLIC } from '../../support/outside';
import { startReceiver } from '../../support/receiver';
import type { Receiver } from '../../support/receiver';

const { open, env } = testHome();
const never = new AbortController().signal;
const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

const agent = new Agent();
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(() => agent.close());

async function receiver(...args: Parameters<typeof startReceiver>): Promise<Receiver> {
  const made = await startReceiver(...args);
  closers.push(made.close);
  return made;
}

/** An ended job whose one message waits to be sent, by a deliverer whose clock is the test's. */
async function endedJob(
  url: string,
  {
    timeoutMs = 5_000,
    agentFor = () => agent,
    secrets = () => Promise.resolve([SECRET]),
    events,
  }: {
    timeoutMs?: number;
    agentFor?: () => Agent;
    secrets?: () => Promise<string[]>;
    events?: ('job.queued' | 'job.cancelled')[];
  } = {},
) {
  const clock = { now: Date.now() };
  // An engine that runs nothing by itself delivers nothing either.
  const engine: Engine = await open({ runs: false, now: () => clock.now });
  const job = await engine.jobs.create(anOrder({ webhookUrl: url, ...(events && { webhookEvents: events }) }));
  if (!events) await engine.jobs.cancel(job.id);
  await storeOf(engine).workers.register({ id: 'me', pid: 1, started: '', namespace: '', role: 'test', seenAt: 0 });
  const deliverer = new Deliverer({
    outbox: storeOf(engine).outbox,
    seal: sealOf(engine),
    secrets,
    agentFor,
    now: () => clock.now,
    random: () => 0,
    timeoutMs,
  });
  const look = async () => {
    await deliverer.look('me');
    await deliverer.idle();
    return (await engine.jobs.get(job.id)).webhook_deliveries?.[0];
  };
  return { engine, job, clock, deliverer, look };
}

it('posts the ended job, signed', async () => {
  const { received, url } = await receiver();
  const { look, job, clock } = await endedJob(url);
  expect(await look()).toMatchObject({
    type: 'job.cancelled',
    status: 'delivered',
    attempts: [{ status: 200, why: null }],
    next_at: null,
  });
  const [message] = received;
  expect(received).toHaveLength(1);
  expect(message).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
  expect(new Webhook(SECRET).verify(message?.body ?? '', message?.headers as Record<string, string>)).toMatchObject({
    type: 'job.cancelled',
    timestamp: new Date(clock.now).toISOString(),
    data: { id: job.id, status: 'cancelled' },
  });
});

it('signs with two secrets while one replaces the other', async () => {
  const { received, url } = await receiver();
  const other = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;
  const { engine, deliverer } = await endedJob(url);
  await deliverer.stop();
  const rotating = new Deliverer({
    outbox: storeOf(engine).outbox,
    seal: sealOf(engine),
    secrets: () => Promise.resolve([other, SECRET]),
    agentFor: () => agent,
    now: Date.now,
    random: () => 0,
  });
  await rotating.look('me');
  await rotating.idle();
  for (const secret of [SECRET, other])
    expect(() =>
      new Webhook(secret).verify(received[0]?.body ?? '', received[0]?.headers as Record<string, string>),
    ).not.toThrow();
});

it('keeps its id and signs anew at each attempt, on the schedule', async () => {
  const { received, url } = await receiver((response, _, count) => response.writeHead(count < 3 ? 500 : 204).end());
  const { look, clock } = await endedJob(url);
  expect(await look()).toMatchObject({ status: 'pending', next_at: clock.now + 5 * SECOND });
  await look();
  expect(received).toHaveLength(1);
  clock.now += 5 * SECOND;
  expect(await look()).toMatchObject({ status: 'pending', next_at: clock.now + 5 * MINUTE });
  clock.now += 5 * MINUTE;
  expect(await look()).toMatchObject({
    status: 'delivered',
    attempts: [{ status: 500 }, { status: 500 }, { status: 204 }],
  });
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(new Set(received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
  expect(new Set(received.map(({ headers }) => headers['webhook-signature'])).size).toBe(3);
});

it('is sent after a receiver was down', async () => {
  const gone = await startReceiver();
  await gone.close();
  const { look, clock } = await endedJob(gone.url);
  expect(await look()).toMatchObject({
    status: 'pending',
    next_at: clock.now + 5 * SECOND,
    attempts: [{ status: null, why: 'its server does not take connections' }],
  });
});

it('is sent later where what signs it cannot be had', async () => {
  const { received, url } = await receiver();
  const secrets = () => Promise.reject(mediaError('disk_full', { where: '' }));
  const { look } = await endedJob(url, { secrets });
  expect(await look()).toMatchObject({
    status: 'pending',
    attempts: [{ status: null, why: expect.stringContaining('disk') as string }],
  });
  expect(received).toEqual([]);
});

it('does not wait for a slow receiver for ever', async () => {
  const { url } = await receiver(() => undefined);
  const { look, clock } = await endedJob(url, { timeoutMs: 100 });
  expect(await look()).toMatchObject({
    status: 'pending',
    next_at: clock.now + 5 * SECOND,
    attempts: [{ status: null, why: 'it did not answer in time' }],
  });
});

it('does not follow a redirect', async () => {
  const elsewhere = await receiver();
  const { url } = await receiver((response) => response.writeHead(307, { location: elsewhere.url }).end());
  const { look } = await endedJob(url);
  expect(await look()).toMatchObject({
    status: 'pending',
    attempts: [{ status: 307, why: expect.stringContaining('redirect') as string }],
  });
  expect(elsewhere.received).toEqual([]);
});

it('ends for good with 410, and so do the others of the job', async () => {
  const { url, received } = await receiver((response, _, count) => response.writeHead(count < 2 ? 500 : 410).end());
  const { look, engine, job, clock } = await endedJob(url, { events: ['job.queued', 'job.cancelled'] });
  expect(await look()).toMatchObject({ status: 'pending', attempts: [{ status: 500 }] });
  await engine.jobs.cancel(job.id);
  await look();
  clock.now += 100 * HOUR;
  await look();
  const deliveries = (await engine.jobs.get(job.id)).webhook_deliveries ?? [];
  expect(deliveries.map(({ type, status, attempts }) => [type, status, attempts.length])).toEqual([
    ['job.queued', 'failed', 1],
    ['job.cancelled', 'failed', 1],
  ]);
  expect(received).toHaveLength(2);
});

it('waits as long as a receiver with too much to do asks', async () => {
  const { url } = await receiver((response) => response.writeHead(429, { 'retry-after': '120' }).end());
  const { look, clock } = await endedJob(url);
  expect(await look()).toMatchObject({
    status: 'pending',
    next_at: clock.now + 120 * SECOND,
    attempts: [{ status: 429 }],
  });
});

describe('receivers that do not answer', () => {
  /** As many jobs with a message each as there are receivers, in this order. @returns a deliverer, and what it has been asked for */
  async function flood(silentUrls: readonly string[]) {
    const { url, received } = await receiver();
    const engine = await open({ runs: false });
    for (const each of [...silentUrls, url])
      await engine.jobs.create(anOrder({ webhookUrl: each, webhookEvents: ['job.queued'] }));
    await storeOf(engine).workers.register({ id: 'me', pid: 1, started: '', namespace: '', role: 'test', seenAt: 0 });
    const deliverer = new Deliverer({
      outbox: storeOf(engine).outbox,
      seal: sealOf(engine),
      secrets: () => Promise.resolve([SECRET]),
      agentFor: () => agent,
      now: () => Date.now() + MINUTE,
      random: () => 0,
    });
    closers.push(() => deliverer.stop());
    const told = new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (received.length === 0) return;
        clearInterval(timer);
        resolve();
      }, 5);
    });
    return { deliverer, told };
  }

  // Nothing here ends before its 20 s: that it comes at all means that it did not have to wait for them.
  it('hold up nobody else: 40 messages to one of them', async () => {
    const silent = await receiver(() => undefined);
    const { deliverer, told } = await flood(Array.from({ length: 40 }, (_, at) => `${silent.url}/${at}`));
    await deliverer.look('me');
    await told;
    expect(silent.received.length).toBeLessThanOrEqual(8);
  });

  it('hold up nobody else: 40 of them', async () => {
    const silent = await Promise.all(Array.from({ length: 40 }, () => receiver(() => undefined)));
    const { deliverer, told } = await flood(silent.map(({ url }) => url));
    await deliverer.look('me');
    await told;
  });
});

it.each(['ht\ntp://127.0.0.1/', 'http:\\\\127.0.0.1', 'file:///x'])(
  'is given up when an older version has stored %j for its address',
  async (url) => {
    const { look } = await endedJob(url);
    const attempts = [{ status: null, why: 'it is no complete web address' }];
    expect(await look()).toMatchObject({ status: 'failed', attempts });
  },
);

it('is given up when the guard refuses the address', async () => {
  const { url, received } = await receiver();
  const guarded = guardedAgent({ allow: [] }, { connect: 1_000, idle: 1_000 });
  closers.push(() => guarded.close());
  const { look } = await endedJob(url, { agentFor: () => guarded });
  expect(await look()).toMatchObject({
    status: 'failed',
    attempts: [{ status: null, why: expect.stringContaining('is refused') as string }],
  });
  expect(received).toEqual([]);
});

describe('to a name', () => {
  const { name, connected } = outside();

  it('is judged at each attempt, by where the name leads then', async () => {
    const { port, received } = await receiver((response) => response.writeHead(500).end());
    name('rebind.test', [PUBLIC], [LOOPBACK]);
    const guarded = guardedAgent({ allow: [] }, { connect: 1000, idle: 1000 });
    closers.push(() => guarded.close());
    const { look, clock } = await endedJob(`http://rebind.test:${port}/hook`, { agentFor: () => guarded });
    expect(await look()).toMatchObject({ status: 'pending', attempts: [{ status: 500 }] });
    clock.now += 5 * SECOND;
    expect(await look()).toMatchObject({
      status: 'failed',
      attempts: [{ status: 500 }, { status: null, why: expect.stringContaining('is refused') as string }],
    });
    expect([received.length, connected]).toEqual([1, [`${PUBLIC.address} ${port}`]]);
  });
});

it('takes a long answer that nobody asked for, and whose connection ends at once', async () => {
  const { url } = await receiver((response) =>
    response.writeHead(200, { connection: 'close' }).end(Buffer.alloc(5_000_000)),
  );
  expect(await (await endedJob(url)).look()).toMatchObject({ status: 'delivered' });
});

it('is sent by the next process when one ends in the middle of it', async () => {
  let answer = false;
  let ask: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  let brokenOff: Promise<unknown> = Promise.resolve();
  const { url } = await receiver((response) => {
    if (answer) {
      response.end();
      return;
    }
    brokenOff = once(response, 'close');
    ask();
  });
  const { deliverer, engine, job } = await endedJob(url);
  await deliverer.look('me');
  await asked;
  // Nobody else takes it while its process is there.
  expect(await storeOf(engine).outbox.claim('other', Date.now() + HOUR)).toBeNull();
  await deliverer.stop();
  await brokenOff;
  expect((await engine.jobs.get(job.id)).webhook_deliveries).toMatchObject([{ status: 'pending', attempts: [] }]);
  await storeOf(engine).workers.remove('me');
  answer = true;
  const next = new Deliverer({
    outbox: storeOf(engine).outbox,
    seal: sealOf(engine),
    secrets: () => Promise.resolve([SECRET]),
    agentFor: () => agent,
    now: () => Date.now() + HOUR,
    random: () => 0,
  });
  await next.look('other');
  await next.idle();
  expect((await engine.jobs.get(job.id)).webhook_deliveries).toMatchObject([
    { status: 'delivered', attempts: [{ status: 200 }] },
  ]);
});

it('is part of a running engine', async () => {
  const { url, port, received } = await receiver();
  const engine = await open({
    env: { ...env(), MEDIA_JOBS_ALLOW_HOSTS: `127.0.0.1:${port}` },
    performers: { local: performing() },
  });
  await engine.start();
  const told = new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (received.length < 3) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
  const { id } = await engine.jobs.create(
    anOrder({ webhookUrl: url, webhookEvents: ['job.queued', 'job.started', 'job.succeeded'] }),
  );
  await engine.jobs.ended(id, never);
  await told;
  const types = received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
  expect(types.sort()).toEqual(['job.queued', 'job.started', 'job.succeeded']);
  const [secret = ''] = await webhookSecrets(engine.home, {});
  for (const { body, headers } of received)
    expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
  expect(statSync(join(engine.home.folder, 'webhook-secret')).mode & 0o777).toBe(0o600);
});

it('is kept for the next process where the store takes nothing down', async () => {
  const { url, received } = await receiver();
  const engine = await open({ runs: false });
  const { outbox, workers } = storeOf(engine);
  const { id } = await engine.jobs.create(anOrder({ webhookUrl: url }));
  await engine.jobs.cancel(id);
  await workers.register({ id: 'me', pid: 1, started: '', namespace: '', role: 'test', seenAt: 0 });
  const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
  const deliverer = new Deliverer({
    outbox: Object.assign(Object.create(outbox) as typeof outbox, {
      settle: () => Promise.reject(new Error('the disk is full')),
    }),
    seal: sealOf(engine),
    secrets: () => Promise.resolve([SECRET]),
    agentFor: () => agent,
    now: Date.now,
    random: () => 0,
  });
  await deliverer.look('me');
  await deliverer.idle();
  expect(received).toHaveLength(1);
  expect(warn.mock.calls).toEqual([[expect.stringContaining('the disk is full')]]);
  warn.mockRestore();
  expect((await engine.jobs.get(id)).webhook_deliveries).toMatchObject([{ status: 'pending', attempts: [] }]);
});

describe('an engine', () => {
  /** A job whose message one look of its delivery has sent or refused; answers what was taken down of it. */
  async function delivered(use: { inN8n: boolean; path: string; origin?: string }) {
    const { url, port, received } = await receiver();
    const engine = await open({ runs: false });
    const { outbox, workers } = storeOf(engine);
    const webhookUrl = url.replace('/hook', use.path);
    const { id } = await engine.jobs.create(anOrder({ webhookUrl, ...(use.origin && { origin: use.origin }) }));
    await engine.jobs.cancel(id);
    await workers.register({ id: 'me', pid: 1, started: '', namespace: '', role: 'test', seenAt: 0 });
    const made = { home: engine.home, outbox, seal: sealOf(engine) };
    const delivery = webhookDelivery({ ...made, env: { ...env(), N8N_PORT: `${port}` }, inN8n: use.inN8n });
    await delivery.periodicTask('me');
    const told = await eventually(async () => {
      const [sent] = (await engine.jobs.get(id)).webhook_deliveries ?? [];
      return (sent?.attempts.length ?? 0) > 0 && sent;
    });
    await delivery.stop();
    return { told, received };
  }

  it('posts to the webhooks of the n8n that it is in', async () => {
    const { told, received } = await delivered({ inN8n: true, path: '/webhook/a' });
    expect(told).toMatchObject({ status: 'delivered', attempts: [{ status: 200 }] });
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ type: 'job.cancelled', data: { status: 'cancelled' } });
  });

  it.each([
    ['to nothing else of this machine', { inN8n: true, path: '/hook' }],
    ['nor to n8n where it is none of it', { inN8n: false, path: '/webhook/a' }],
  ])('%s', async (_, use) => {
    const { told, received } = await delivered(use);
    expect(told).toMatchObject({ status: 'failed', attempts: [{ status: null }] });
    expect(received).toEqual([]);
  });

  it('shows a job that was asked for over HTTP in the words of the job API', async () => {
    const { received } = await delivered({ inN8n: true, path: '/webhook/a', origin: 'https://jobs.example' });
    const { data } = JSON.parse(received[0]?.body ?? '') as { data: Record<string, unknown> };
    expect(data).toMatchObject({ status: 'cancelled' });
    expect(data).not.toHaveProperty('attempts');
  });
});

describe('secrets', () => {
  it('are made once, by however many at the same time', async () => {
    const { home } = await open();
    const made = await Promise.all(Array.from({ length: 10 }, () => webhookSecrets(home, {})));
    expect(new Set(made.flat()).size).toBe(1);
    expect(await webhookSecrets(home, {})).toEqual(made[0]);
  });
  it('come from the environment where they are set', async () => {
    const { home } = await open();
    expect(await webhookSecrets(home, { MEDIA_JOBS_WEBHOOK_SECRET: `${SECRET}, ${SECRET}` })).toEqual([SECRET, SECRET]);
  });
  it.each(['hunter2', 'whsec_short', 'whsec_***', ','])('refuses %j without repeating it', async (text) => {
    const { home } = await open();
    const error = (await webhookSecrets(home, { MEDIA_JOBS_WEBHOOK_SECRET: text }).catch(
      (thrown: unknown) => thrown,
    )) as Error;
    expect(error).toMatchObject({ kind: 'webhook_secret_invalid' });
    if (text !== ',') expect(error.message).not.toContain(text);
  });
});
