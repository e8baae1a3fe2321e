import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import type { IDataObject, ILoadOptionsFunctions, INode, INodeExecutionData, IRun } from 'n8n-workflow';
import { CreateShorts } from '../../nodes/CreateShorts/CreateShorts.node';
import { NEWEST } from '../../nodes/versions';
import { READ_FILES } from '../../scripts/n8n-engine.mts';
import type { ItemToRead } from '../../scripts/n8n-engine.mts';
import type { Job } from '../../src/pipeline/job/job';
import { connectFromEnv } from '../../src/pipeline/storage/s3/s3Access';
import { fixture } from '../fixtures';
import { bytesIn } from '../support/bytesIn';
import { fileItem, testEngine } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { startS3 } from '../support/s3Server';
import type { S3Server } from '../support/s3Server';
import { KEY, PHONE, REFUSALS, swiftiaDouble } from '../support/swiftiaDouble';
import type { SwiftiaDouble } from '../support/swiftiaDouble';

const CREATE_SHORTS = 'n8n-nodes-media-jobs.createShorts';
const CANARY = 's3-canary-secret';
let engine: TestEngine;
let double: SwiftiaDouble;
let s3: S3Server;
let bucket: S3Client;
let home: string;
const credentials: Record<string, IDataObject> = {};
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'media-jobs-home-'));
  process.env['MEDIA_JOBS_HOME'] = home;
  s3 = await startS3();
  bucket = await connectFromEnv(s3.env)();
  engine = await testEngine('filesystem', { [CREATE_SHORTS]: new CreateShorts() }, credentials);
});
afterAll(async () => {
  await engine.stop();
  bucket.destroy();
  await s3.stop();
  delete process.env['MEDIA_JOBS_HOME'];
  await rm(home, { recursive: true, force: true });
});
beforeEach(async () => {
  double = Object.assign(await swiftiaDouble(), {
    course: [{ status: 'COMPLETED', progress: 100 }],
    renderCourse: [{ type: 'done' }],
  });
  Object.assign(credentials, {
    swiftiaApi: { apiKey: KEY, baseUrl: `${double.origin}/api/`, plan: 'swift' },
    mediaWebhookSecretApi: { secret: 'webhook-canary-secret' },
    s3: {
      endpoint: s3.env.AWS_ENDPOINT_URL_S3,
      region: 'us-east-1',
      accessKeyId: 'test',
      secretAccessKey: CANARY,
      forcePathStyle: true,
    },
  });
});
afterEach(async () => {
  await double.close();
  expect(await engine.leftovers()).toEqual([]);
  expect((await bucket.send(new ListObjectsV2Command({ Bucket: s3.bucket }))).Contents ?? []).toEqual([]);
});

const YOUTUBE = { backend: 'swiftia', inputSource: 'youtube', youtubeVideo: 'https://youtu.be/dQw4w9WgXcQ' };
const BY_URL = {
  backend: 'swiftia',
  inputSource: 'url',
  url: 'https://example.com/talk.mp4?token=canary-token',
  costOptions: { minutes: 5 },
};
const BY_FILE = { backend: 'swiftia', inputSource: 'binary', s3Storage: 's3', stagingBucket: 'my-bucket' };
const idsOf = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { id: name, name }]));

const start = (parameters: IDataObject, items: ItemToRead[] = [{ json: { n: 1 } }], settings: Partial<INode> = {}) =>
  engine.run({
    name: 'test',
    nodes: [
      {
        id: '1',
        name: 'Read Files',
        type: READ_FILES,
        typeVersion: 1,
        position: [0, 0],
        parameters: { items } as unknown as INode['parameters'],
      },
      {
        id: '2',
        name: 'Create Shorts',
        type: CREATE_SHORTS,
        typeVersion: NEWEST,
        position: [220, 0],
        parameters: { output: 'full', ...parameters },
        credentials: idsOf('swiftiaApi', 's3'),
        ...settings,
      },
    ],
    connections: { 'Read Files': { main: [[{ node: 'Create Shorts', type: 'main', index: 0 }]] } },
  });
