import { readFile } from 'node:fs/promises';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import type { IDataObject, INode, INodeExecutionData, IRun } from 'n8n-workflow';
import { connectFromEnv } from '../../src/pipeline/storage/s3/s3Access';
import type { ItemToRead } from '../../scripts/n8n-engine.mts';
import { fixture } from '../fixtures';
import { ittybitDouble, KEY } from '../support/ittybitDouble';
import type { IttybitDouble } from '../support/ittybitDouble';
import { fileItem, testEngine, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { startS3 } from '../support/s3Server';
import type { S3Server } from '../support/s3Server';

const CANARY = 's3-canary-secret';
let engine: TestEngine;
let double: IttybitDouble;
let s3: S3Server;
let bucket: S3Client;
/** Changed for each test: n8n gives a copy at each request. */
const credentials: Record<string, IDataObject> = {};
beforeAll(async () => {
  s3 = await startS3();
  bucket = await connectFromEnv(s3.env)();
  engine = await testEngine('filesystem', {}, credentials);
});
afterAll(async () => {
  await engine.stop();
  bucket.destroy();
  await s3.stop();
});
beforeEach(async () => {
  double = await ittybitDouble();
  double.course = [{ status: 'succeeded' }];
  Object.assign(credentials, {
    ittybitApi: { apiKey: KEY, baseUrl: `${double.origin}/` },
    s3: {
      endpoint: s3.env.AWS_ENDPOINT_URL_S3,
      region: 'us-east-1',
      accessKeyId: 'test',
      secretAccessKey: CANARY,
      forcePathStyle: true,
    },
    aws: {
      region: 'us-east-1',
      accessKeyId: 'test',
      secretAccessKey: CANARY,
      customEndpoints: true,
      s3Endpoint: s3.env.AWS_ENDPOINT_URL_S3,
    },
  });
});
afterEach(async () => {
  await double.close();
  s3.server.emptyBucket(s3.bucket);
  expect(await engine.leftovers()).toEqual([]);
});

const BY_URL = {
  backend: 'ittybit',
  kind: 'video',
  inputSource: 'url',
  url: 'https://example.com/up%20load.mov?token=canary-token',
  options: { width: '640' },
};
const BY_FILE = {
  backend: 'ittybit',
  kind: 'image',
  options: { format: 'png' },
  s3Storage: 's3',
  stagingBucket: 'my-bucket',
  stagingPrefix: '/incoming/',
};
const CREDENTIALS = Object.fromEntries(['ittybitApi', 's3', 'aws'].map((name) => [name, { id: name, name }]));
const start = (parameters: IDataObject, items: ItemToRead[] = [{ json: { n: 1 } }], settings: Partial<INode> = {}) =>
  engine.run(workflowOf(items, parameters, { credentials: CREDENTIALS, ...settings }));
const run = (...args: Parameters<typeof start>): Promise<IRun> => start(...args).ended;
const itemsOf = (ended: IRun, output = 0): INodeExecutionData[] => engine.itemsOf(ended, 'Create Job', output);
const textOf = (item: INodeExecutionData | undefined, field = 'data') =>
  readFile(engine.pathOf(item?.binary?.[field]), 'utf8');
const objects = async () =>
  ((await bucket.send(new ListObjectsV2Command({ Bucket: s3.bucket }))).Contents ?? []).map(({ Key }) => Key);

describe('an input with a URL', () => {
  test('is converted there, and the result lies where that of a local job does', async () => {
    const ended = await run(BY_URL);
    expect(ended.data.resultData.error).toBeUndefined();
    const [item] = itemsOf(ended);
    expect(double.asked[0]?.body).toEqual({ input: BY_URL.url, kind: 'video', options: { width: 640 } });
    expect(item).toMatchObject({
      json: { job: { id: 'job_000001', status: 'succeeded', input: 'https://example.com/up%20load.mov?token=***' } },
      binary: { data: { fileName: 'up load.mp4', mimeType: 'video/mp4' } },
      pairedItem: { item: 0 },
    });
    expect(await textOf(item)).toBe('the result');
  });

  test('an S3 address too, and all that a job can have besides', async () => {
    await run({
      ...BY_URL,
      url: 's3://bucket/a b.mov',
      specifyMetadata: 'json',
      metadataJson: '{"order": 7}',
      jobOptions: {
        extraOptions: '{"watermark": "me", "width": 320}',
        webhookUrl: 'https://example.com/hook',
        idempotencyKey: 'order-7',
      },
    });
    expect(double.asked[0]).toMatchObject({
      body: {
        input: 's3://bucket/a b.mov',
        kind: 'video',
        options: { width: 320, watermark: 'me' },
        metadata: { order: 7 },
        webhook_url: 'https://example.com/hook',
      },
      headers: { 'idempotency-key': 'order-7' },
    });
  });

  test.each([
    [{ url: '/etc/passwd' }, /no address/],
    [{ options: { quality: 'superb' } }, /"Quality"/],
    [{ jobOptions: { extraOptions: '[]' } }, /"Extra Options \(JSON\)"/],
  ])('a mistake costs no request: %j', async (more, words) => {
    const ended = await run({ ...BY_URL, ...more });
    expect(ended.data.resultData.error?.message).toMatch(words);
    expect(double.asked).toEqual([]);
  });

  test('an HLS set becomes items of its own, or one ZIP', async () => {
    double.course = [{ status: 'succeeded', output: `${double.origin}/results/hls/master.m3u8` }];
    for (const [name, text] of Object.entries({
      'master.m3u8': '#EXTM3U\nv0.m3u8\n',
      'v0.m3u8': '#EXTM3U\n#EXTINF:1,\nv0-0.ts\n',
      'v0-0.ts': 'x',
    }))
      double.results.set(`hls/${name}`, text);
    const hls = { ...BY_URL, kind: 'adaptive_video', options: {} };
    const files = itemsOf(await run(hls));
    expect(files.map(({ json }) => json['file'])).toEqual([
      { path: 'master.m3u8', mime_type: 'application/vnd.apple.mpegurl' },
      { path: 'v0.m3u8', mime_type: 'application/vnd.apple.mpegurl' },
      { path: 'v0-0.ts', mime_type: 'video/mp2t' },
    ]);
    expect(itemsOf(await run({ ...hls, hlsOutput: 'zip' }))).toMatchObject([
      { binary: { data: { fileName: 'up load.zip' } } },
    ]);
  });

  test('one that is not waited for goes on queued, without its file', async () => {
    const [item] = itemsOf(await run({ ...BY_URL, waitForCompletion: false }));
    expect(item?.json).toMatchObject({
      job: { id: 'job_000001', status: 'queued', input: 'https://example.com/up%20load.mov?token=***' },
    });
    expect(item?.binary).toBeUndefined();
    expect(double.lines()).toEqual(['POST /jobs']);
  });
});

describe('an input file', () => {
  test('goes through the bucket, and is gone from it when the job has ended', async () => {
    const picture = await fixture('odd.png');
    let fetched = Buffer.alloc(0);
    const real = double.jobs.set.bind(double.jobs);
    double.jobs.set = (id, job) => {
      void fetch(String(job.input)).then(async (response) => (fetched = Buffer.from(await response.arrayBuffer())));
      return real(id, job);
    };
    for (const s3Storage of ['s3', 'aws']) {
      const [item] = itemsOf(
        await run({ ...BY_FILE, s3Storage }, [{ binary: { data: { path: picture, fileName: 'Bild ö.png' } } }]),
      );
      expect(item).toMatchObject({ binary: { data: { fileName: 'Bild ö.png', mimeType: 'image/png' } } });
      expect(fetched.equals(await readFile(picture))).toBe(true);
      expect(String(double.asked.at(-2)?.body?.input)).toMatch(
        /\/incoming\/media-jobs\/[0-9a-f]{32}\/Bild%20%C3%B6\.png\?.*X-Amz-Expires=604800/,
      );
      expect(await objects()).toEqual([]);
    }
  });

  test('without a bucket is refused before any request, with the way out', async () => {
    const ended = await run({ ...BY_FILE, s3Storage: 'none' }, [fileItem(await fixture('odd.png'))]);
    expect(ended.data.resultData.error).toMatchObject({
      message: expect.stringMatching(/is a file, and Ittybit fetches its inputs from addresses/) as string,
      description: expect.stringMatching(/"Pass File Through".*URL/) as string,
    });
    expect(double.asked).toEqual([]);
  });

  test('leaves the bucket too when the API refuses the job or the job fails', async () => {
    const file = fileItem(await fixture('odd.png'));
    double.mishaps = [{ status: 402, body: { kind: 'payment_required', message: 'Add a card' } }];
    expect((await run(BY_FILE, [file])).data.resultData.error?.message).toBe('Ittybit: Add a card.');
    double.course = [{ status: 'failed', error: { kind: 'codec_unknown', message: 'No idea' } }];
    expect((await run(BY_FILE, [file])).data.resultData.error?.message).toBe(
      'Ittybit answers "codec_unknown": No idea.',
    );
    expect(await objects()).toEqual([]);
  });
});

test('an input in the node’s own S3 storage is signed for the API, stays where it is, and is shown without the signature', async () => {
  const body = await readFile(await fixture('odd.png'));
  await bucket.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'in/a b.png', Body: body }));
  const [item] = itemsOf(
    await run({
      backend: 'ittybit',
      kind: 'image',
      options: { format: 'png' },
      inputSource: 's3',
      s3Storage: 's3',
      inputBucket: s3.bucket,
      inputKey: 'in/a b.png',
    }),
  );
  const input = String(double.asked[0]?.body?.input);
  expect(input).toMatch(/\/my-bucket\/in\/a%20b\.png\?.*X-Amz-Date=\d{8}T000000Z.*X-Amz-Expires=604800/);
  expect(Buffer.from(await (await fetch(input)).arrayBuffer()).equals(body)).toBe(true);
  expect(item?.json['job']).toMatchObject({
    status: 'succeeded',
    input: expect.stringContaining('X-Amz-Signature=***') as string,
  });
  expect(item?.binary?.['data']?.fileName).toBe('a b.png');
  expect(await objects()).toEqual(['in/a b.png']);
});

