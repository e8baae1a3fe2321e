import { readFile } from 'node:fs/promises';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import type { IDataObject, INode, IRun } from 'n8n-workflow';
import type { Engine } from '../../src/jobs/engine';
import { sharedEngine } from '../../nodes/background/sharedEngine';
import type { ItemToRead } from '../../scripts/n8n-engine.mts';
import { connectFromEnv } from '../../src/pipeline/storage/s3/s3Access';
import type { Job } from '../../src/pipeline/job/job';
import { fixture } from '../fixtures';
import { fileItem, jobOf, testEngine, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { startS3 } from '../support/s3Server';
import type { S3Server } from '../support/s3Server';
import { rangeServer } from '../pipeline/storage/support/rangeServer';
import type { RangeServer } from '../pipeline/storage/support/rangeServer';
import { storeOf } from '../support/engine';

let n8n: TestEngine;
let s3: S3Server;
let bucket: S3Client;
let picture: string;
const credentials: Record<string, IDataObject> = {};
beforeAll(async () => {
  picture = await fixture('odd.png');
  s3 = await startS3();
  bucket = await connectFromEnv(s3.env)();
  Object.assign(credentials, {
    s3: {
      endpoint: s3.env.AWS_ENDPOINT_URL_S3,
      region: 'us-east-1',
      accessKeyId: 'one',
      secretAccessKey: 'two',
      forcePathStyle: true,
    },
    aws: {
      region: 'us-east-1',
      accessKeyId: 'one',
      secretAccessKey: 'two',
      customEndpoints: true,
      s3Endpoint: s3.env.AWS_ENDPOINT_URL_S3,
    },
  });
  n8n = await testEngine('filesystem', {}, credentials);
  await bucket.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'in/a b ö.png', Body: await readFile(picture) }));
});
afterAll(async () => {
  await n8n.stop();
  bucket.destroy();
  await s3.stop();
});

const CREDENTIALS = Object.fromEntries(
  ['s3', 'aws', 'httpBasicAuth', 'httpHeaderAuth'].map((name) => [name, { id: name, name }]),
);
const FROM_S3 = {
  kind: 'image',
  options: { width: '32', format: 'png' },
  inputSource: 's3',
  s3Storage: 's3',
  inputBucket: 'my-bucket',
  inputKey: 'in/a b ö.png',
};
const TO_S3 = {
  kind: 'image',
  options: { width: '32', format: 'png' },
  outputDestination: 's3',
  s3Storage: 's3',
  outputBucket: 'my-bucket',
  outputKey: 'out/',
};

const run = (
  parameters: IDataObject,
  items: ItemToRead[] = [{ json: { n: 1 } }],
  settings: Partial<INode> = {},
): Promise<IRun> => n8n.run(workflowOf(items, parameters, { credentials: CREDENTIALS, ...settings })).ended;
const errorOf = (ended: IRun): string =>
  `${ended.data.resultData.error?.message ?? ''} ${ended.data.resultData.error?.description ?? ''}`;
const itemOf = (ended: IRun) => {
  if (ended.data.resultData.error !== undefined) throw ended.data.resultData.error;
  return n8n.itemsOf(ended, 'Create Job')[0];
};
const keys = async (prefix: string) =>
  ((await bucket.send(new ListObjectsV2Command({ Bucket: s3.bucket, Prefix: prefix }))).Contents ?? []).map(
    ({ Key }) => Key,
  );