const run = (...args: Parameters<typeof start>): Promise<IRun> => start(...args).ended;
const itemsOf = (ended: IRun, output = 0): INodeExecutionData[] => engine.itemsOf(ended, 'Create Shorts', output);
const errorOf = (ended: IRun) => ended.data.resultData.error;
const jobOf = (item: INodeExecutionData | undefined) => item?.json['job'] as unknown as Job;
const bodies = (path: string) =>
  double.asked.filter((asked) => asked.path === `/api${path}` && asked.method === 'POST').map(({ body }) => body);

describe('a video at YouTube', () => {
  test('becomes one item for each short, with its file', async () => {
    double.generation = 'older';
    const ended = await run({
      ...YOUTUBE,
      jobName: 'Talk',
      renderOptions: {
        preset: 'VIRAL',
        width: 1080,
        height: 1920,
        maxWordsInPage: 4,
        facePaddingFactor: 0.2,
        waterMark: '{"waterMarkUrl": "https://example.com/logo.png"}',
        brandPresetId: '',
      },
      costOptions: { minutes: 5, gigabytes: 1.2, spendAtMost: 2 },
    });
    expect(errorOf(ended)).toBeUndefined();
    const items = itemsOf(ended);
    expect(items).toMatchObject([
      {
        json: {
          short: {
            index: 0,
            title: 'First',
            start: 10,
            end: 40,
            duration: 30,
            reason: 'Because of First',
            text: 'Words of First',
            status: 'succeeded',
          },
        },
        binary: { data: { fileName: '01 First.mp4', mimeType: 'video/mp4' } },
        pairedItem: { item: 0 },
      },
      {
        json: { short: { index: 1, title: 'Second' } },
        binary: { data: { fileName: '02 Second.mp4' } },
        pairedItem: { item: 0 },
      },
    ]);
    expect(await readFile(engine.pathOf(items[0]?.binary?.['data']), 'utf8')).toBe('a clip');
    expect(jobOf(items[0])).toMatchObject({
      status: 'succeeded',
      backend_job_id: 'cm3xg93fi0001',
      cost: {
        estimate: { total: 1.02, withoutMinimum: 0.84 },
        charged: { total: 0.93, breakdown: { youtubeProcessing: 0.72 } },
      },
    });
    expect(bodies('/jobs')).toEqual([{ functionName: 'VideoShorts', name: 'Talk', youtubeVideoId: 'dQw4w9WgXcQ' }]);
    expect(bodies('/render')[0]).toEqual({
      id: 'cm3xg93fi0001',
      target: 1,
      preset: 'VIRAL',
      size: { width: 1080, height: 1920 },
      options: {
        maxWordsInPage: 4,
        waterMark: { waterMarkUrl: 'https://example.com/logo.png' },
        director: { camera: { facePaddingFactor: 0.2 } },
      },
    });
  });

  test('a dry run says what it costs at least, where neither length nor size are known', async () => {
    const [item] = itemsOf(await run({ ...YOUTUBE, dryRun: true }));
    expect(item?.json['dry_run']).toMatchObject({
      request: { youtubeVideoId: 'dQw4w9WgXcQ' },
      cost: { total: null, least: 0.4, breakdown: { shortGen: null, youtubeProcessing: null } },
      in_words: 'The job would cost: not known, at least $0.40.',
    });
    expect(double.asked).toEqual([]);
  });

  test('is refused where what it costs is not known and there is a limit', async () => {
    const ended = await run({ ...YOUTUBE, costOptions: { spendAtMost: 5 } });
    expect(errorOf(ended)).toMatchObject({
      message: expect.stringMatching(/not created: what it costs is not known, at least \$0\.40/) as string,
      description: expect.stringMatching(/"Minutes of the Source" and "Gigabytes at YouTube"/) as string,
    });
    expect(double.asked).toEqual([]);
  });
});