describe('Retry On Fail', () => {
  const retried = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };

  test('finds the job that was created before, its file included', async () => {
    double.results.delete('result.mp4');
    const lost = double.results.get.bind(double.results);
    let asked = 0;
    double.results.get = (name) => (asked++ === 0 ? undefined : (lost(name) ?? 'the result'));
    const ended = await run(BY_FILE, [fileItem(await fixture('odd.png'))], retried);
    expect(ended.data.resultData.error).toBeUndefined();
    const posts = double.asked.filter(({ method }) => method === 'POST');
    expect(posts).toHaveLength(2);
    expect(posts[1]?.body).toEqual(posts[0]?.body);
    expect(new Set(posts.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(double.jobs.size).toBe(1);
    expect(await objects()).toEqual([]);
  });

  test('makes another job where that of the last try failed, with its file sent again to the same address', async () => {
    double.course = [{ status: 'failed', error: { kind: 'encode_failed', message: 'Broken' } }];
    const ended = await run(BY_FILE, [fileItem(await fixture('odd.png'))], retried);
    expect(ended.data.resultData.error?.message).toBe('Ittybit: Broken.');
    expect(double.jobs.size).toBe(3);
    const posts = double.asked.filter(({ method }) => method === 'POST');
    // Each try asks with the keys of those before it first, and finds their jobs.
    const [first, second, third] = [...new Set(posts.map(({ headers }) => headers['idempotency-key']))];
    expect(posts.map(({ headers }) => headers['idempotency-key'])).toEqual([
      ...[first],
      ...[first, second],
      ...[first, second, third],
    ]);
    expect(third).toBeDefined();
    expect(new Set(posts.map(({ body }) => body?.input)).size).toBe(1);
    expect(await objects()).toEqual([]);
  });

  test.each([true, false])(
    'creates no second job when the connection was cut after the API had taken the first (waiting: %p)',
    async (waitForCompletion) => {
      double.mishaps = ['cut after', { status: 400, body: { kind: 'invalid_input', message: 'Not now' } }];
      const ended = await run({ ...BY_URL, waitForCompletion }, [{ json: {} }], { ...retried, maxTries: 2 });
      expect(ended.data.resultData.error).toBeUndefined();
      const posts = double.asked.filter(({ method }) => method === 'POST');
      // By the backend itself, and when n8n has run the node again.
      expect(posts).toHaveLength(3);
      expect(new Set(posts.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
      expect(double.jobs.size).toBe(1);
      expect(itemsOf(ended)).toMatchObject([
        { json: { job: { id: 'job_000001', status: waitForCompletion ? 'succeeded' : 'queued' } } },
      ]);
    },
  );

  test('items and executions have keys of their own', async () => {
    await run(BY_URL, [{ json: {} }, { json: {} }]);
    await run(BY_URL);
    const keys = double.asked
      .filter(({ method }) => method === 'POST')
      .map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(3);
    for (const key of keys) expect(key).toMatch(/^n8n:\d+:2:0:[01]:[0-9a-f]{32}$/);
  });
});

describe('a stop', () => {
  const stopped = async (cancels: boolean) => {
    double.cancels = cancels;
    double.course = [{ status: 'processing' }];
    const execution = start(BY_FILE, [fileItem(await fixture('odd.png'))]);
    await new Promise<void>((resolve) => {
      const real = double.asked.push.bind(double.asked);
      double.asked.push = (...asked) => {
        if (asked[0]?.method === 'GET') resolve();
        return real(...asked);
      };
    });
    execution.cancel();
    return execution.ended;
  };

  test('at the hosted API says that its job goes on, and sends it no DELETE', async () => {
    const ended = await stopped(false);
    expect(ended.status).toBe('canceled');
    expect(ended.data.resultData.error?.message).toMatch(
      /canceled; 1 job goes on at Ittybit, whose API documents no way to cancel/,
    );
    expect(double.lines().filter((line) => line.startsWith('DELETE'))).toEqual([]);
    expect(await objects()).toEqual([]);
  });

  test('at a server that can cancel ends the job', async () => {
    const ended = await stopped(true);
    expect(ended.data.resultData.error?.message).toMatch(/canceled; no job of it goes on/);
    expect([...double.jobs.values()].map(({ status }) => status)).toEqual(['cancelled']);
  });
});

test('secrets stand in no item, error or hint, whatever the API repeats', async () => {
  const said: string[] = [];
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
    jest.spyOn(console, level).mockImplementation((...words: unknown[]) => void said.push(JSON.stringify(words))),
  );
  const warned = (warning: Error) => said.push(String(warning));
  process.on('warning', warned);
  try {
    const file = fileItem(await fixture('odd.png'));
    for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const) {
      double.course = [
        {
          status: 'failed',
          error: { kind: `bad_${KEY}`, message: `Could not read with ${KEY} and ${CANARY.slice(0, 0)}` },
          log: KEY,
        },
      ];
      said.push(JSON.stringify(await run(BY_FILE, [file], { onError })));
      double.course = [{ status: 'succeeded', log: `Bearer ${KEY}` }];
      said.push(JSON.stringify(await run(BY_FILE, [file], { onError })));
      double.mishaps = [{ status: 400, body: { kind: 'invalid_input', message: `Bad ${KEY}` } }];
      said.push(JSON.stringify(await run(BY_FILE, [file], { onError })));
    }
  } finally {
    process.off('warning', warned);
    for (const spy of spies) spy.mockRestore();
  }
  const signatures = double.asked.flatMap(({ body }) =>
    typeof body?.input === 'string' ? [new URL(body.input).searchParams.get('X-Amz-Signature') ?? 'none'] : [],
  );
  expect(signatures).toHaveLength(9);
  for (const secret of [KEY, CANARY, ...signatures]) expect(said.filter((text) => text.includes(secret))).toEqual([]);
  expect(said.join()).toContain('X-Amz-Signature=***');
});
