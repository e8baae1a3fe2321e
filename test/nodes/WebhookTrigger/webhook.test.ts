import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';
import { WebhookTrigger } from '../../../nodes/WebhookTrigger/WebhookTrigger.node';
import { ittybit } from '../../../src/backends/ittybit/backend';
import { ittybitBackend } from '../../../src/backends/ittybit/openIttybit';
import { parseRequest } from '../../../src/pipeline/request/request';
import { signIttybit } from '../../../src/backends/ittybit/verifyWebhook';
import { signStandard } from '../../../src/webhooks/base/standardWebhook';
import { API_KEY, hostedApi } from '../../support/hostedApi';
import { ittybitDouble } from '../../support/ittybitDouble';
import { retireEngine } from '../../support/retireEngine';
import { hookContext, webhookServer } from '../../support/webhookServer';
import type { CredentialValues, WebhookNode, WebhookServer } from '../../support/webhookServer';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const PLAIN = 'a-secret-nobody-guesses';
const job = {
  id: 'job_1',
  object: 'job',
  kind: 'video',
  status: 'succeeded',
  output: '/files/a.mp4',
  metadata: { order: 7 },
};
const body = JSON.stringify({ type: 'job.succeeded', timestamp: '2026-11-22T10:00:00.000Z', data: job });

let home: string;
let server: WebhookServer | undefined;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'media-jobs-home-'));
  process.env['MEDIA_JOBS_HOME'] = home;
});
afterEach(async () => {
  try {
    await server?.close();
  } finally {
    server = undefined;
    await retireEngine();
    delete process.env['MEDIA_JOBS_HOME'];
    delete process.env['MEDIA_JOBS_WEBHOOK_SECRET'];
    rmSync(home, { recursive: true, force: true });
  }
});

const standard: CredentialValues = { mediaWebhookSecretApi: { secret: SECRET, secondSecret: '' } };
const use = (
  parameters: INodeParameters,
  credentials: CredentialValues = {},
  mode: WebhookNode['mode'] = 'webhook',
): WebhookNode => ({ nodeType: new WebhookTrigger(), parameters, credentials, mode });

async function listen(...given: Parameters<typeof use>): Promise<WebhookServer> {
  server = await webhookServer(use(...given));
  return server;
}

function signed(text = body, { id = 'msg_1', secret = SECRET, at = Date.now() } = {}): Record<string, string> {
  const timestamp = Math.floor(at / 1000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signStandard({ id, timestamp, body: text }, [secret]),
  };
}

const accepted = { status: 200, body: { received: true, started: true } };

