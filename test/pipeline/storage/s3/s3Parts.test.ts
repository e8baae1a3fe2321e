import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { RemoteFile } from '../../../../src/pipeline/storage/remote/remoteFile';
import { connectFromEnv } from '../../../../src/pipeline/storage/s3/s3Access';
import { s3Source } from '../../../../src/pipeline/storage/s3/s3Source';
import { expectError } from '../../../support/expectError';
import { startS3 } from '../../../support/s3Server';
import type { S3Server } from '../../../support/s3Server';
import { opening } from '../support/use';

const BYTES = randomBytes(6_000_000);
let s3: S3Server;
let client: S3Client;
let folder: string;
beforeAll(async () => {
  s3 = await startS3();
  client = new S3Client({
    endpoint: s3.env.AWS_ENDPOINT_URL_S3 ?? '',
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await put('in/my vidéo.mov', BYTES);
});
afterAll(async () => {
  client.destroy();
  await s3.stop();
});
let file: RemoteFile | null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-parts-'));
  file = null;
});
afterEach(async () => {
  await file?.close();
  await rm(folder, { recursive: true });
});

const put = (key: string, body: Buffer | string) =>
  client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: key, Body: body, ContentLength: body.length }));
const opened = (key: string, maxBytes = 1e9) =>
  s3Source({ scheme: 's3', bucket: s3.bucket, key }, { connect: connectFromEnv(s3.env), maxBytes }).openInParts?.(
    folder,
    opening(),
  );

async function remote(key: string): Promise<RemoteFile> {
  const found = await opened(key);
  if (!(found instanceof RemoteFile)) throw new Error('It was downloaded');
  return (file = found);
}

it('an object is read in parts, and as a whole when that is wanted', async () => {
  const object = await remote('in/my vidéo.mov');
  expect(object.size).toBe(BYTES.length);
  expect((await object.read(3_000_000, 1000)).equals(BYTES.subarray(3_000_000, 3_001_000))).toBe(true);
  expect((await object.read(BYTES.length - 5, 1000)).equals(BYTES.subarray(-5))).toBe(true);
  expect(object.received).toBeLessThan(600_000);
  expect((await readFile(await object.whole(() => undefined))).equals(BYTES)).toBe(true);
});

it('an object that is replaced in the middle is input_changed', async () => {
  await put('replaced', BYTES);
  const object = await remote('replaced');
  await put('replaced', randomBytes(BYTES.length));
  await expectError(object.read(3_000_000, 10), 'input_changed', 'another version');
});

it('what is wrong with it is said before anything is read', async () => {
  await put('empty', '');
  await expectError(opened('empty'), 'input_empty');
  await expectError(opened('nothing'), 'input_not_found');
  await expectError(opened('in/my vidéo.mov', 1000), 'input_too_large', 'MEDIA_JOBS_MAX_INPUT_BYTES');
  expect(await readdir(folder)).toEqual([]);
});