describe('an input with a URL', () => {
  test('predefined shorts, a webhook with its secret, and addresses alone as the result', async () => {
    const defined = [{ title: 'One', start: 0.5, end: 30 }];
    const ended = await run(
      {
        ...BY_URL,
        defineShorts: 'json',
        predefinedShortsJson: JSON.stringify(defined),
        clipOutput: 'url',
        jobOptions: { webhookUrl: 'https://n8n.example/webhook/x' },
      },
      undefined,
      { credentials: idsOf('swiftiaApi', 'mediaWebhookSecretApi') },
    );
    expect(itemsOf(ended)).toMatchObject([
      { json: { short: { title: 'About One', output: `${double.origin}/results/render_1.mp4` } } },
    ]);
    expect(itemsOf(ended)[0]?.binary).toBeUndefined();
    expect(bodies('/jobs')).toEqual([
      {
        functionName: 'VideoShorts',
        fileUrl: BY_URL.url,
        webhook: 'https://n8n.example/webhook/x?token=webhook-canary-secret',
        options: { predefinedShorts: defined },
      },
    ]);
    const said = JSON.stringify(ended);
    for (const secret of ['webhook-canary-secret', KEY]) expect(said).not.toContain(secret);
    expect(jobOf(itemsOf(ended)[0]).input).toBe('https://example.com/talk.mp4?token=***');
  });

  test('a short of 300 seconds, from the table', async () => {
    const values = [{ title: 'Longest', start: 0.5, end: 300.5 }];
    await run({ ...BY_URL, defineShorts: 'fields', predefinedShorts: { values }, clipOutput: 'url' });
    expect(bodies('/jobs')).toEqual([
      { functionName: 'VideoShorts', fileUrl: BY_URL.url, options: { predefinedShorts: values } },
    ]);
  });

  test('a dry run says what would be sent and what it would cost, and asks nobody', async () => {
    const [item] = itemsOf(
      await run({
        ...BY_URL,
        dryRun: true,
        defineShorts: 'fields',
        predefinedShorts: { values: [{ title: 'One', start: 0, end: 60 }] },
      }),
    );
    expect(item?.json).toMatchObject({
      dry_run: {
        request: {
          functionName: 'VideoShorts',
          fileUrl: 'https://example.com/talk.mp4?token=***',
          options: { predefinedShorts: [{ title: 'One', start: 0, end: 60 }] },
        },
        cost: { total: 0.3, estimate: true, withoutMinimum: 0.12 },
        in_words: 'The job would cost: $0.30, an estimate.',
      },
    });
    expect(double.asked).toEqual([]);
  });

  test.each([
    [{ defineShorts: 'fields', predefinedShorts: { values: [{ title: 'Long', start: 0, end: 301 }] } }, /300 seconds/],
    [{ defineShorts: 'fields' }, /Shorts → Using Fields Below/],
    [{ defineShorts: 'json', predefinedShortsJson: 'x' }, /"Shorts → Using JSON" must be JSON/],
    [{ renderOptions: { width: 1080 } }, /Size → Height/],
    [{ url: '/etc/passwd' }, /no address/],
    [{ jobOptions: { webhookUrl: 'x' } }, /Webhook URL/],
    [{ costOptions: { minutes: 60, spendAtMost: 1 } }, /would cost about \$1\.38, and at most \$1\.00/],
  ])('a mistake costs no request: %j', async (more, words) => {
    expect(errorOf(await run({ ...BY_URL, ...more }))?.message).toMatch(words);
    expect(double.asked).toEqual([]);
  });

  test('a vendor that asks more than was to be spent is told of', async () => {
    const [item] = itemsOf(await run({ ...BY_URL, costOptions: { minutes: 5, spendAtMost: 0.5 } }));
    expect(jobOf(item).warnings).toEqual([
      { kind: 'above_cap', message: expect.stringMatching(/\$0\.93, which is more than the \$0\.50/) as string },
    ]);
  });
});

