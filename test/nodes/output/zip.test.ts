import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { zipStream } from '../../../nodes/output/zip';
import type { ProducedFile } from '../../../src/pipeline/storage/destination';
import { eventually } from '../../support/processes';
import { unzipped } from '../../support/unzipped';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-jobs-zip-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function produced(file: string, content: Buffer | string): Promise<ProducedFile> {
  const path = join(folder, file.replace('/', '-'));
  await writeFile(path, content);
  return { file, path, bytes: Buffer.byteLength(content), format: 'mpegts', mime: 'video/mp2t' };
}

/** Files of this test that the process has open. */
async function openFiles(): Promise<string[]> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return links.filter((path) => path.startsWith(folder));
}

const open = () => new AbortController().signal;

test('holds every file under its name, in order, also an empty one', async () => {
  const files = [
    await produced('master.m3u8', '#EXTM3U\n'),
    await produced('v0/000.ts', Buffer.alloc(300_000, 7)),
    await produced('v0/001.ts', ''),
  ];
  const target = join(folder, 'set.zip');
  await pipeline(zipStream(files, open()), createWriteStream(target));
  expect([...(await unzipped(target))]).toEqual([
    ['master.m3u8', Buffer.from('#EXTM3U\n')],
    ['v0/000.ts', Buffer.alloc(300_000, 7)],
    ['v0/001.ts', Buffer.alloc(0)],
  ]);
});

test('a file that is gone is an error', async () => {
  const files = [{ ...(await produced('a.ts', 'a')), path: join(folder, 'none') }];
  await expect(pipeline(zipStream(files, open()), createWriteStream(join(folder, 'broken.zip')))).rejects.toMatchObject(
    { code: 'ENOENT' },
  );
});

const linux = process.platform === 'linux' ? test : test.skip;
linux.each(['cancelled', 'given up by its reader'])('one that is %s in the middle leaves no file open', async (how) => {
  const cancel = new AbortController();
  const stream = zipStream(
    [await produced('large.ts', Buffer.alloc(4_000_000)), await produced('more.ts', 'more')],
    cancel.signal,
  );
  const ended = new Promise((resolve) => stream.once('close', resolve));
  stream.on('error', () => undefined);
  await new Promise((resolve) => stream.once('readable', resolve));
  await eventually(async () => (await openFiles()).length === 1);
  if (how === 'cancelled') cancel.abort();
  else stream.destroy();
  await ended;
  await eventually(async () => (await openFiles()).length === 0);
});
