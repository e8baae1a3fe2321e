import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobStore } from '../../src/jobs/store/port';
import { sqliteStoreAt } from '../support/sqliteStore';
import type { IncomingWebhook } from '../../src/webhooks/base/incoming';
import { signIttybit } from '../../src/backends/ittybit/verifyWebhook';
import { receive } from '../../src/webhooks/receive';
import type { Receiver, KnownSender } from '../../src/webhooks/receive';
import { signStandard } from '../../src/webhooks/base/standardWebhook';
import { expectRefusal } from '../support/expectRefusal';
import { hostedApi } from '../support/hostedApi';
import type { HostedApi } from '../support/hostedApi';

const NOW = Date.UTC(2026, 10, 22, 10);
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const PLAIN = 'a-secret-nobody-guesses';

let folder: string;
let stores: JobStore[];
let api: HostedApi;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'media-jobs-seen-'));
  stores = [];
  api = await hostedApi('The API');
});
afterEach(async () => {
  for (const store of stores) await store.close();
  rmSync(folder, { recursive: true, force: true });
  await api.close();
});

/** Another connection to the same store, as another process has one. */
async function connection(): Promise<JobStore> {
  const store = await sqliteStoreAt(join(folder, 'jobs.sqlite'));
  stores.push(store);
  return store;
}

const all = { events: [], kinds: [], statuses: [], metadata: [] };
const receiver = async (source: KnownSender, more: Partial<Receiver> = {}): Promise<Receiver> => ({
  source,
  scope: 'workflow/node',
  filter: all,
  seen: (await connection()).seen,
  now: NOW,
  pause: async () => undefined,
  ...more,
});

const json = (body: unknown) => Buffer.from(JSON.stringify(body));
const type = { 'content-type': 'application/json' };

const ours = (
  body: object = { type: 'job.succeeded', data: { id: 'job_1', kind: 'video', status: 'succeeded' } },
  id = 'msg_1',
  at = NOW,
): IncomingWebhook => {
  const rawBody = json(body);
  const timestamp = at / 1000;
  return {
    url: '/',
    rawBody,
    headers: {
      ...type,
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signStandard({ id, timestamp, body: rawBody.toString() }, [SECRET]),
    },
  };
};
const ittybit = (body: object): IncomingWebhook => ({
  url: '/',
  rawBody: json(body),
  headers: { ...type, 'ittybit-signature': signIttybit(json(body), PLAIN) },
});
const swiftia = (body: object): IncomingWebhook => ({ url: `/?token=${PLAIN}`, rawBody: json(body), headers: type });

const local: KnownSender = { name: 'local', secrets: [SECRET], credential: null };
const signed: KnownSender = { name: 'ittybit', secrets: [PLAIN], credential: null };
const confirmed = (): KnownSender => ({ name: 'ittybit', secrets: [PLAIN], credential: api.access });
const asked = (): KnownSender => ({ name: 'swiftia', secrets: [PLAIN], credential: { ...api.access, plan: 'swift' } });

describe('20 identical webhooks at once start one execution', () => {
  test.each([
    ['this package', () => local, ours()],
    ['Ittybit, signed', () => signed, ittybit({ id: 'job_1', status: 'succeeded' })],
    ['Ittybit, confirmed', confirmed, ittybit({ id: 'job_1', status: 'succeeded' })],
    ['Swiftia', asked, swiftia({ id: 'job_1' })],
  ])('%s', async (_, source, webhook) => {
    api.answer('/jobs/job_1', {
      body: { id: 'job_1', status: source().name === 'swiftia' ? 'COMPLETED' : 'succeeded' },
    });
    const two = await Promise.all([receiver(source()), receiver(source())]);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_unused, n) => receive(webhook, two[n % 2] as Receiver)),
    );
    expect(outcomes.filter(({ starts }) => starts)).toHaveLength(1);
    expect(outcomes.filter((outcome) => !outcome.starts && outcome.why === 'duplicate')).toHaveLength(19);
  });
});

describe('replay', () => {
  const starts = async (webhook: IncomingWebhook, to: Receiver) => (await receive(webhook, to)).starts;

  test('the same message again is none, also under a new time, and another one is', async () => {
    const to = await receiver(local);
    expect(await starts(ours(), to)).toBe(true);
    expect(await starts(ours(), to)).toBe(false);
    // A sender's own second attempt: signed anew.
    expect(await starts(ours(undefined, 'msg_1', NOW + 10_000), to)).toBe(false);
    expect(await starts(ours(undefined, 'msg_2'), to)).toBe(true);
  });

  test('after five minutes it is refused before anybody asks whether it was seen', async () => {
    await expectRefusal(
      async () => receive(ours(), await receiver(local, { now: NOW + 301_000 })),
      'timestamp_outside',
    );
  });

  test('a webhook of Ittybit is right for ever, and so taken once for each status', async () => {
    const to = await receiver(signed);
    expect(await starts(ittybit({ id: 'job_1', status: 'processing' }), to)).toBe(true);
    expect(await starts(ittybit({ id: 'job_1', status: 'succeeded' }), to)).toBe(true);
    const later = { ...to, now: NOW + 86_400_000 };
    expect(await starts(ittybit({ id: 'job_1', status: 'succeeded' }), later)).toBe(false);
    expect(await starts(ittybit({ status: 'succeeded', id: 'job_1', more: 1 }), later)).toBe(false);
    expect(await starts(ittybit({ id: 'job_2', status: 'succeeded' }), later)).toBe(true);
  });

  test('it is remembered across restarts', async () => {
    expect(await starts(ours(), await receiver(local))).toBe(true);
    await Promise.all(stores.splice(0).map((store) => store.close()));
    expect(await starts(ours(), await receiver(local))).toBe(false);
  });

  test('two workflows each take it', async () => {
    expect(await starts(ours(), await receiver(local))).toBe(true);
    expect(await starts(ours(), await receiver(local, { scope: 'another/node' }))).toBe(true);
  });

  test('one whose execution did not come about can come again', async () => {
    const to = await receiver(local);
    const first = await receive(ours(), to);
    if (!first.starts) throw new Error('it is the first');
    await first.takeBack();
    expect(await starts(ours(), to)).toBe(true);
    expect(await starts(ours(), to)).toBe(false);
  });

  test('somebody who tries things out may send it again', async () => {
    const to = await receiver(local, { seen: null });
    expect([await starts(ours(), to), await starts(ours(), to)]).toEqual([true, true]);
  });

  test('one that is not confirmed is not remembered: when it has become true it counts', async () => {
    const to = await receiver(confirmed());
    api.answer(
      '/jobs/job_1',
      { body: { id: 'job_1', status: 'processing' } },
      { body: { id: 'job_1', status: 'succeeded' } },
    );
    await expectRefusal(() => receive(ittybit({ id: 'job_1', status: 'succeeded' }), to), 'job_unconfirmed');
    expect(await starts(ittybit({ id: 'job_1', status: 'succeeded' }), to)).toBe(true);
  });
});