describe('Standard Webhooks', () => {
  test('starts the workflow with the event and the body as it came', async () => {
    const { send, started } = await listen({ source: 'standard' }, standard);
    expect(await send(body, signed())).toEqual(accepted);
    expect(started).toEqual([
      [
        {
          json: {
            event: 'job.succeeded',
            backend: 'standard',
            job,
            output: '/files/a.mp4',
            body: JSON.parse(body),
            rawBody: body,
          },
        },
      ],
    ]);
  });

  test.each([
    ['/files/a.mp4', 'a.mp4'],
    ['s3://my-media/a.mp4', 's3://my-media/a.mp4'],
    ['https://example.com/a.mp4', 'https://example.com/a.mp4'],
    [null, null],
  ])('from version 2 on an output of %j is %j, as in the items of the other nodes', async (output, shown) => {
    server = await webhookServer({ ...use({ source: 'standard' }, standard), typeVersion: 2 });
    const text = JSON.stringify({ type: 'job.succeeded', data: { ...job, output } });
    expect(await server.send(text, signed(text))).toEqual(accepted);
    expect(server.started[0]?.[0]?.json).toMatchObject({ output: shown, job: { ...job, output: shown } });
  });

  test('20 identical webhooks at once start one execution', async () => {
    const { send, started } = await listen({ source: 'standard' }, standard);
    const headers = signed();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(body, headers)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(answers.filter((answer) => JSON.stringify(answer) === JSON.stringify(accepted))).toHaveLength(1);
    expect(started).toHaveLength(1);
  });

  test('where n8n could not start it, the sender’s next attempt is none too many', async () => {
    const { send, started, failNext } = await listen({ source: 'standard' }, standard);
    failNext(1);
    expect((await send(body, signed())).status).toBe(500);
    expect(await send(body, signed())).toEqual(accepted);
    expect(await send(body, signed())).toEqual({
      status: 200,
      body: { received: true, started: false, why: 'duplicate' },
    });
    expect(started).toHaveLength(1);
  });

  test('the test URL takes the same webhook again and again', async () => {
    const { send, started } = await listen({ source: 'standard' }, standard, 'manual');
    const headers = signed();
    for (let n = 0; n < 2; n++) expect(await send(body, headers)).toEqual(accepted);
    expect(started).toHaveLength(2);
    expect((await send(body, signed(body, { secret: OTHER }))).status).toBe(401);
  });

  test.each([
    ['the first', SECRET, OTHER],
    ['the second', OTHER, SECRET],
  ])('while secrets change, %s of the two will do', async (_, secret, secondSecret) => {
    const { send } = await listen({ source: 'standard' }, { mediaWebhookSecretApi: { secret, secondSecret } });
    expect(await send(body, signed())).toEqual(accepted);
  });

  test.each([
    ['another secret', body, signed(body, { secret: OTHER }), 401, 'signature_invalid'],
    [
      'the same JSON in another order',
      JSON.stringify({ data: job, type: 'job.succeeded', timestamp: '2026-11-22T10:00:00.000Z' }),
      signed(),
      401,
      'signature_invalid',
    ],
    ['no signature', body, {}, 401, 'signature_missing'],
    ['an old signature', body, signed(body, { at: Date.now() - 310_000 }), 401, 'timestamp_outside'],
    ['a signature of the future', body, signed(body, { at: Date.now() + 310_000 }), 401, 'timestamp_outside'],
    ['no time', body, { ...signed(), 'webhook-timestamp': 'now' }, 400, 'timestamp_invalid'],
    ['no job', '{"type":"job.succeeded"}', signed('{"type":"job.succeeded"}'), 400, 'body_invalid'],
    ['text', body, { ...signed(), 'content-type': 'text/plain' }, 415, 'content_type_invalid'],
    [
      'a form with files',
      body,
      { ...signed(), 'content-type': 'multipart/form-data; boundary=x' },
      415,
      'content_type_invalid',
    ],
    ['too much', JSON.stringify('x'.repeat(1_000_000)), signed(), 413, 'body_too_large'],
  ])('%s is refused with a reason, and starts nothing', async (_, text, headers, status, kind) => {
    const { send, started } = await listen({ source: 'standard' }, standard);
    expect(await send(text, headers)).toEqual({
      status,
      body: { error: { kind, message: expect.stringMatching(/^[A-Z].*\.$/) as string } },
    });
    expect(started).toEqual([]);
  });

  test('bytes that are no text are refused, though n8n reads them as JSON and the signature fits the text', async () => {
    const { send, started } = await listen({ source: 'standard' }, standard);
    const bytes = Buffer.from(body.replace('"video"', '"vide\u00ff"'), 'latin1');
    expect(await send(bytes, signed(bytes.toString()))).toMatchObject({
      status: 400,
      body: { error: { kind: 'body_invalid' } },
    });
    expect(started).toEqual([]);
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ])('a body compressed by %s for the way is verified as it was before', async (encoding, pack) => {
    const { send, started } = await listen({ source: 'standard' }, standard);
    expect(await send(pack(body), { ...signed(), 'content-encoding': encoding })).toEqual(accepted);
    expect(started[0]?.[0]?.json['rawBody']).toBe(body);
    expect(
      await send(pack(`${body} `), { ...signed(body, { id: 'msg_2' }), 'content-encoding': encoding }),
    ).toMatchObject({ status: 401 });
  });

  test('what a small gzip unpacks to is measured', async () => {
    const { send } = await listen({ source: 'standard' }, standard);
    const packed = gzipSync(JSON.stringify('x'.repeat(5_000_000)));
    expect(packed.length).toBeLessThan(10_000);
    expect(await send(packed, { ...signed(), 'content-encoding': 'gzip' })).toMatchObject({ status: 413 });
  });

  test('another compression is refused', async () => {
    const { send } = await listen({ source: 'standard' }, standard);
    expect(await send(body, { ...signed(), 'content-encoding': 'x-gzip' })).toMatchObject({
      status: 415,
      body: { error: { kind: 'content_encoding_invalid' } },
    });
  });

  test('a filter lets through what fits; the rest is answered and starts nothing', async () => {
    const { send, started } = await listen(
      {
        source: 'standard',
        events: ['job.succeeded'],
        filters: {
          kinds: ['video'],
          statuses: ['succeeded'],
          metadata: {
            values: [
              { key: 'order', value: '={{ 7 }}' },
              { key: '', value: 'x' },
            ],
          },
        },
      },
      standard,
    );
    expect(await send(body, signed())).toEqual(accepted);
    const failed = JSON.stringify({ type: 'job.failed', data: { ...job, status: 'failed' } });
    expect(await send(failed, signed(failed, { id: 'msg_2' }))).toEqual({
      status: 200,
      body: { received: true, started: false, why: 'filtered' },
    });
    expect(started).toHaveLength(1);
  });

  test.each([
    ['no credential', {}],
    ['an empty one', { mediaWebhookSecretApi: { secret: ' ', secondSecret: '' } }],
    ['a secret of another form', { mediaWebhookSecretApi: { secret: 'a-secret-nobody-guesses', secondSecret: '' } }],
  ])('with %s nobody gets in, and the answer does not say why', async (_, credentials) => {
    const { send, started } = await listen({ source: 'standard' }, credentials);
    const { status, body: answer } = await send(body, signed());
    expect([status, answer]).toEqual([
      500,
      { error: { kind: 'not_set_up', message: expect.not.stringMatching(/secret|credential|whsec/) as string } },
    ]);
    expect(started).toEqual([]);
  });
});