describe('an S3 object as input', () => {
  test.each([
    ['with the credential "S3"', {}],
    ['with the credential "AWS"', { s3Storage: 'aws' }],
    ['by its address', { inputBucket: '', inputKey: 's3://my-bucket/in/a b ö.png' }],
  ])('is read %s', async (_, more) => {
    const item = itemOf(await run({ ...FROM_S3, ...more }));
    expect(jobOf(item)).toMatchObject({ status: 'succeeded', input: 's3://my-bucket/in/a b ö.png' });
    expect(item?.binary?.['data']?.fileName).toBe('a b ö.png');
  });

  test.each([
    [{ inputKey: '={{ "" }}' }, 'names no file'],
    [{ inputBucket: '' }, 'The job has no input'],
    [{ inputBucket: 'no/bucket' }, 'an S3 address looks like s3://bucket/key'],
    [{ inputKey: 'missing.png' }, 'There is no file s3://my-bucket/missing.png'],
  ])('that cannot be one is said in words: %j', async (more, words) => {
    expect(errorOf(await run({ ...FROM_S3, ...more }, undefined, { typeVersion: 2 }))).toContain(words);
  });

  test.each([
    ['my-bucket', 'an S3 address looks like s3://bucket/key'],
    ['s3://my-bucket/folder/', 'names no file'],
    ['={{ "" }}', 'The job has no input'],
    ['my-bucket/missing.png', 'There is no file s3://my-bucket/missing.png'],
  ])('nor in one line: %s', async (inputKey, words) => {
    expect(errorOf(await run({ ...FROM_S3, inputBucket: '', inputKey }))).toContain(words);
  });
});

describe('S3 as the place of the result', () => {
  test('below a folder it has the input’s name, and the item says where it is and holds no file', async () => {
    const item = itemOf(
      await run({ ...TO_S3, outputOptions: { cacheControl: 'max-age=60' } }, [fileItem(picture, { n: 7 })]),
    );
    expect(item?.json).toMatchObject({ job: { status: 'succeeded', output: 's3://my-bucket/out/odd.png' } });
    expect(item).not.toHaveProperty('binary');
    expect(await bucket.send(new HeadObjectCommand({ Bucket: s3.bucket, Key: 'out/odd.png' }))).toMatchObject({
      ContentType: 'image/png',
      CacheControl: 'max-age=60',
    });
    expect(await n8n.leftovers()).toEqual([]);
  });

  test('at a key of its own, whose extension sets the format; it is not replaced unless that is wanted', async () => {
    const named = { ...TO_S3, options: { width: '32' }, outputKey: 'named.webp' };
    expect(jobOf(itemOf(await run(named, [fileItem(picture)])))).toMatchObject({ output: 's3://my-bucket/named.webp' });
    const { Body } = await bucket.send(new GetObjectCommand({ Bucket: s3.bucket, Key: 'named.webp' }));
    expect(
      Buffer.from((await Body?.transformToByteArray()) ?? [])
        .subarray(8, 12)
        .toString(),
    ).toBe('WEBP');
    expect(errorOf(await run(named, [fileItem(picture)]))).toContain('s3://my-bucket/named.webp exists already');
    expect(
      jobOf(itemOf(await run({ ...named, outputOptions: { overwrite: true } }, [fileItem(picture)]))),
    ).toMatchObject({ status: 'succeeded' });
  });

  test('an HLS stream gets a folder', async () => {
    const item = itemOf(
      await run({ ...TO_S3, kind: 'adaptive_video', outputKey: 'stream', options: {} }, [
        fileItem(await fixture('clip.mp4')),
      ]),
    );
    expect(jobOf(item)).toMatchObject({ output: 's3://my-bucket/stream/master.m3u8' });
    expect((await keys('stream/')).length).toBeGreaterThan(2);
  });

  test('as a signed link, where that is asked for', async () => {
    const { output } = jobOf(
      itemOf(
        await run({ ...TO_S3, outputKey: 'link.png', outputOptions: { result: 'presigned', expires: 60 } }, [
          fileItem(picture),
        ]),
      ),
    );
    expect((await fetch(output ?? '')).headers.get('content-type')).toBe('image/png');
  });

  test.each([
    [{ outputBucket: '' }, '"Output Bucket" is empty'],
    [{ outputKey: 'a.mp4' }, 'no format of image'],
    [{ outputKey: 'a.png', options: { format: 'jpeg' } }, '"Format" is jpeg, but "Output Key" ends in ".png"'],
    [{ outputOptions: { acl: 'everybody' } }, '"ACL"'],
    [
      { kind: 'adaptive_video', options: {}, outputOptions: { result: 'presigned' } },
      '"Result" cannot be presigned for a set of files',
    ],
    [{ outputBucket: 'other-bucket' }, 'there is no such bucket'],
  ])('what cannot be is said in words: %j', async (more, words) => {
    expect(errorOf(await run({ ...TO_S3, ...more }, [fileItem(picture)]))).toContain(words);
  });
});

