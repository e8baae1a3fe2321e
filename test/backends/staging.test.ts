import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { isStaged, stageInput } from '../../src/backends/staging';
import type { StagingPlace } from '../../src/backends/staging';
import { connectFromEnv } from '../../src/pipeline/storage/s3/s3Access';
import { fileSource, streamSource } from '../../src/pipeline/storage/sources';
import { expectError } from '../support/expectError';
import { startS3 } from '../support/s3Server';
import type { S3Server } from '../support/s3Server';

let s3: S3Server;
let client: S3Client;
let folder: string;
let file: string;
let place: StagingPlace;
const content = randomBytes(9_000_000);
beforeAll(async () => {
  s3 = await startS3();
  client = await connectFromEnv(s3.env)();
  folder = await mkdtemp(join(tmpdir(), 'staging-test-'));
  file = join(folder, 'mein Vidéo.mov');
  await writeFile(file, content);
});
afterAll(async () => {
  client.destroy();
  await s3.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  s3.server.emptyBucket(s3.bucket);
  place = { bucket: s3.bucket, prefix: 'incoming/', connect: connectFromEnv(s3.env) };
});

const keys = async () =>
  ((await client.send(new ListObjectsV2Command({ Bucket: s3.bucket }))).Contents ?? []).map(({ Key = '' }) => Key);
const use = (key = 'n8n:1:node:0:0:hash', signal = new AbortController().signal) => ({ signal, workRoot: folder, key });

test('a file can be fetched by a signed address until it is taken away', async () => {
  const staged = await stageInput(fileSource(file), place, use());
  expect(Buffer.from(await (await fetch(staged.url)).arrayBuffer()).equals(content)).toBe(true);
  const url = new URL(staged.url);
  expect(url.searchParams.get('X-Amz-Expires')).toBe('604800');
  expect(url.searchParams.get('X-Amz-Date')).toMatch(/^\d{8}T000000Z$/);
  expect(decodeURIComponent(url.pathname)).toMatch(
    /^\/my-bucket\/incoming\/media-jobs\/[0-9a-f]{32}\/mein Vidéo\.mov$/u,
  );
  expect(`/${staged.object.bucket}/${staged.object.key}`).toBe(decodeURIComponent(url.pathname));
  expect(isStaged(staged.object)).toBe(true);
  expect(await staged.remove()).toBe(true);
  expect(await keys()).toEqual([]);
  expect((await fetch(staged.url)).status).toBe(404);
  expect(await readdir(folder)).toEqual(['mein Vidéo.mov']);
});

test('a stream is passed on as well', async () => {
  const { url } = await stageInput(streamSource(Readable.from([content.subarray(0, 1000)]), 'in.bin'), place, use());
  expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(1000);
});

test('run again with the same key, nothing is sent and the very same address is signed', async () => {
  const first = await stageInput(fileSource(file), place, use());
  s3.server.spy.clear();
  const again = await stageInput(fileSource(file), place, use());
  expect(again.url).toBe(first.url);
  expect(
    s3.server.spy.getAllMessages().filter((message) => message.service === 's3' && message.status === 'uploaded'),
  ).toEqual([]);
  expect(await keys()).toHaveLength(1);
  await again.remove();
  expect((await stageInput(fileSource(file), place, use())).url).toBe(first.url);
});

test('another job has a file of its own', async () => {
  const [first, second] = [
    await stageInput(fileSource(file), place, use('a')),
    await stageInput(fileSource(file), place, use('b')),
  ];
  await first.remove();
  expect((await fetch(second.url)).status).toBe(200);
  expect(await keys()).toHaveLength(1);
});

test('an empty file, a missing bucket, wrong keys and a stop are told', async () => {
  await writeFile(join(folder, 'empty.mov'), '');
  await expectError(stageInput(fileSource(join(folder, 'empty.mov')), place, use()), 'input_empty');
  await rm(join(folder, 'empty.mov'));
  const error = await expectError(
    stageInput(fileSource(file), { ...place, bucket: 'no-bucket' }, use()),
    'staging_failed',
    'could not be put into no-bucket',
  );
  expect(error.retryable).toBe(true);
  await expectError(stageInput(fileSource(file), place, use('k', AbortSignal.abort())), 'cancelled');
  expect(await keys()).toEqual([]);
});

test('what cannot be deleted is told, not thrown', async () => {
  const staged = await stageInput(fileSource(file), place, use());
  place.connect = () =>
    Promise.resolve(
      new S3Client({
        endpoint: 'http://127.0.0.1:9',
        forcePathStyle: true,
        region: 'us-east-1',
        maxAttempts: 1,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      }),
    );
  expect(await staged.remove()).toBe(false);
  await client.send(new DeleteObjectCommand({ Bucket: s3.bucket, Key: (await keys())[0] }));
});