describe('jobs of this n8n', () => {
  test('the secret is known here: it is made at first use', async () => {
    const { send, started } = await listen({ source: 'local' });
    expect((await send(body, signed())).status).toBe(401);
    const secret = readFileSync(join(home, 'webhook-secret'), 'utf8').trim();
    expect(await send(body, signed(body, { secret }))).toEqual(accepted);
    expect(started[0]?.[0]?.json).toMatchObject({ event: 'job.succeeded', backend: 'local', job });
  });

  test('MEDIA_JOBS_WEBHOOK_SECRET sets one or two', async () => {
    process.env['MEDIA_JOBS_WEBHOOK_SECRET'] = `${OTHER}, ${SECRET}`;
    const { send } = await listen({ source: 'local' });
    expect(await send(body, signed())).toEqual(accepted);
    expect(await send(body, signed(body, { id: 'msg_2', secret: OTHER }))).toEqual(accepted);
  });
});

describe('Ittybit', () => {
  const told = JSON.stringify({
    id: 'job_1',
    status: 'succeeded',
    kind: 'video',
    output: { url: 'https://cdn/a.mp4' },
  });
  const headers = { 'ittybit-signature': signIttybit(Buffer.from(told), PLAIN) };
  const secret = { mediaWebhookSecretApi: { secret: PLAIN, secondSecret: '' } };

  test('a signed webhook is taken once', async () => {
    const { send, started } = await listen({ source: 'ittybit' }, secret);
    expect(await send(told, headers)).toEqual(accepted);
    expect(await send(told, headers)).toMatchObject({ body: { started: false, why: 'duplicate' } });
    expect(await send(told.replace('job_1', 'job_2'), headers)).toMatchObject({ status: 401 });
    expect(started).toEqual([
      [
        {
          json: expect.objectContaining({
            event: 'job.succeeded',
            backend: 'ittybit',
            output: 'https://cdn/a.mp4',
          }) as unknown,
        },
      ],
    ]);
  });

  test('with an API credential the job is asked for, with its key, and believed as the API has it', async () => {
    const api = await hostedApi('Ittybit');
    try {
      const { send, started } = await listen(
        { source: 'ittybit' },
        { ...secret, ittybitApi: { apiKey: API_KEY, baseUrl: api.access.baseUrl } },
      );
      api.answer('/jobs/job_1', { body: { id: 'job_1', status: 'failed', error: { kind: 'x', message: 'y' } } });
      expect(await send(told, headers)).toMatchObject({ status: 409, body: { error: { kind: 'job_unconfirmed' } } });
      api.answer('/jobs/job_1', { body: { id: 'job_1', status: 'succeeded', output: 'https://cdn/right.mp4' } });
      expect(await send(told, headers)).toEqual(accepted);
      expect(started[0]?.[0]?.json['output']).toBe('https://cdn/right.mp4');
    } finally {
      await api.close();
    }
  });

  test('a job whose webhook_url is the trigger’s address starts the workflow when it has ended', async () => {
    const api = await ittybitDouble();
    try {
      const { url, started } = await listen(
        { source: 'ittybit' },
        { ...secret, ittybitApi: { apiKey: api.access.apiKey, baseUrl: api.access.baseUrl } },
      );
      const { id } = await ittybitBackend(ittybit, api.access).create(
        {
          request: parseRequest({ kind: 'video', options: {} }),
          input: 'https://example.com/a.mov',
          webhookUrl: url,
          idempotencyKey: 'k',
        },
        new AbortController().signal,
      );
      api.course = [{ status: 'succeeded' }];
      // What the API does when the job has ended.
      const posted = JSON.stringify({ ...api.jobs.get(id), status: 'succeeded' });
      const answer = await fetch(String(api.asked[0]?.body?.webhook_url), {
        method: 'POST',
        body: posted,
        headers: { 'content-type': 'application/json', 'ittybit-signature': signIttybit(Buffer.from(posted), PLAIN) },
      });
      expect([answer.status, started]).toEqual([
        200,
        [
          [
            {
              json: expect.objectContaining({
                event: 'job.succeeded',
                backend: 'ittybit',
                output: `${api.origin}/results/result.mp4`,
              }) as unknown,
            },
          ],
        ],
      ]);
    } finally {
      await api.close();
    }
  });

  test('an API that does not know the key has the sender come again, and its owner told', async () => {
    const api = await hostedApi('Ittybit');
    try {
      const { send, started } = await listen(
        { source: 'ittybit' },
        { ...secret, ittybitApi: { apiKey: 'wrong-key', baseUrl: api.access.baseUrl } },
      );
      const { status, body: answer } = await send(told, headers);
      expect([status, answer]).toEqual([
        503,
        { error: { kind: 'confirmation_failed', message: expect.not.stringMatching(/key/) as string } },
      ]);
      expect(started).toEqual([]);
    } finally {
      await api.close();
    }
  });
});