describe('an input file', () => {
  test('is looked at, goes through the bucket, and is gone from it at the end', async () => {
    let fetched = 0;
    double.onDone = (route) => {
      if (route === 'POST /jobs')
        void fetch(String(bodies('/jobs')[0]?.fileUrl)).then(
          async (response) => (fetched = (await response.arrayBuffer()).byteLength),
        );
    };
    const clip = await fixture('clip.mp4');
    const [item] = itemsOf(await run(BY_FILE, [fileItem(clip)]));
    expect(item?.binary?.['data']?.fileName).toMatch(/^01 .*\.mp4$/);
    expect(jobOf(item)).toMatchObject({ input: 'clip.mp4', cost: { estimate: { total: 0.3 } } });
    expect(fetched).toBe((await readFile(clip)).byteLength);
    expect(JSON.stringify(item)).not.toMatch(/X-Amz-Signature=(?!\*)/);
  });

  test('what ends behind its end, has no picture or no bucket is refused at once', async () => {
    const clip = [fileItem(await fixture('clip.mp4'))];
    expect(
      errorOf(
        await run(
          { ...BY_FILE, defineShorts: 'fields', predefinedShorts: { values: [{ title: 'Late', start: 0, end: 200 }] } },
          clip,
        ),
      )?.message,
    ).toMatch(/"Late" ends at 200 s, and the source has/);
    expect(errorOf(await run({ ...BY_FILE, s3Storage: 'none' }, clip))?.message).toMatch(
      /is a file, and Swiftia fetches its inputs from addresses/,
    );
    expect(double.asked).toEqual([]);
  });
});

test('an input in S3 is lent to Swiftia for a while, by an address that is shown nowhere', async () => {
  const clip = await readFile(await fixture('clip.mp4'));
  await s3.put('talks/may.mp4', clip);
  try {
    let fetched = 0;
    double.onDone = (route) => {
      if (route === 'POST /jobs')
        void fetch(String(bodies('/jobs')[0]?.fileUrl)).then(
          async (response) => (fetched = (await response.arrayBuffer()).byteLength),
        );
    };
    const ended = await run({
      backend: 'swiftia',
      inputSource: 's3',
      s3Storage: 's3',
      inputBucket: 'my-bucket',
      inputKey: 'talks/may.mp4',
      costOptions: { minutes: 5 },
    });
    expect(itemsOf(ended)).toHaveLength(2);
    expect(fetched).toBe(clip.byteLength);
    expect(jobOf(itemsOf(ended)[0]).input).toBe('s3://my-bucket/talks/may.mp4');
    expect(JSON.stringify(ended) + bytesIn(home)).not.toMatch(/X-Amz-Signature=(?!\*)/);
  } finally {
    await bucket.send(new DeleteObjectCommand({ Bucket: s3.bucket, Key: 'talks/may.mp4' }));
  }
});

// Those of the reference; what else is known of its errors stands in driveSwiftia.test.ts.
test.each([
  [
    REFUSALS.storage,
    'storage_full',
    /^Swiftia has no room for the job: 950 of 1,000 are used, 50 are left\. .*larger plan/,
  ],
  [
    REFUSALS.phone,
    'phone_unverified',
    /^Swiftia makes jobs only for accounts whose phone number is verified\. Verify the number/,
  ],
  [REFUSALS.credit, 'credit_insufficient', /^The credit at Swiftia does not cover the job\. Add credit/],
])(
  'a job that is answered with %j is one error with words of its own, and nothing more is sent',
  async (mishap, kind, words) => {
    double.mishaps = { 'POST /jobs': [mishap] };
    const [item] = itemsOf(
      await run(BY_URL, undefined, {
        onError: 'continueRegularOutput',
        retryOnFail: true,
        maxTries: 2,
        waitBetweenTries: 0,
      }),
    );
    const error = item?.json['error'] as { kind: string; message: string } | undefined;
    expect([error?.kind, error?.message]).toEqual([kind, expect.stringMatching(words)]);
    expect(bodies('/jobs')).toHaveLength(1);
  },
);

