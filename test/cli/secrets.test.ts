import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Job } from '../../src/pipeline/job/job';
import { connectFromEnv, withS3 } from '../../src/pipeline/storage/s3/s3Access';
import { rangeServer } from '../pipeline/storage/support/rangeServer';
import type { RangeServer } from '../pipeline/storage/support/rangeServer';
import { serve } from '../pipeline/storage/support/server';
import type { TestServer } from '../pipeline/storage/support/server';
import { bytesIn } from '../support/bytesIn';
import { CANARY, longSilence, refusingStorage, seenIn, watchedTools } from '../support/plantedSecrets';
import type { RefusingStorage } from '../support/plantedSecrets';
import { ittybitDouble } from '../support/ittybitDouble';
import { jobsCli } from '../support/jobsCli';
import { startReceiver } from '../support/receiver';
import type { Receiver } from '../support/receiver';
import { startS3 } from '../support/s3Server';
import type { S3Server } from '../support/s3Server';

const { apart, here, root, home } = jobsCli();
const SOUND = longSilence();
let server: RangeServer;
let door: TestServer;
let receiver: Receiver;
let s3: S3Server;
let refusing: RefusingStorage;
beforeAll(async () => {
  server = await rangeServer(SOUND, {
    instead: (_, { url }, response) => url?.includes('403') === true && Boolean(response.writeHead(403).end()),
  });
  door = await serve((_, response) =>
    response.writeHead(302, { location: `${server.origin}/moved.wav?sig=${CANARY.query}` }).end(),
  );
  receiver = await startReceiver((response, _, count) => response.writeHead(count % 2 === 0 ? 500 : 200).end());
  s3 = await startS3();
  refusing = await refusingStorage();
});
afterAll(async () => {
  await Promise.all([server.close(), door.close(), receiver.close(), s3.stop(), refusing.close()]);
});

const login = (origin: string, path: string): string =>
  `${origin.replace('//', `//me:${CANARY.login}@`)}/${path}?sig=${CANARY.query}&w=1`;
const secrets = () => ({
  AWS_ACCESS_KEY_ID: CANARY.accessKey,
  AWS_SECRET_ACCESS_KEY: CANARY.secretKey,
  AWS_SESSION_TOKEN: CANARY.session,
  AWS_REGION: 'us-east-1',
  AWS_ENDPOINT_URL_S3: s3.env.AWS_ENDPOINT_URL_S3,
  MEDIA_JOBS_WEBHOOK_SECRET: CANARY.signing,
  N8N_ENCRYPTION_KEY: CANARY.n8n,
  MEDIA_JOBS_INPUT_HEADERS: `X-Key: ${CANARY.header}\nCookie: a=${CANARY.basic}`,
  MEDIA_JOBS_ALLOW_HOSTS: '127.0.0.1',
});

/** Runs a command, and looks at all that it says, and at what it starts. */
async function run(words: string[], env: Record<string, string> = {}, inProcess = true) {
  const tools = await watchedTools(root());
  const use = { env: { ...secrets(), ...tools.env, ...env } };
  const said = inProcess
    ? await here(words, use).then(({ code, text, stderr }) => ({ code, text, stderr }))
    : await apart(words, use).then(({ code, stdout, stderr }) => ({ code, text: stdout.toString(), stderr }));
  expect({
    words: words.slice(0, 2),
    told: seenIn([said.text, said.stderr].join('\n')),
    started: seenIn(tools.seen()),
  }).toEqual({ words: words.slice(0, 2), told: [], started: [] });
  const line = said.text.trim().split('\n').at(-1) ?? '';
  return {
    ...said,
    last: (line.startsWith('{') ? JSON.parse(line) : {}) as Partial<Job> & { message?: string },
    started: tools.seen(),
  };
}

it('are in nothing that a command says or starts, whether it goes well', async () => {
  const audio = (input: string) => ['audio', '-i', input, '--format', 'mp3', '--debug', '--overwrite'];
  const { last: well, started } = await run(audio(login(server.origin, 'a.wav')), {}, false);
  expect(well).toMatchObject({
    status: 'succeeded',
    input: `${server.origin.replace('//', '//***@')}/a.wav?sig=***&w=1`,
  });
  // They got to where they belong, and what looks for them would find something.
  expect(server.requests.at(-1)?.headers).toMatchObject({
    'x-key': CANARY.header,
    cookie: `a=${CANARY.basic}`,
    authorization: `Basic ${Buffer.from(`me:${CANARY.login}`).toString('base64')}`,
  });
  expect(started).toContain('http_proxy');
  const before = server.requests.length;
  expect((await run(audio(login(door.origin, 'moved.wav')))).last).toMatchObject({ status: 'succeeded' });
  expect(
    seenIn(
      server.requests
        .slice(before)
        .map(({ headers }) => JSON.stringify(headers))
        .join(),
    ),
  ).toEqual([]);
  expect((await run(['audio', '-i', login(server.origin, 'a.wav'), '--dry-run'])).code).toBe(0);
  expect((await run(['probe', '-i', login(server.origin, 'a.wav')])).code).toBe(0);
});

