import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import type { INodeExecutionData } from 'n8n-workflow';
import { CreateShorts } from '../../nodes/CreateShorts/CreateShorts.node';
import { connectFromEnv } from '../../src/pipeline/storage/s3/s3Access';
import type { Short } from '../../src/pipeline/job/short';
import { fixture } from '../fixtures';
import { fileItem, jobOf, testEngine, thenAlso, WAIT_FOR_JOB, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { startS3 } from '../support/s3Server';
import type { S3Server } from '../support/s3Server';

const CREATE_SHORTS = 'n8n-nodes-media-jobs.createShorts';
const SHORTS = {
  defineShorts: 'fields',
  predefinedShorts: {
    values: [
      { title: 'First', start: 0, end: 1 },
      { title: 'Second', start: 1, end: 2 },
    ],
  },
  shortsOptions: { size: '90x160', reframe: 'center', quality: 'low' },
};

let n8n: TestEngine;
let s3: S3Server;
let bucket: S3Client;
beforeAll(async () => {
  s3 = await startS3();
  bucket = await connectFromEnv(s3.env)();
  n8n = await testEngine(
    'filesystem',
    { [CREATE_SHORTS]: new CreateShorts() },
    {
      s3: {
        endpoint: s3.env.AWS_ENDPOINT_URL_S3,
        region: 'us-east-1',
        accessKeyId: 'one',
        secretAccessKey: 'two',
        forcePathStyle: true,
      },
    },
  );
});
afterAll(async () => {
  await n8n.stop();
  bucket.destroy();
  await s3.stop();
});

const workflow = async (parameters: object) =>
  workflowOf(
    [fileItem(await fixture('clip.mov'))],
    { ...SHORTS, outputDestination: 's3', s3Storage: 's3', outputBucket: s3.bucket, ...parameters },
    { type: CREATE_SHORTS, credentials: { s3: { id: 's3', name: 's3' } } },
  );
const told = ({ json, binary, pairedItem }: INodeExecutionData) => {
  const { title, status, output, poster } = json['short'] as unknown as Short;
  return [title, status, output, poster, Object.keys(binary ?? {}), jobOf({ json }).status, pairedItem];
};
const itemsFor = (folder: string) =>
  ['First', 'Second'].map((title, index) => [
    title,
    'succeeded',
    `s3://my-bucket/${folder}short-${index + 1}.mp4`,
    `s3://my-bucket/${folder}short-${index + 1}.jpg`,
    [],
    'succeeded',
    { item: 0 },
  ]);
const sizes = async (prefix: string) =>
  ((await bucket.send(new ListObjectsV2Command({ Bucket: s3.bucket, Prefix: prefix }))).Contents ?? [])
    .filter(({ Key = '' }) => Key.endsWith('.mp4'))
    .map(({ Size = 0 }) => Size);

test('shorts that go to S3 are named in their items', async () => {
  const ended = await n8n.run(await workflow({ outputKey: 'a talk' })).ended;
  expect(ended.data.resultData.error?.message).toBeUndefined();
  expect(n8n.itemsOf(ended, 'Create Job').map(told)).toEqual(itemsFor('a talk/'));
  expect((await sizes('a talk/')).map((bytes) => bytes > 1000)).toEqual([true, true]);
});

test('and in those of Wait for Job, when they are made in the background', async () => {
  const ended = await n8n.run(
    thenAlso(await workflow({ outputKey: 'later/', waitForCompletion: false }), {
      name: 'Wait for Job',
      type: WAIT_FOR_JOB,
    }),
  ).ended;
  expect(ended.data.resultData.error?.message).toBeUndefined();
  expect(n8n.itemsOf(ended, 'Wait for Job').map(told)).toEqual(itemsFor('later/'));
  expect(await sizes('later/')).toHaveLength(2);
});

test('a folder that has such shorts already is refused before any work, and no bucket is a word', async () => {
  expect((await n8n.run(await workflow({ outputKey: 'a talk' })).ended).data.resultData.error?.message).toMatch(
    /exists/,
  );
  expect(
    (await n8n.run(await workflow({ outputBucket: '', outputKey: '' })).ended).data.resultData.error?.message,
  ).toMatch(/"Output Bucket"/);
});