describe('what goes wrong', () => {
  const retried = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };

  test('a short that cannot be rendered is an item that says so, beside the others', async () => {
    double.renderCourseOf.set(0, [{ type: 'error', message: 'no face' }]);
    const items = itemsOf(await run(BY_URL));
    expect(
      items.map(({ json, binary }) => [
        (json['error'] as { kind: string } | undefined)?.kind,
        Object.keys(binary ?? {}),
      ]),
    ).toEqual([
      ['backend_error', []],
      [undefined, ['data']],
    ]);
    expect(
      items.map(({ json }) => json['short'] as { status: string; error: { message: string } | null }),
    ).toMatchObject([
      { status: 'failed', error: { message: expect.stringContaining('no face') as string } },
      { status: 'succeeded', error: null },
    ]);
    expect(jobOf(items[1])).toMatchObject({
      status: 'succeeded',
      shorts: [{ status: 'failed' }, { status: 'succeeded' }],
    });
  });

  test('a file whose connection is cut is fetched again, and paid for once', async () => {
    double.mishaps = { 'GET /results': ['cut', null, 'cut after'] };
    expect(itemsOf(await run(BY_URL)).map(({ json, binary }) => [json['error'], Object.keys(binary ?? {})])).toEqual([
      [undefined, ['data']],
      [undefined, ['data']],
    ]);
    expect([double.mishaps['GET /results'], double.jobs.size, double.renders.length]).toEqual([[], 1, 2]);
  });

  test('Retry On Fail pays for nothing twice when nobody knows whether a job was created', async () => {
    double.mishaps = { 'POST /jobs': ['cut after'] };
    const ended = await run(BY_URL, undefined, retried);
    expect(errorOf(ended)).toMatchObject({
      message: expect.stringMatching(/may have taken the request to create the job/) as string,
      description: expect.stringMatching(/not sent again by itself/) as string,
    });
    expect([double.jobs.size, bodies('/jobs').length]).toEqual([1, 1]);
  });

  test('Retry On Fail goes on with the job that is there', async () => {
    double.mishaps = {
      'GET /jobs': [{ status: 401, body: { status: 401, code: 'UNAUTHORIZED', message: 'Try later' } }],
    };
    const ended = await run(BY_URL, undefined, retried);
    expect(errorOf(ended)).toBeUndefined();
    expect([double.jobs.size, double.renders.length, itemsOf(ended).length]).toEqual([1, 2, 2]);
  });

  test('no phone number stands anywhere', async () => {
    const warned: string[] = [];
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
      jest.spyOn(console, level).mockImplementation((...words: unknown[]) => void warned.push(JSON.stringify(words))),
    );
    try {
      for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const) {
        double.mishaps = { 'POST /jobs': [REFUSALS.phone] };
        warned.push(JSON.stringify(await run(BY_URL, undefined, { onError })));
      }
      double.course = [{ status: 'FAILED', phoneNumber: PHONE, error: { message: `for ${PHONE}`, code: PHONE } }];
      warned.push(JSON.stringify(await run(BY_URL, undefined, { onError: 'continueRegularOutput' })));
      double.course = [{ status: 'COMPLETED', progress: 100 }];
      double.mishaps = { 'POST /render': [REFUSALS.phone] };
      double.renderCourse = [{ type: 'error', message: `call ${PHONE}` }];
      warned.push(JSON.stringify(await run(BY_URL, undefined, { onError: 'continueRegularOutput' })));
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect(warned.join()).toContain('phone number is verified');
    // The store and what lies beside it too.
    expect(bytesIn(home)).toContain('phone number is verified');
    for (const text of [warned.join(), bytesIn(home)]) expect(text).not.toContain(PHONE.slice(3));
  });

  test('a stop says that the job goes on, and nothing more is paid for', async () => {
    double.course = [{ status: 'PROCESSING', progress: 5 }];
    const execution = start(BY_URL);
    await new Promise<void>(
      (resolve) =>
        (double.onDone = (route) => {
          if (route === 'GET /jobs') resolve();
        }),
    );
    execution.cancel();
    const ended = await execution.ended;
    expect(ended.status).toBe('canceled');
    expect(errorOf(ended)?.message).toMatch(/go on at Swiftia/);
    expect(double.renders).toEqual([]);
  });
});

test('brand presets are offered by name', async () => {
  const context = {
    getCredentials: async () => credentials['swiftiaApi'],
    getNode: () => ({ name: 'x' }),
  } as unknown as ILoadOptionsFunctions;
  expect(await new CreateShorts().methods.loadOptions.getBrandPresets.call(context)).toEqual([
    { name: 'Campaign', value: 'brand_2' },
    { name: 'House style', value: 'brand_1' },
  ]);
});
