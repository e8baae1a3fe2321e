import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import type { ProducedFile } from '../../../src/pipeline/storage/destination';
import type { S3Keys } from '../../../src/pipeline/storage/s3/s3Access';
import { s3Destination } from '../../../src/pipeline/storage/s3/s3Destination';
import type { S3Options } from '../../../src/pipeline/storage/s3/s3Options';
import { startCutProxy } from '../../support/cutProxy';
import type { CutProxy } from '../../support/cutProxy';
import { put } from '../../support/opened';
import { expectError } from '../../support/expectError';
import { useStorage } from './storage';

const storage = useStorage();
const MB = 1024 * 1024;
/** What has a meaning of its own in addresses, and what is not ASCII. */
const KEY = 'my videos/ö 日本+100%?#&\'"=.mp4';
let folder: string;
let proxy: CutProxy;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-destination-'));
  proxy = await startCutProxy(storage.server().endpoint);
});
afterEach(async () => {
  await proxy.close();
  await rm(folder, { recursive: true, force: true });
});

async function produced(bytes: number, file = 'v.mp4'): Promise<ProducedFile & { content: Buffer }> {
  const [path, content] = [join(folder, file), randomBytes(bytes)];
  await writeFile(path, content);
  return { file, path, bytes, format: 'mp4', mime: 'video/mp4', content };
}
const to = (
  key: string,
  {
    options = {},
    keys = {},
    bucket = storage.bucket(),
  }: { options?: S3Options; keys?: Partial<S3Keys>; bucket?: string } = {},
) => s3Destination(`s3://${bucket}/${key}`, { connect: storage.connect(keys), overwrite: true, options });
const live = () => new AbortController().signal;

it('a file in parts, under a key with signs of all kinds, is what was sent, and its links lead to it', async () => {
  const file = await produced(20 * MB);
  const options: S3Options = { result: 'presigned', expires: 600, cache_control: 'max-age=60', acl: 'public-read' };
  const link = await put(to(KEY, { options }), [file], live());
  const answer = await fetch(link);
  expect(Buffer.from(await answer.arrayBuffer()).equals(file.content)).toBe(true);
  expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    'video/mp4',
    'max-age=60',
  ]);
  expect(await storage.keys()).toEqual([KEY]);
  const { ETag } = await storage.client().send(new HeadObjectCommand({ Bucket: storage.bucket(), Key: KEY }));
  expect(ETag).toMatch(/-3"$/);
  expect(await storage.uploads()).toEqual([]);

  const tampered = [
    link.replace('Expires=600', 'Expires=604800'),
    link.replace('my%20videos', 'my%20pictures'),
    link.replace(/Signature=./, (found) => `Signature=${found.endsWith('0') ? '1' : '0'}`),
  ];
  for (const other of tampered) expect((await fetch(other)).status).toBe(403);
  const publicly = await put(to(KEY, { options: { result: 'public' } }), [await produced(10)], live());
  expect(publicly).toBe(link.replace(/\?.*$/, ''));
});

it('a small file goes in one piece, an empty one too', async () => {
  expect(await put(to('small.mp4'), [await produced(1000)], live())).toBe(`s3://${storage.bucket()}/small.mp4`);
  expect(await storage.get('small.mp4')).toHaveLength(1000);
  await put(to('empty.mp4'), [await produced(0)], live());
  expect(await storage.get('empty.mp4')).toHaveLength(0);
});

it.each([
  ['secret', { secretAccessKey: 'other' }],
  ['key', { accessKeyId: 'test:nobody' }],
])('a wrong %s is told', async (_, keys) => {
  await expectError(
    put(to('x.mp4', { keys }), [await produced(10 * MB)], live()),
    'output_unwritable',
    'the storage refuses these keys',
  );
  expect(await storage.uploads()).toEqual([]);
  expect(await storage.keys()).toEqual([]);
});

it('a missing bucket is told', async () => {
  await expectError(to('x.mp4', { bucket: 'no-such-bucket' }).check(), 'output_unwritable', 'no such bucket');
  await expectError(
    put(to('x.mp4', { bucket: 'no-such-bucket' }), [await produced(10 * MB)], live()),
    'output_unwritable',
    'no such bucket',
  );
});

it('a connection that is cut in the middle of a part is made again', async () => {
  proxy.cut(5 * MB, 2);
  const file = await produced(20 * MB);
  await put(to('cut.mp4', { keys: { endpoint: proxy.endpoint } }), [file], live());
  expect(proxy.cuts()).toBe(2);
  expect((await storage.get('cut.mp4')).equals(file.content)).toBe(true);
  expect(await storage.uploads()).toEqual([]);
});

it('connections that are cut again and again fail the upload, which leaves nothing', async () => {
  // Small requests come through: an upload is begun, and taken back.
  proxy.cut(3 * MB, 1000);
  const error = await expectError(
    put(to('cut.mp4', { keys: { endpoint: proxy.endpoint } }), [await produced(20 * MB)], live()),
    'output_unwritable',
  );
  expect(error.retryable).toBe(false);
  expect(proxy.cuts()).toBeGreaterThan(2);
  expect(await storage.uploads()).toEqual([]);
  expect(await storage.keys()).toEqual([]);
});

it('an upload that is cancelled in the middle leaves nothing', async () => {
  const controller = new AbortController();
  const held = proxy.hold(12 * MB);
  const published = put(
    to('cancelled.mp4', { keys: { endpoint: proxy.endpoint } }),
    [await produced(40 * MB)],
    controller.signal,
  );
  const refused = expectError(published, 'cancelled');
  await held;
  expect(await storage.uploads()).toHaveLength(1);
  proxy.release();
  controller.abort();
  await refused;
  expect(await storage.uploads()).toEqual([]);
  expect(await storage.keys()).toEqual([]);
  expect(await readFile(join(folder, 'v.mp4'))).toHaveLength(40 * MB);
});
