import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import type { IDataObject, INode } from 'n8n-workflow';
import { CreateShorts } from '../../nodes/CreateShorts/CreateShorts.node';
import { NEWEST } from '../../nodes/versions';
import { READ_FILES } from '../../scripts/n8n-engine.mts';
import type { ItemToRead, WorkflowJson } from '../../scripts/n8n-engine.mts';
import { connectFromEnv } from '../../src/pipeline/storage/s3/s3Access';
import { fixture } from '../fixtures';
import { fileItem, IMPATIENT, jobOf, testEngine, thenAlso, WAIT_FOR_JOB } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { startS3 } from '../support/s3Server';
import type { S3Server } from '../support/s3Server';
import { KEY, swiftiaDouble } from '../support/swiftiaDouble';
import type { SwiftiaDouble } from '../support/swiftiaDouble';
import { waitingExecutions } from '../support/waitingExecutions';
import type { WaitingExecutions } from '../support/waitingExecutions';

const CREATE_SHORTS = 'n8n-nodes-media-jobs.createShorts';
let n8n: TestEngine;
let waiting: WaitingExecutions;
let double: SwiftiaDouble;
let s3: S3Server;
let bucket: S3Client;
let home: string;
const credentials: Record<string, IDataObject> = {};
const CREDENTIALS = Object.fromEntries(['swiftiaApi', 's3'].map((name) => [name, { id: name, name }]));

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'media-jobs-home-'));
  process.env['MEDIA_JOBS_HOME'] = home;
  waiting = await waitingExecutions();
  s3 = await startS3();
  bucket = await connectFromEnv(s3.env)();
  n8n = await testEngine('filesystem', { [CREATE_SHORTS]: new CreateShorts() }, credentials);
});
afterAll(async () => {
  await n8n.stop();
  await waiting.close();
  bucket.destroy();
  await s3.stop();
  delete process.env['MEDIA_JOBS_HOME'];
  await rm(home, { recursive: true, force: true });
});
beforeEach(async () => {
  double = Object.assign(await swiftiaDouble(), {
    course: [{ status: 'PROCESSING', progress: 10 }],
    renderCourse: [{ type: 'done' }],
  });
  Object.assign(credentials, {
    swiftiaApi: { apiKey: KEY, baseUrl: `${double.origin}/api`, plan: 'swift' },
    s3: {
      endpoint: s3.env.AWS_ENDPOINT_URL_S3,
      region: 'us-east-1',
      accessKeyId: 'test',
      secretAccessKey: 'secret',
      forcePathStyle: true,
    },
  });
});
afterEach(async () => {
  waiting.clear();
  await double.close();
});

const objects = async () =>
  ((await bucket.send(new ListObjectsV2Command({ Bucket: s3.bucket }))).Contents ?? []).length;

/** "Read Files → Create Shorts → Wait for Job". */
function workflow(
  items: ItemToRead[],
  { create = {}, wait = {}, type = IMPATIENT }: { create?: IDataObject; wait?: IDataObject; type?: string } = {},
): WorkflowJson {
  const parameters = {
    backend: 'swiftia',
    inputSource: 'url',
    url: 'https://example.com/talk.mp4',
    costOptions: { minutes: 5 },
    waitForCompletion: false,
    ...create,
  };
  const begin: WorkflowJson = {
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
        parameters,
        credentials: CREDENTIALS,
      },
    ],
    connections: { 'Read Files': { main: [[{ node: 'Create Shorts', type: 'main', index: 0 }]] } },
  };
  return thenAlso(begin, {
    name: 'Wait for Job',
    type,
    parameters: { backend: 'swiftia', ...wait },
    settings: { credentials: CREDENTIALS },
  });
}

