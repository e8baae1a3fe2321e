import { Webhook } from 'standardwebhooks';
import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { createJob } from '../../../src/pipeline/job/job';
import { guardedAgent } from '../../../src/pipeline/net/guardedAgent';
import { send } from '../../../src/jobs/webhooks/send';
import { startReceiver } from '../../support/receiver';
import type { Receiver } from '../../support/receiver';
import type { Delivery } from '../../../src/jobs/store/delivery';

const SECRETS = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`);
/** A moment between two seconds (Unix milliseconds): signatures have the second. */
const NOW = Date.now() - (Date.now() % 1000) + 999;
const AT = Date.UTC(2026, 10, 1, 12);

const agent = new Agent();
const receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});
afterAll(() => agent.close());

async function receiver(...args: Parameters<typeof startReceiver>): Promise<Receiver> {
  const made = await startReceiver(...args);
  receivers.push(made);
  return made;
}

const delivery = (url: string): Delivery => ({
  id: 'msg_1',
  job: 'job_1',
  url,
  sealed: null,
  type: 'job.succeeded',
  at: AT,
  state: { ...createJob({ kind: 'video', input: 'in.mov', options: {}, metadata: {} }, AT), id: 'job_1' },
  origin: null,
  status: 'pending',
  tries: [],
  nextAt: AT,
});

const sent = (url: string, use: { agent?: Dispatcher; signal?: AbortSignal } = {}) =>
  send(() => use.agent ?? agent, delivery(url), SECRETS, {
    now: NOW,
    signal: use.signal ?? new AbortController().signal,
  });

it('gives up what an older version has stored that is no address', async () => {
  const why = 'it is no complete web address';
  expect(await sent('example.com/hook')).toEqual({ status: null, why, retryAfter: null, final: true });
});

it('posts what happened, when, and the job, signed with each secret', async () => {
  const { url, received } = await receiver((response) => response.writeHead(204).end());
  expect(await sent(`${url}?a=b&c`)).toEqual({ status: 204, why: null, retryAfter: null });
  expect(received).toHaveLength(1);
  const [{ method, url: path, headers, body }] = received as [Receiver['received'][number]];
  expect([method, path]).toEqual(['POST', '/hook?a=b&c']);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'n8n-nodes-media-jobs',
    'webhook-id': 'msg_1',
    'webhook-timestamp': String((NOW - 999) / 1000),
  });
  for (const secret of SECRETS)
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
      type: 'job.succeeded',
      timestamp: '2026-11-01T12:00:00.000Z',
      data: { id: 'job_1', kind: 'video', status: 'queued' },
    });
});

it.each([
  [199 + 1, null],
  [299, null],
  [300, 'it answered with a redirect, which is not followed'],
  [399, 'it answered with a redirect, which is not followed'],
  [400, 'it answered 400'],
  [410, 'it wants no more messages'],
  [503, 'it answered 503'],
])('what %d means: %s', async (status, why) => {
  const { url } = await receiver((response) => response.writeHead(status).end());
  expect(await sent(url)).toMatchObject({ status, why, retryAfter: null });
});

it('tells how long the receiver asks to wait, by seconds or by a date', async () => {
  const { url } = await receiver((response, _, count) =>
    response.writeHead(503, { 'retry-after': count === 1 ? '120' : new Date(NOW + 61_001).toUTCString() }).end('later'),
  );
  expect(await sent(url)).toMatchObject({ status: 503, retryAfter: 120_000 });
  expect((await sent(url)).retryAfter).toBe(61_001 - ((NOW + 61_001) % 1000));
});

it('tells in words why no answer came', async () => {
  const gone = await startReceiver();
  await gone.close();
  expect(await sent(gone.url)).toEqual({
    status: null,
    why: 'its server does not take connections',
    retryAfter: null,
    final: false,
  });
  const { url } = await receiver(() => undefined);
  expect(await sent(url, { signal: AbortSignal.abort() })).toMatchObject({ status: null, final: false });
});

it('an address that the guard refuses is not tried again', async () => {
  const { url, received } = await receiver();
  const guarded = guardedAgent({ allow: [] }, { connect: 1_000, idle: 1_000 });
  expect(await sent(url, { agent: guarded })).toMatchObject({
    status: null,
    why: expect.stringContaining('into a private network') as string,
    retryAfter: null,
    final: true,
  });
  expect(received).toEqual([]);
  await guarded.close();
});
