import { readFile } from 'node:fs/promises';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import type { IDataObject, INode, IRun } from 'n8n-workflow';
import { sharedEngine } from '../../nodes/background/sharedEngine';
import type { ItemToRead } from '../../scripts/n8n-engine.mts';
import type { Engine } from '../../src/jobs/engine';
import { connectFromEnv } from '../../src/pipeline/storage/s3/s3Access';
import { fixture } from '../fixtures';
import { ittybitDouble, KEY } from '../support/ittybitDouble';
import type { IttybitDouble } from '../support/ittybitDouble';
import { testServers } from '../support/jobServer';
import { IMPATIENT, jobOf, testEngine, thenAlso, WAIT_FOR_JOB, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { eventually } from '../support/processes';
import { startS3 } from '../support/s3Server';
import type { S3Server } from '../support/s3Server';
import { waitingExecutions } from '../support/waitingExecutions';
import type { WaitingExecutions } from '../support/waitingExecutions';

const CANARY = 's3-canary-secret';
let n8n: TestEngine;
let engine: Engine;
let waiting: WaitingExecutions;
let s3: S3Server;
let bucket: S3Client;
/** Changed for each test: n8n gives a copy at each request. */
const credentials: Record<string, IDataObject> = {};
const { env, open } = testServers();

beforeAll(async () => {
  waiting = await waitingExecutions();
  s3 = await startS3();
  bucket = await connectFromEnv(s3.env)();
  // Our own server, and what fetches its results, may ask this machine.
  process.env['MEDIA_JOBS_ALLOW_HOSTS'] = '127.0.0.1';
  n8n = await testEngine('filesystem', {}, credentials);
  engine = await sharedEngine();
});
afterAll(async () => {
  await n8n.stop();
  delete process.env['MEDIA_JOBS_ALLOW_HOSTS'];
  await waiting.close();
  bucket.destroy();
  await s3.stop();
});

/** A server of hosted jobs that keeps them running until it is released. */
interface Host {
  release(): Promise<void>;
  statuses(): Promise<string[]>;
}

let double: IttybitDouble;
beforeEach(async () => {
  double = await ittybitDouble();
  double.course = [{ status: 'processing' }];
  use({ apiKey: KEY, baseUrl: double.origin });
});
afterEach(async () => {
  waiting.clear();
  await double.close();
  s3.server.emptyBucket(s3.bucket);
  expect(await n8n.leftovers()).toEqual([]);
});

function use(access: { apiKey: string; baseUrl: string }): void {
  Object.assign(credentials, {
    ittybitApi: access,
    s3: {
      endpoint: s3.env.AWS_ENDPOINT_URL_S3,
      region: 'us-east-1',
      accessKeyId: 'test',
      secretAccessKey: CANARY,
      forcePathStyle: true,
    },
  });
}

const HOSTS: Record<string, () => Promise<Host>> = {
  'the hosted API': async () =>
    Promise.resolve({
      release: async () => Promise.resolve(void (double.course = [{ status: 'succeeded' }])),
      statuses: () => Promise.resolve([...double.jobs.values()].map(({ status }) => status)),
    }),
  'a server of this package': async () => {
    const server = await open({ starts: false });
    const [apiKey = ''] = env().MEDIA_JOBS_API_KEY?.split(',') ?? [];
    use({ apiKey, baseUrl: server.url });
    return {
      release: () => server.engine.start(),
      statuses: async () => Promise.resolve((await server.engine.jobs.list()).map(({ status }) => status)),
    };
  },
};

const CREDENTIALS = Object.fromEntries(['ittybitApi', 's3'].map((name) => [name, { id: name, name }]));
const WAIT = { backend: 'ittybit', s3Storage: 's3' };

/** "Read Files → Create Job → Wait for Job", where the files go through the bucket, or the input is an address. */
function workflowWith(
  items: ItemToRead[],
  parameters: IDataObject = {},
  settings: Partial<INode> = {},
  create: IDataObject = {},
) {
  const job = {
    backend: 'ittybit',
    kind: 'image',
    options: { format: 'png', width: '16' },
    s3Storage: 's3',
    stagingBucket: 'my-bucket',
    waitForCompletion: false,
    itemOptions: { keepJson: true },
    ...create,
  };
  return thenAlso(workflowOf(items, job, { credentials: CREDENTIALS }), {
    name: 'Wait for Job',
    type: IMPATIENT,
    parameters: { ...WAIT, ...parameters },
    settings: { credentials: CREDENTIALS, ...settings },
  });
}
const BY_URL = { inputSource: 'url', url: 'https://example.com/up%20load.mov?token=canary-token' };
const byUrl = (parameters: IDataObject = {}, settings: Partial<INode> = {}) =>
  workflowWith([{ json: {} }], parameters, settings, BY_URL);
const picture = async (name = 'Bild ö.png'): Promise<ItemToRead> => ({
  json: { name },
  binary: { data: { path: await fixture('odd.png'), fileName: name } },
});

const suspended = (workflow: ReturnType<typeof workflowWith>) => waiting.suspended(n8n, workflow);
const itemsOf = (run: IRun, output = 0) => n8n.itemsOf(run, 'Wait for Job', output);
const objects = async () =>
  ((await bucket.send(new ListObjectsV2Command({ Bucket: s3.bucket }))).Contents ?? []).map(({ Key }) => Key);
const deletes = () => double.lines().filter((line) => line.startsWith('DELETE'));
const hintsOf = (run: IRun) =>
  (run.data.resultData.runData['Wait for Job']?.at(-1)?.hints ?? []).map(({ message }) => message);
const call = async (id: string) => {
  const { run, workflow } = waiting.get(id) ?? {};
  if (run === undefined || workflow === undefined) throw new Error('It does not wait');
  return n8n.call(id, run, workflow);
};

describe.each(Object.entries(HOSTS))('a job at %s', (_, start) => {
  test('is waited for with the execution put away, its result comes back as a file, and its input leaves the bucket', async () => {
    const host = await start();
    const { id, run, ended, ids } = await suspended(
      workflowWith([await picture(), await picture('b.png')], { itemOptions: { keepJson: true } }),
    );
    const staged = n8n
      .itemsOf(run, 'Create Job')
      .map(({ json }) => (json['job'] as IDataObject)['staged_input'] as { bucket: string; key: string });
    expect((await objects()).sort()).toEqual(staged.map(({ key }) => key).sort());
    expect(await engine.watches.get(id)).toMatchObject({ jobs: [], interval: 100 });
    expect(await call(id)).toEqual({ answer: { resumed: false }, goesOn: null });
    await host.release();
    const last = await ended;
    expect([last.status, last.data.resultData.error?.message]).toEqual(['success', undefined]);
    const items = itemsOf(last);
    expect(
      items.map((item) => [
        item.json['name'],
        jobOf(item).id,
        jobOf(item).status,
        item.binary?.['data']?.fileName,
        item.pairedItem,
      ]),
    ).toEqual([
      ['Bild ö.png', ids[0], 'succeeded', 'Bild ö.png', { item: 0 }],
      ['b.png', ids[1], 'succeeded', 'b.png', { item: 1 }],
    ]);
    expect((await readFile(n8n.pathOf(items[0]?.binary?.['data']))).length).toBeGreaterThan(0);
    expect(await objects()).toEqual([]);
    await eventually(async () => Promise.resolve((await engine.watches.get(id)) === null));
  });

  test('is shown as it is when it is only checked', async () => {
    const host = await start();
    const last = await n8n.run(workflowWith([await picture()], { operation: 'once' })).ended;
    expect(itemsOf(last).map((item) => [jobOf(item).status, item.binary])).toEqual([
      [expect.stringMatching(/queued|processing/), undefined],
    ]);
    expect(await host.statuses()).toEqual([expect.stringMatching(/queued|processing/)]);
    expect(await objects()).toHaveLength(1);
  });

  test('is one whose time is up, and goes on', async () => {
    const host = await start();
    const { ended, ids } = await suspended(workflowWith([await picture()], { limitAmount: 0.5, limitUnit: 'seconds' }));
    const { error } = (await ended).data.resultData;
    expect(error?.message).toBe(`The job ${ids[0] ?? ''} has not ended within 0.5 seconds: it goes on at Ittybit.`);
    expect(await host.statuses()).toEqual([expect.stringMatching(/queued|processing/)]);
    // It may still be fetched from there.
    expect(await objects()).toHaveLength(1);
  });

  test('that is not there is an error in either mode', async () => {
    await start();
    for (const mode of ['wait', 'once']) {
      const last = await n8n.run(workflowWith([await picture()], { mode, jobId: 'job_000000000000000000' })).ended;
      expect(last.data.resultData.error?.message).toMatch(/it has no job job_000000000000000000\.$/);
    }
    const { error } = (await n8n.run(workflowWith([await picture()], { jobId: '../jobs' })).ended).data.resultData;
    expect(error?.message).toMatch(/"Job ID" must be the id of a job at Ittybit \(given: "\.\.\/jobs"\)\./);
  });

  test('with a key that is refused is an error at once', async () => {
    await start();
    const workflow = workflowWith([await picture()]);
    const { ended } = await suspended(workflow);
    credentials['ittybitApi'] = { ...credentials['ittybitApi'], apiKey: 'a-key-of-nobody' };
    const { error } = (await ended).data.resultData;
    expect(error?.message).toMatch(/key/i);
    expect(JSON.stringify(error)).not.toContain('a-key-of-nobody');
  });
});

describe('a job that fails', () => {
  test('at the hosted API keeps the words of the API, on its own item, and its input leaves the bucket', async () => {
    const { ended } = await suspended(workflowWith([await picture()], {}, { onError: 'continueErrorOutput' }));
    double.course = [{ status: 'failed', error: { kind: 'codec_unknown', message: `No idea of ${KEY}` } }];
    const [item] = itemsOf(await ended, 1);
    expect(item?.json).toMatchObject({
      error: {
        kind: 'backend_error',
        message: expect.stringContaining('Ittybit answers "codec_unknown": No idea of ***.') as string,
        retryable: false,
      },
      details: { job: { status: 'failed' } },
    });
    expect(await objects()).toEqual([]);
  });

  test('at a server of this package stops the workflow with its words', async () => {
    const host = await HOSTS['a server of this package']?.();
    const { ended } = await suspended(workflowWith([{ binary: { data: { path: await fixture('text.mp4') } } }]));
    await host?.release();
    expect((await ended).data.resultData.error).toMatchObject({
      message: expect.stringMatching(/cannot be used: it is text and not a media file\.$/) as string,
      description: expect.stringMatching(
        /^Give a video, audio or image file\. Job: job_\S+, in its task "probe"\.$/,
      ) as string,
    });
    expect(await objects()).toEqual([]);
  });
});

describe('a time limit that cancels', () => {
  const soon = { limitAmount: 0.5, limitUnit: 'seconds', onLimit: 'cancel' };

  test.each(['the hosted API', 'a server of this package'])('%s', async (name) => {
    const host = await HOSTS[name]?.();
    const { ended } = await suspended(workflowWith([await picture()], soon, { onError: 'continueRegularOutput' }));
    const [item] = itemsOf(await ended);
    const cancels = name !== 'the hosted API';
    expect(item?.json).toMatchObject({
      error: {
        kind: 'wait_limit_exceeded',
        message: expect.stringContaining(
          cancels ? ': it was cancelled.' : ': it goes on at Ittybit, whose API documents no way to cancel a job.',
        ) as string,
      },
    });
    expect(await host?.statuses()).toEqual([cancels ? 'cancelled' : 'processing']);
    expect(deletes()).toEqual([]);
    expect(await objects()).toHaveLength(cancels ? 0 : 1);
  });

  test('and so does stopping the execution while it waits in memory', async () => {
    for (const cancels of [true, false]) {
      double.cancels = cancels;
      const patient = byUrl({ onLimit: 'cancel' });
      patient.nodes = patient.nodes.map((node) =>
        node.name === 'Wait for Job' ? { ...node, type: WAIT_FOR_JOB } : node,
      );
      double.asked.length = 0;
      const execution = n8n.run(patient);
      await eventually(async () => Promise.resolve(double.lines().some((line) => line.startsWith('GET /jobs/'))));
      execution.cancel();
      const last = await execution.ended;
      expect([last.status, last.data.resultData.error?.message]).toEqual([
        'canceled',
        cancels
          ? 'The execution was canceled; its jobs have been cancelled'
          : 'The execution was canceled; its jobs go on at Ittybit, whose API documents no way to cancel a job',
      ]);
      expect(deletes()).toHaveLength(cancels ? 1 : 0);
    }
  });
});

describe('an execution that has been put away', () => {
  test('waits on while the API cannot be asked, and goes on when it can', async () => {
    const { id, ended } = await suspended(byUrl());
    double.mishaps = Array.from({ length: 60 }, () => 'cut' as const);
    await eventually(async () => Promise.resolve(double.mishaps.length < 59));
    expect(await call(id)).toEqual({ answer: { resumed: false }, goesOn: null });
    expect(waiting.get(id)).toBeDefined();
    double.mishaps = [];
    double.course = [{ status: 'succeeded' }];
    expect((await ended).status).toBe('success');
  });

  test('is looked at no further than to the first job that runs', async () => {
    const { id } = await suspended(
      workflowWith(
        Array.from({ length: 12 }, () => ({ json: {} })),
        {},
        {},
        BY_URL,
      ),
    );
    double.asked.length = 0;
    await call(id);
    expect(double.lines().sort()).toEqual(Array.from({ length: 5 }, (_, n) => `GET /jobs/job_00000${n + 1}`));
  });

  test('waits on, and warns, when the credential is gone; a call never fails', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation();
    const { id } = await suspended(byUrl());
    const given = credentials['ittybitApi'];
    Object.defineProperty(credentials, 'ittybitApi', {
      configurable: true,
      get: () => {
        throw new Error('There is no such credential');
      },
    });
    expect(await call(id)).toEqual({ answer: { resumed: false }, goesOn: null });
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/^Wait for Job: .*There is no such credential/));
    Object.defineProperty(credentials, 'ittybitApi', {
      configurable: true,
      enumerable: true,
      writable: true,
      value: given,
    });
    warn.mockRestore();
  });

  test('holds no secret, nor does what it leaves in the store', async () => {
    const { id, run } = await suspended(workflowWith([await picture()]));
    const signature = new URL(String(double.asked[0]?.body?.input)).searchParams.get('X-Amz-Signature') ?? '';
    expect(signature).toHaveLength(64);
    for (const secret of [KEY, CANARY, signature])
      expect(JSON.stringify([run, await engine.watches.get(id)])).not.toContain(secret);
  });
});