describe('what is not wanted', () => {
  test('starts nothing and is not remembered', async () => {
    const to = await receiver(local, { filter: { ...all, events: ['job.failed'] } });
    expect(await receive(ours(), to)).toEqual({ starts: false, why: 'filtered' });
    expect(await receive(ours(), { ...to, filter: all })).toMatchObject({ starts: true });
  });

  test('is judged by the job as the API has it', async () => {
    api.answer('/jobs/job_1', { body: { id: 'job_1', status: 'succeeded', metadata: { order: 7 } } });
    const filter = { ...all, metadata: [{ key: 'order', value: '7' }] };
    expect(await receive(ittybit({ id: 'job_1', status: 'succeeded' }), await receiver(signed, { filter }))).toEqual({
      starts: false,
      why: 'filtered',
    });
    expect(
      await receive(ittybit({ id: 'job_1', status: 'succeeded' }), await receiver(confirmed(), { filter })),
    ).toMatchObject({ starts: true, event: { job: { metadata: { order: 7 } } } });
  });
});

describe('what comes out', () => {
  test('the event, and the body as it was signed', async () => {
    const webhook = ours();
    expect(await receive(webhook, await receiver(local))).toEqual({
      starts: true,
      takeBack: expect.any(Function),
      rawBody: webhook.rawBody.toString(),
      body: { type: 'job.succeeded', data: { id: 'job_1', kind: 'video', status: 'succeeded' } },
      event: {
        event: 'job.succeeded',
        backend: 'local',
        job: { id: 'job_1', kind: 'video', status: 'succeeded' },
        output: null,
      },
    });
  });

  test('the result that the API names, not the one that was told', async () => {
    api.answer('/jobs/job_1', { body: { id: 'job_1', status: 'succeeded', output: 'https://cdn/right.mp4' } });
    expect(
      await receive(
        ittybit({ id: 'job_1', status: 'succeeded', output: { url: 'https://elsewhere/wrong.mp4' } }),
        await receiver(confirmed()),
      ),
    ).toMatchObject({ event: { output: 'https://cdn/right.mp4' } });
  });
});

describe('what is refused leaves no trace and asks nobody', () => {
  const bad: [string, () => KnownSender, IncomingWebhook, Parameters<typeof expectRefusal>[1]][] = [
    [
      'a wrong signature',
      () => local,
      { ...ours(), rawBody: json({ type: 'job.succeeded', data: { id: 'job_2' } }) },
      'signature_invalid',
    ],
    [
      'a right signature for what is no JSON',
      () => local,
      (() => {
        const rawBody = Buffer.from('hello');
        return {
          url: '/',
          rawBody,
          headers: {
            ...ours().headers,
            'webhook-signature': signStandard({ id: 'msg_1', timestamp: NOW / 1000, body: 'hello' }, [SECRET]),
          },
        };
      })(),
      'body_invalid',
    ],
    [
      'a wrong signature of Ittybit',
      confirmed,
      { ...ittybit({ id: 'job_1', status: 'succeeded' }), rawBody: json({ id: 'job_1', status: 'failed' }) },
      'signature_invalid',
    ],
    [
      'bytes that are no text, rightly signed',
      confirmed,
      (() => {
        const rawBody = Buffer.from([0x7b, 0xff, 0x7d]);
        return { url: '/', rawBody, headers: { ...type, 'ittybit-signature': signIttybit(rawBody, PLAIN) } };
      })(),
      'body_invalid',
    ],
    ['a wrong token', asked, { ...swiftia({ id: 'job_1' }), url: '/?token=wrong' }, 'token_invalid'],
    ['no token', asked, { ...swiftia({ id: 'job_1' }), url: '/' }, 'token_missing'],
    [
      'a form',
      asked,
      { ...swiftia({ id: 'job_1' }), headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      'content_type_invalid',
    ],
  ];

  test.each(bad)('%s', async (_, source, webhook, kind) => {
    const asksNobody = { firstTime: jest.fn(), takeBack: jest.fn() };
    await expectRefusal(async () => receive(webhook, { ...(await receiver(source())), seen: asksNobody }), kind);
    expect(asksNobody.firstTime).not.toHaveBeenCalled();
    expect(api.asked).toEqual([]);
  });
});