describe('Swiftia', () => {
  test('the token lets in, and the API is believed', async () => {
    const api = await hostedApi('Swiftia', '/api');
    try {
      const credentials = {
        mediaWebhookSecretApi: { secret: PLAIN, secondSecret: '' },
        swiftiaApi: { apiKey: API_KEY, baseUrl: api.access.baseUrl },
      };
      const { send, started } = await listen({ source: 'swiftia' }, credentials);
      const told = JSON.stringify({ jobId: 'cm3', status: 'COMPLETED', shorts: [{ id: 'untrue' }] });
      expect(await send(told)).toMatchObject({ status: 401, body: { error: { kind: 'token_missing' } } });
      expect(await send(told, {}, '?token=wrong')).toMatchObject({
        status: 401,
        body: { error: { kind: 'token_invalid' } },
      });
      expect(await send(told, {}, `?token=${PLAIN}`)).toMatchObject({ status: 409 });
      api.answer('/jobs/cm3', { body: { id: 'cm3', status: 'COMPLETED', data: { shorts: [{ id: 'true' }] } } });
      expect(await send(told, {}, `?token=${PLAIN}`)).toEqual(accepted);
      expect(await send(told, {}, `?token=${PLAIN}`)).toMatchObject({ body: { why: 'duplicate' } });
      expect(started).toEqual([
        [
          {
            json: expect.objectContaining({
              event: 'job.succeeded',
              job: expect.objectContaining({ id: 'cm3', shorts: [{ id: 'true' }] }) as unknown,
            }) as unknown,
          },
        ],
      ]);
    } finally {
      await api.close();
    }
  });
});

describe('when the workflow is activated', () => {
  const check = (...given: Parameters<typeof use>) =>
    new WebhookTrigger().webhookMethods.default.checkExists.call(hookContext(use(...given)));

  test('a trigger that can work is let pass', async () => {
    expect(await check({ source: 'local' })).toBe(true);
    expect(await check({ source: 'standard' }, standard)).toBe(true);
  });

  test.each([
    ['standard', { mediaWebhookSecretApi: { secret: 'whsec_AAAA', secondSecret: '' } }, /has 3 bytes/],
    ['standard', { mediaWebhookSecretApi: { secret: SECRET, secondSecret: 'old' } }, /begins with whsec_/],
    ['ittybit', { mediaWebhookSecretApi: { secret: 'short', secondSecret: '' } }, /16 characters or more/],
    ['swiftia', { mediaWebhookSecretApi: { secret: PLAIN, secondSecret: '' } }, /credentials/],
  ])('one of source "%s" that would refuse everything is not', async (source, credentials, words) => {
    await expect(check({ source }, credentials)).rejects.toThrow(words);
  });

  test('one that n8n cannot be called at', async () => {
    const trigger = hookContext({ ...use({ source: 'local' }), hasId: false });
    await expect(new WebhookTrigger().webhookMethods.default.checkExists.call(trigger)).rejects.toMatchObject({
      message: expect.stringContaining('"Webhook Trigger": the node has no webhook ID') as string,
      description: expect.stringContaining('save it once') as string,
    });
  });

  test('a secret in the environment that is none', async () => {
    process.env['MEDIA_JOBS_WEBHOOK_SECRET'] = 'hunter2hunter2hunter2';
    await expect(check({ source: 'local' })).rejects.toThrow(/MEDIA_JOBS_WEBHOOK_SECRET cannot be used/);
    await expect(check({ source: 'local' })).rejects.not.toThrow(/hunter2/);
  });
});
