import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ProducedFile } from '../../../../src/pipeline/storage/destination';
import { connectFromEnv } from '../../../../src/pipeline/storage/s3/s3Access';
import { parseS3 } from '../../../../src/pipeline/storage/s3/s3Address';
import { s3Destination } from '../../../../src/pipeline/storage/s3/s3Destination';
import { openFor, put } from '../../../support/opened';
import type { S3Options } from '../../../../src/pipeline/storage/s3/s3Options';
import { s3Source } from '../../../../src/pipeline/storage/s3/s3Source';
import { startS3 } from '../../../support/s3Server';
import type { S3Server } from '../../../support/s3Server';

let s3: S3Server;
let client: S3Client;
let folder: string;
const use = () => ({ signal: new AbortController().signal, progress: () => undefined });
const keys = async () =>
  ((await client.send(new ListObjectsV2Command({ Bucket: s3.bucket }))).Contents ?? []).map(({ Key }) => Key);

beforeAll(async () => {
  s3 = await startS3();
  client = new S3Client({
    endpoint: s3.env.AWS_ENDPOINT_URL_S3 ?? '',
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(async () => {
  client.destroy();
  await s3.stop();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-test-'));
  s3.server.emptyBucket(s3.bucket);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function produced(file: string, content: Buffer): Promise<ProducedFile> {
  const path = join(folder, file);
  await writeFile(path, content);
  return { file, path, bytes: content.length, format: 'mp4', mime: 'video/mp4' };
}

describe('addresses', () => {
  it.each([
    ['s3://my-bucket/processed/video.mp4', 'my-bucket', 'processed/video.mp4'],
    ['s3://b.u-c/a b/ö%20.mp4', 'b.u-c', 'a b/ö%20.mp4'],
    ['s3://bucket/', 'bucket', ''],
  ])('%s', (address, bucket, key) => expect(parseS3(address)).toEqual({ bucket, key }));
  it.each(['s3://', 's3:///key', 's3://bucket', 's3://a@evil.example/x', 's3://host:80/x'])('refuses %s', (address) =>
    expect(() => parseS3(address)).toThrow(expect.objectContaining({ kind: 'invalid_input' })),
  );
});

describe('source', () => {
  it('reads an object into the folder', async () => {
    const content = randomBytes(3_000_000);
    await client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'in/my vidéo.mov', Body: content }));
    const source = s3Source(
      { scheme: 's3', bucket: s3.bucket, key: 'in/my vidéo.mov' },
      { connect: connectFromEnv(s3.env), maxBytes: 1e9 },
    );
    expect(source).toMatchObject({ shown: 's3://my-bucket/in/my vidéo.mov', name: 'my vidéo.mov' });
    const percents: number[] = [];
    const path = await source.open(folder, { ...use(), progress: (percent) => percents.push(percent) });
    expect((await readFile(path)).equals(content)).toBe(true);
    expect(percents.at(-1)).toBe(100);
  });
  it.each([
    ['no-such-key', 'input_not_found'],
    ['empty', 'input_empty'],
  ])('%s is %s', async (key, kind) => {
    await client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'empty', Body: '', ContentLength: 0 }));
    await expect(
      s3Source({ scheme: 's3', bucket: s3.bucket, key }, { connect: connectFromEnv(s3.env), maxBytes: 1e9 }).open(
        folder,
        use(),
      ),
    ).rejects.toMatchObject({ kind });
  });
  it('holds the limit on bytes', async () => {
    await client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'large', Body: 'x'.repeat(1001) }));
    await expect(
      s3Source(
        { scheme: 's3', bucket: s3.bucket, key: 'large' },
        { connect: connectFromEnv(s3.env), maxBytes: 1000 },
      ).open(folder, use()),
    ).rejects.toMatchObject({ kind: 'input_too_large' });
  });
});

