import { inspect } from 'node:util';
import type { IDataObject, IRun } from 'n8n-workflow';
import { sharedEngine } from '../../nodes/background/sharedEngine';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesIn } from '../support/bytesIn';
import { CANARY, longSilence, refusingStorage, seenIn, watchedTools } from '../support/plantedSecrets';
import type { RefusingStorage } from '../support/plantedSecrets';
import { ittybitDouble } from '../support/ittybitDouble';
import { jobOf, testEngine, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { rangeServer } from '../pipeline/storage/support/rangeServer';
import type { RangeServer } from '../pipeline/storage/support/rangeServer';
import { startReceiver } from '../support/receiver';
import type { Receiver } from '../support/receiver';
import { startS3 } from '../support/s3Server';
import type { S3Server } from '../support/s3Server';
import { storeOf } from '../support/engine';

let n8n: TestEngine;
let server: RangeServer;
let s3: S3Server;
let refusing: RefusingStorage;
let receiver: Receiver;
let folder: string;
let started: () => string;
const credentials: Record<string, IDataObject> = {};
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'media-jobs-secrets-'));
  server = await rangeServer(longSilence(), {
    instead: (_, { url }, response) => url?.includes('403') === true && Boolean(response.writeHead(403).end()),
  });
  receiver = await startReceiver();
  [s3, refusing] = [await startS3(), await refusingStorage()];
  n8n = await testEngine('filesystem', {}, credentials);
  const tools = await watchedTools(folder);
  started = tools.seen;
  Object.assign(process.env, tools.env, {
    MEDIA_JOBS_ALLOW_HOSTS: '127.0.0.1',
    MEDIA_JOBS_WEBHOOK_SECRET: CANARY.signing,
    N8N_ENCRYPTION_KEY: CANARY.n8n,
  });
});
afterAll(async () => {
  await n8n.stop();
  await Promise.all([server.close(), s3.stop(), refusing.close(), receiver.close()]);
  for (const name of ['FFMPEG_PATH', 'FFPROBE_PATH', 'MEDIA_JOBS_ALLOW_HOSTS', 'MEDIA_JOBS_WEBHOOK_SECRET'])
    Reflect.deleteProperty(process.env, name);
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  const keys = {
    region: 'us-east-1',
    accessKeyId: CANARY.accessKey,
    secretAccessKey: CANARY.secretKey,
    temporaryCredentials: true,
    sessionToken: CANARY.session,
  };
  Object.assign(credentials, {
    httpHeaderAuth: { name: 'X-Key', value: CANARY.header },
    httpBasicAuth: { user: 'me', password: CANARY.basic },
    s3: { ...keys, endpoint: s3.env.AWS_ENDPOINT_URL_S3, forcePathStyle: true },
    aws: { ...keys, customEndpoints: true, s3Endpoint: refusing.endpoint },
  });
});

const names = ['ittybitApi', 's3', 'aws', 'httpBasicAuth', 'httpHeaderAuth'];
const CREDENTIALS = Object.fromEntries(names.map((name) => [name, { id: name, name }]));
/** Addresses come from the item: n8n keeps the form's own values with an error. */
const BY_URL = {
  kind: 'audio',
  options: { format: 'mp3' },
  inputSource: 'url',
  url: '={{ $json.url }}',
  jobOptions: { webhookUrl: '={{ $json.hook }}' },
  // The fields of the input are the workflow's own.
  itemOptions: { keepJson: false },
};
const TO_S3 = {
  outputDestination: 's3',
  s3Storage: 's3',
  outputBucket: 'my-bucket',
  outputKey: 'out/',
  outputOptions: { overwrite: true },
};
const run = (parameters: IDataObject, path: string, onError?: 'continueRegularOutput'): Promise<IRun> => {
  const url = `${server.origin.replace('//', `//me:${CANARY.login}@`)}/${path}?sig=${CANARY.query}&w=1`;
  return n8n.run(
    workflowOf([{ json: { url, hook: `${receiver.url}?token=${CANARY.hook}` } }], parameters, {
      credentials: CREDENTIALS,
      ...(onError && { onError }),
    }),
  ).ended;
};

/** What n8n keeps of the node: its items, and its error with all that hangs on it. */
function looked(ended: IRun): { items: unknown; seen: string[]; job: ReturnType<typeof jobOf> | undefined } {
  const items = n8n.itemsOf(ended, 'Create Job');
  const task = ended.data.resultData.runData['Create Job']?.at(-1);
  return {
    items,
    job: items[0] && jobOf(items[0]),
    seen: seenIn(
      [
        inspect(items, { depth: 20 }),
        JSON.stringify(items),
        ...[ended.data.resultData.error, task?.error].flatMap((error) => [
          inspect(error, { depth: 9, showHidden: true }),
          JSON.stringify([error]),
        ]),
      ].join('\n'),
    ),
  };
}