it('are in nothing that a command says when it goes wrong', async () => {
  const wrong = async (input: string, env?: Record<string, string>) =>
    (await run(['audio', '-i', input, '--debug', '-o', 's3://my-bucket/x.mp3'], env)).last;
  expect(await wrong(login(server.origin, '403.wav'))).toMatchObject({ error: { kind: 'download_failed' } });
  expect(await wrong(login(server.origin, 'a.wav'), { MEDIA_JOBS_ALLOW_HOSTS: '' })).toMatchObject({
    error: { kind: 'address_refused' },
  });
  expect(await wrong(`http://me:${CANARY.login}@[/?sig=${CANARY.query}`)).toMatchObject({ kind: 'invalid_input' });
  expect(await wrong(`ftp://me:${CANARY.login}@example.com/a.wav`)).toMatchObject({ kind: 'invalid_input' });
  expect(await wrong('s3://my-bucket/a.wav', { AWS_ENDPOINT_URL_S3: refusing.endpoint })).toMatchObject({
    error: { message: expect.stringContaining('SignatureDoesNotMatch') as string },
  });
  expect(
    await wrong(login(server.origin, 'a.wav'), { MEDIA_JOBS_INPUT_HEADERS: `X-Key: ${CANARY.header}\u00e9` }),
  ).toMatchObject({ kind: 'request_invalid' });
});

it('are in the store sealed, and in no file of its folder otherwise, nor in what a worker posts', async () => {
  await withS3(connectFromEnv(s3.env), (client) =>
    client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'a.wav', Body: SOUND })),
  );
  const hook = `${receiver.url}?token=${CANARY.hook}`;
  const create = async (input: string, ...more: string[]) =>
    (await run(['jobs', 'create', '--kind', 'audio', '--format', 'mp3', '-i', input, '--webhook-url', hook, ...more]))
      .last;
  const created = [
    await create(login(server.origin, 'a.wav'), '--idempotency-key', 'k'),
    await create(login(server.origin, '403.wav')),
    await create('s3://my-bucket/a.wav', '-o', 's3://my-bucket/out/'),
  ];
  expect(created.map(({ status }) => status)).toEqual(['queued', 'queued', 'queued']);
  expect(await create(login(server.origin, 'a.wav'), '--idempotency-key', 'k')).toMatchObject({ id: created[0]?.id });
  const files = [bytesIn(home())];
  await run(['worker', '--until-empty', '--json'], {}, false);
  for (const { id = '' } of created) await run(['jobs', 'get', id]);
  await run(['jobs', 'list']);
  files.push(bytesIn(home()));
  expect(files.flatMap(seenIn)).toEqual([]);
  const posted = receiver.received.map(({ url, body }) => ({
    url,
    ...(JSON.parse(body) as { type: string; data: { webhook_url: string } }),
  }));
  expect([...new Set(posted.map(({ type }) => type))].sort()).toEqual(['job.failed', 'job.succeeded']);
  expect(
    posted.every(({ url, data }) => url.includes(CANARY.hook) && data.webhook_url === `${receiver.url}?token=***`),
  ).toBe(true);
  expect(seenIn(receiver.received.map(({ body, headers }) => `${body}${JSON.stringify(headers)}`).join())).toEqual([]);
}, 60_000);

it('of a hosted API are sent to it alone', async () => {
  const double = await ittybitDouble();
  try {
    for (const course of [
      { status: 'succeeded' },
      { status: 'failed', error: { kind: 'x', message: `cannot fetch ${login('https://example.com', 'a.mov')}` } },
    ]) {
      double.course = [course];
      const { last: job } = await run(
        [
          'video',
          '--backend',
          'ittybit',
          '-i',
          login('https://example.com', 'a.mov'),
          '--webhook-url',
          `https://example.com/?token=${CANARY.hook}`,
        ],
        { ITTYBIT_API_KEY: double.access.apiKey, ITTYBIT_BASE_URL: double.origin },
      );
      expect(JSON.stringify(job)).not.toContain(double.access.apiKey);
      expect(job.status).toBe(course.status);
    }
    await run(['video', '--backend', 'ittybit', '-i', login('https://example.com', 'a.mov')], {
      ITTYBIT_API_KEY: CANARY.ittybit,
      ITTYBIT_BASE_URL: double.origin,
    });
  } finally {
    await double.close();
  }
});