describe('a file in the bucket', () => {
  const ended = async (parameters: IDataObject) => {
    double.course = [{ status: 'succeeded' }];
    return n8n.run(workflowWith([await picture()], parameters)).ended;
  };

  test('stays, and is told of, where the node is not given the storage', async () => {
    const last = await ended({ s3Storage: 'none' });
    expect(last.status).toBe('success');
    expect(await objects()).toHaveLength(1);
    expect(hintsOf(last)).toEqual([
      expect.stringMatching(
        /^The input that was passed through s3:\/\/my-bucket\/media-jobs\/[0-9a-f]{32}\/Bild ö\.png is still there: choose under "Delete Passed File From"/,
      ),
    ]);
  });

  test.each([
    ['another file', { bucket: 'my-bucket', key: 'holiday.png' }],
    ['text', 's3://my-bucket/holiday.png'],
    ['a folder', { bucket: 'my-bucket', key: 'media-jobs/00000000000000000000000000000000/' }],
    ['a name that goes up', { bucket: 'my-bucket', key: 'media-jobs/00000000000000000000000000000000/../holiday.png' }],
  ])('is the only thing that is ever deleted: not %s', async (_, stagedInput) => {
    await bucket.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'holiday.png', Body: 'x' }));
    const last = await ended({ stagedInput });
    expect(last.status).toBe('success');
    expect(await objects()).toContain('holiday.png');
  });

  test('that is named by the API is no such file', async () => {
    double.course = [
      {
        status: 'queued',
        staged_input: { bucket: 'my-bucket', key: 'media-jobs/00000000000000000000000000000000/x.png' },
      },
    ];
    const [item] = n8n.itemsOf(await n8n.run(byUrl({ operation: 'once' })).ended, 'Create Job');
    expect((item?.json['job'] as IDataObject)['staged_input']).toBeNull();
  });
});