describe('a job in the background', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await sharedEngine();
  });
  const ended = async (parameters: IDataObject): Promise<Job> =>
    engine.jobs.ended(
      jobOf(itemOf(await run({ ...parameters, waitForCompletion: false }))).id,
      AbortSignal.timeout(30_000),
    );

  test('reads from S3 and writes to S3 with keys that are nowhere to be read', async () => {
    const job = await ended({ ...FROM_S3, ...TO_S3, inputSource: 's3', outputKey: 'back/' });
    expect(job).toMatchObject({
      status: 'succeeded',
      input: 's3://my-bucket/in/a b ö.png',
      output: 's3://my-bucket/back/a b ö.png',
    });
    expect(await keys('back/')).toEqual(['back/a b ö.png']);
    expect(await storeOf(engine).reader.get(job.id)).toMatchObject({
      request: { input: { address: 's3://my-bucket/in/a b ö.png', s3: true } },
      sealed: expect.stringMatching(/^s1\./) as string,
    });
  });

  test('without keys of its own it would get those of nobody', async () => {
    credentials['s3'] = { ...credentials['s3'], endpoint: 'http://127.0.0.1:9' };
    const other = await ended({ ...FROM_S3, s3Storage: 'aws' });
    credentials['s3'] = { ...credentials['s3'], endpoint: s3.env.AWS_ENDPOINT_URL_S3 };
    expect(other.status).toBe('succeeded');
  });
});

describe('a URL that wants a login', () => {
  let server: RangeServer;
  let expected = '';
  beforeAll(async () => {
    server = await rangeServer(picture, {
      instead: (_, { headers }, response) =>
        headers.authorization !== expected && Boolean(response.writeHead(401).end()),
    });
    process.env['MEDIA_JOBS_ALLOW_HOSTS'] = `127.0.0.1:${server.port}`;
  });
  afterAll(async () => {
    delete process.env['MEDIA_JOBS_ALLOW_HOSTS'];
    await server.close();
  });
  const byUrl = (more: IDataObject) => ({
    kind: 'image',
    options: { width: '32' },
    inputSource: 'url',
    url: `${server.origin}/a.png`,
    ...more,
  });

  test.each([
    ['httpBasicAuth', { user: 'mé', password: 'p:w' }, `Basic ${Buffer.from('mé:p:w').toString('base64')}`],
    ['httpHeaderAuth', { name: 'Authorization', value: 'Bearer abc' }, 'Bearer abc'],
  ])(
    'gets that of the credential %s, waited for or in the background',
    async (inputAuthentication, credential, header) => {
      credentials[inputAuthentication] = credential;
      expected = header;
      expect(jobOf(itemOf(await run(byUrl({ inputAuthentication }))))).toMatchObject({
        status: 'succeeded',
        input: `${server.origin}/a.png`,
      });
      const { id } = jobOf(itemOf(await run(byUrl({ inputAuthentication, waitForCompletion: false }))));
      expect(await (await sharedEngine()).jobs.ended(id, AbortSignal.timeout(30_000))).toMatchObject({
        status: 'succeeded',
      });
    },
  );

  test('without one is refused by its server', async () => {
    expect(errorOf(await run(byUrl({})))).toContain('its server answers 401');
  });

  test.each([
    [{ name: 'Host', value: 'elsewhere' }, 'The header Host is set by the download itself'],
    [{ name: 'X Y', value: 'a' }, 'The name of header 1 is none'],
    [{ name: 'X-Key', value: 'a\r\nb: c' }, 'The header X-Key must have a value of printable ASCII'],
    [
      { name: 'X-Key', value: 'a', allowedHttpRequestDomains: 'domains', allowedDomains: 'example.com' },
      'Domain not allowed',
    ],
  ])('a credential that cannot be used is refused in words, and nobody is asked: %j', async (credential, words) => {
    credentials['httpHeaderAuth'] = credential;
    const before = server.requests.length;
    expect(errorOf(await run(byUrl({ inputAuthentication: 'httpHeaderAuth' })))).toContain(words);
    expect(server.requests).toHaveLength(before);
  });
});