describe('destination', () => {
  const at = (key: string, overwrite = false) =>
    s3Destination(`s3://${s3.bucket}/${key}`, { connect: connectFromEnv(s3.env), overwrite });
  it('puts one file under its key, in parts when it is large', async () => {
    const content = randomBytes(20_000_000);
    const destination = at('processed/video.mp4');
    expect(await put(destination, [await produced('video.mp4', content)], use().signal)).toBe(
      's3://my-bucket/processed/video.mp4',
    );
    const path = await s3Source(
      { scheme: 's3', bucket: 'my-bucket', key: 'processed/video.mp4' },
      {
        connect: connectFromEnv(s3.env),
        maxBytes: 1e9,
      },
    ).open(folder, use());
    expect((await readFile(path)).equals(content)).toBe(true);
  });
  it('puts a set below a key that ends in /, its main file last', async () => {
    const set = [
      await produced('master.m3u8', Buffer.from('m')),
      await produced('v.m3u8', Buffer.from('v')),
      await produced('0.ts', Buffer.from('0')),
    ];
    const destination = at('hls/');
    expect(await put(destination, set, use().signal)).toBe('s3://my-bucket/hls/master.m3u8');
    expect(await keys()).toEqual(['hls/0.ts', 'hls/master.m3u8', 'hls/v.m3u8']);
  });
  it('sets what was wished for on the object, in parts or not, and says its address in the way that was wished', async () => {
    const send = async (key: string, content: Buffer, options: S3Options) =>
      put(
        s3Destination(`s3://${s3.bucket}/${key}`, {
          connect: connectFromEnv(s3.env),
          overwrite: false,
          options: { cache_control: 'max-age=60', ...options },
        }),
        [await produced('v.mp4', content)],
        use().signal,
      );
    const small = await send('a b/ö+%.mp4', Buffer.from('small'), { result: 'presigned', expires: 90 });
    expect(new URL(small).searchParams.get('X-Amz-Expires')).toBe('90');
    const answer = await fetch(small);
    expect(await answer.text()).toBe('small');
    expect([answer.headers.get('cache-control'), answer.headers.get('content-type')]).toEqual([
      'max-age=60',
      'video/mp4',
    ]);
    const large = await send('large.mp4', randomBytes(9_000_000), { result: 'public', acl: 'public-read' });
    expect(large).toBe(`${s3.env.AWS_ENDPOINT_URL_S3 ?? ''}/my-bucket/large.mp4`);
    expect((await fetch(large)).headers.get('cache-control')).toBe('max-age=60');
    expect(
      await send('b/ö c.mp4', Buffer.from('x'), { result: 'public', public_url: 'https://cdn.example/media' }),
    ).toBe('https://cdn.example/media/b/%C3%B6%20c.mp4');
  });
  it('refuses a key that is taken, before any work, unless it may overwrite', async () => {
    await client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: 'a.mp4', Body: 'old' }));
    await expect(at('a.mp4').check()).rejects.toMatchObject({ kind: 'output_exists' });
    await put(at('a.mp4', true), [await produced('a.mp4', Buffer.from('new'))], use().signal);
    expect(await (await fetch(new URL(`${s3.bucket}/a.mp4`, s3.env.AWS_ENDPOINT_URL_S3))).text()).toBe('new');
  });
  it('refuses a bucket that is not there', () =>
    expect(
      s3Destination('s3://no-bucket-here/x.mp4', { connect: connectFromEnv(s3.env), overwrite: false }).check(),
    ).rejects.toMatchObject({
      kind: 'output_unwritable',
      message: expect.stringContaining('no such bucket') as string,
    }));
  it('refuses a set under a single key', () =>
    expect(openFor(at('a.m3u8'), ['master.m3u8', '0.ts'])).rejects.toMatchObject({ kind: 'output_unwritable' }));
  it('leaves no files of a set behind when it is cancelled on the way', async () => {
    const controller = new AbortController();
    const set = [
      await produced('master.m3u8', Buffer.from('m')),
      await produced('big.ts', randomBytes(30_000_000)),
      await produced('0.ts', Buffer.from('0')),
    ];
    const done = put(at('cut/'), set, controller.signal);
    const refused = expect(done).rejects.toMatchObject({ kind: 'cancelled' });
    await s3.server.spy.waitForMessage({ service: 's3', key: 'cut/0.ts' });
    controller.abort();
    await refused;
    expect(await keys()).toEqual([]);
  });
});