test('an execution that was put away has its shorts rendered look by look, and goes on with them', async () => {
  const clip = await fixture('clip.mp4');
  const { run, ended } = await waiting.suspended(
    n8n,
    workflow([fileItem(clip, { n: 1 }), fileItem(clip, { n: 2 })], {
      create: { inputSource: 'binary', s3Storage: 's3', stagingBucket: 'my-bucket' },
      wait: { s3Storage: 's3' },
    }),
  );
  const created = n8n.itemsOf(run, 'Create Shorts');
  // They are created at the same time.
  expect(created.map((item) => [jobOf(item).backend_job_id, jobOf(item).status]).sort()).toEqual([
    ['cm3xg93fi0001', 'processing'],
    ['cm3xg93fi0002', 'processing'],
  ]);
  expect([double.renders.length, await objects()]).toEqual([0, 2]);
  double.course = [{ status: 'COMPLETED', progress: 100 }];
  const items = n8n.itemsOf(await ended, 'Wait for Job');
  expect(items.map(({ json, pairedItem }) => [(json['short'] as { title: string }).title, pairedItem])).toEqual([
    ['About First', { item: 0 }],
    ['About Second', { item: 0 }],
    ['About First', { item: 1 }],
    ['About Second', { item: 1 }],
  ]);
  expect(await readFile(n8n.pathOf(items[3]?.binary?.['data']), 'utf8')).toBe('a clip');
  expect([double.jobs.size, double.renders.length, await objects()]).toEqual([2, 4, 0]);
  expect(await n8n.leftovers()).toEqual([]);
}, 60_000);

test('a wait in memory, and a look', async () => {
  double.course = [{ status: 'COMPLETED', progress: 100 }];
  const ended = await n8n.run(workflow([{ json: {} }], { type: WAIT_FOR_JOB })).ended;
  expect(n8n.itemsOf(ended, 'Wait for Job')).toHaveLength(2);
  double.course = [{ status: 'PROCESSING', progress: 10 }];
  const once = await n8n.run(
    workflow([{ json: {} }], { type: WAIT_FOR_JOB, wait: { operation: 'once' }, create: { jobName: 'Other' } }),
  ).ended;
  expect(n8n.itemsOf(once, 'Wait for Job').map((item) => [jobOf(item).status, jobOf(item).tasks[0]?.progress])).toEqual(
    [['processing', 10]],
  );
});

test('what it costs, and what Swiftia calls it, stand on the items in every shape; that it is dearer than was to be spent is said where it was created, too', async () => {
  double.course = [{ status: 'COMPLETED', progress: 100 }];
  for (const output of ['simplified', 'selected']) {
    const ended = await n8n.run(
      workflow([{ json: {} }], {
        type: WAIT_FOR_JOB,
        wait: { output },
        create: { jobName: output, costOptions: { minutes: 5, spendAtMost: 0.5 } },
      }),
    ).ended;
    const [created] = n8n.itemsOf(ended, 'Create Shorts');
    const [item] = n8n.itemsOf(ended, 'Wait for Job');
    const cost = {
      currency: 'USD',
      estimate: { total: 0.3 },
      charged: { total: 0.93, breakdown: { shortGen: 0.205, youtubeProcessing: 0.72 } },
      at_most: 0.5,
    };
    expect(jobOf(created)).toMatchObject({ cost, warnings: [{ kind: 'above_cap' }] });
    expect(jobOf(item)).toMatchObject({ backend_job_id: jobOf(created).backend_job_id, cost });
    if (output === 'simplified')
      expect(jobOf(item).warnings).toMatchObject([
        { kind: 'above_cap', message: expect.stringContaining('more than the $0.50') },
      ]);
  }
});

test('a render of which nobody knows whether it was taken is on its item, and not asked for again', async () => {
  double.mishaps = { 'POST /render': ['cut after'] };
  const { ended } = await waiting.suspended(n8n, workflow([{ json: {} }]));
  double.course = [{ status: 'COMPLETED', progress: 100 }];
  const items = n8n.itemsOf(await ended, 'Wait for Job');
  expect(items.map(({ json }) => (json['error'] as { kind: string } | undefined)?.kind)).toEqual([
    'outcome_unknown',
    undefined,
  ]);
  expect(double.renders).toHaveLength(2);
}, 60_000);

test('a job that was not created here is unknown', async () => {
  const ended = await n8n.run(workflow([{ json: {} }], { type: WAIT_FOR_JOB, wait: { jobId: 'cm3xg93fi0001' } })).ended;
  expect(ended.data.resultData.error?.message).toMatch(/There is no job cm3xg93fi0001/);
});