test.each([
  ['waiting', {}],
  ['waiting, with Basic', { inputAuthentication: 'httpBasicAuth' }],
  ['waiting, with a header, to S3', { inputAuthentication: 'httpHeaderAuth', ...TO_S3 }],
])('%s: no secret is in an item, in an error or in what is started', async (_, more) => {
  const well = looked(await run({ ...BY_URL, ...more }, 'a.wav'));
  expect(well).toMatchObject({
    seen: [],
    job: { status: 'succeeded', input: `${server.origin.replace('//', '//***@')}/a.wav?sig=***&w=1` },
  });
  expect(looked(await run({ ...BY_URL, ...more }, '403.wav')).seen).toEqual([]);
  const failed = looked(await run({ ...BY_URL, ...more }, '403.wav', 'continueRegularOutput'));
  expect(failed).toMatchObject({ seen: [], items: [{ json: { error: { kind: 'download_failed' } } }] });
  expect(started()).toContain('http_proxy');
  expect(seenIn(started())).toEqual([]);
});

test.each([
  ['as input', { inputSource: 's3', inputBucket: 'my-bucket', inputKey: 'a.wav', s3Storage: 'aws' }],
  ['as output', { ...TO_S3, s3Storage: 'aws' }],
])('a storage that refuses the keys and repeats what was signed, %s', async (_, more) => {
  const { seen } = looked(await run({ ...BY_URL, ...more }, 'a.wav'));
  expect(seen).toEqual([]);
  expect(looked(await run({ ...BY_URL, ...more }, 'a.wav', 'continueRegularOutput'))).toMatchObject({
    seen: [],
    items: [{ json: { error: { message: expect.stringMatching(/SignatureDoesNotMatch|403|keys/) as string } } }],
  });
});

test('in the background: nor in the store, in what a worker posts, or in the job', async () => {
  const engine = await sharedEngine();
  const made: string[] = [];
  for (const [more, path] of [
    [{ inputAuthentication: 'httpHeaderAuth', ...TO_S3 }, 'a.wav'],
    [{ inputAuthentication: 'httpBasicAuth' }, '403.wav'],
    [{ inputSource: 's3', inputBucket: 'my-bucket', inputKey: 'a.wav', s3Storage: 'aws' }, ''],
  ] as const) {
    const { job, seen } = looked(await run({ ...BY_URL, ...more, waitForCompletion: false }, path));
    expect(seen).toEqual([]);
    made.push(job?.id ?? '');
  }
  const files = [bytesIn(engine.home.folder)];
  const ended = await Promise.all(made.map((id) => engine.jobs.ended(id, AbortSignal.timeout(60_000))));
  expect(ended.map(({ status }) => status)).toEqual(['succeeded', 'failed', 'failed']);
  files.push(bytesIn(engine.home.folder));
  expect(seenIn(JSON.stringify([ended, await storeOf(engine).events.after(0)]))).toEqual([]);
  expect(files.flatMap(seenIn)).toEqual([]);
  expect(server.requests.some(({ headers }) => headers['x-key'] === CANARY.header)).toBe(true);
  expect(seenIn(receiver.received.map(({ body }) => body).join())).toEqual([]);
  expect(seenIn(started())).toEqual([]);
}, 60_000);

test('the key of a hosted API is in no item and no error', async () => {
  const double = await ittybitDouble();
  try {
    credentials['ittybitApi'] = { apiKey: CANARY.ittybit, baseUrl: double.origin };
    expect(looked(await run({ ...BY_URL, backend: 'ittybit', kind: 'video', options: {} }, 'a.mov'))).toMatchObject({
      seen: [],
      items: [],
    });
    credentials['ittybitApi'] = { apiKey: double.access.apiKey, baseUrl: double.origin };
    double.course = [{ status: 'failed', error: { kind: 'x', message: `no ${double.access.apiKey}` } }];
    const ended = await run({ ...BY_URL, backend: 'ittybit', kind: 'video', options: {} }, 'a.mov');
    expect(looked(ended).seen).toEqual([]);
    expect(inspect(ended.data.resultData.error, { depth: 9, showHidden: true })).not.toContain(double.access.apiKey);
  } finally {
    await double.close();
  }
});
