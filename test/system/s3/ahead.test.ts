import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenDestination, ProducedFile } from '../../../src/pipeline/storage/destination';
import { s3Destination } from '../../../src/pipeline/storage/s3/s3Destination';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';
import { growing } from '../../../src/pipeline/run/growing';
import { expectError } from '../../support/expectError';
import { useStorage } from './storage';
import type { ExpectedOutput } from '../../../src/pipeline/media/expectedOutput';

const MB = 1024 * 1024;
const storage = useStorage();
const { keys, uploads, get } = storage;
let folder: string;
let opened: OpenDestination;
let controller: AbortController;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-ahead-'));
  controller = new AbortController();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const openAt = async (key: string): Promise<OpenDestination> =>
  s3Destination(key, { connect: storage.connect(), overwrite: true }).open([]);
async function begin(key: string): Promise<void> {
  opened = await openAt(`s3://${storage.bucket()}/${key}`);
}
/** Has it look at what is being made. */
const look = (outputs: readonly ExpectedOutput[]): void =>
  opened.look?.(() => growing(folder, outputs), controller.signal);
const mp3 = (file: string): ExpectedOutput => ({ file, format: 'mp3', mime: 'audio/mpeg' });
const produced = async (output: ExpectedOutput): Promise<ProducedFile> => ({
  ...output,
  path: join(folder, output.file),
  bytes: (await stat(join(folder, output.file))).size,
});

/** The numbers of the parts that have been sent, as soon as there are so many. */
async function partsSent(count: number): Promise<number[]> {
  for (;;) {
    look([mp3('a.mp3')]);
    const sent = await storage.parts();
    if (sent.length >= count) return sent;
  }
}

it('parts of a growing file are sent, all but the first; those that change afterwards are sent again; nothing can be seen before it is published', async () => {
  await begin('a.mp3');
  const path = join(folder, 'a.mp3');
  await writeFile(path, randomBytes(25 * MB));
  expect(await partsSent(2)).toEqual([2, 3]);
  expect(await keys()).toEqual([]);
  const file = await open(path, 'r+');
  await file.write(Buffer.from('header'), 0, 6, 0);
  await file.write(Buffer.from('changed'), 0, 7, 9 * MB);
  await file.close();
  await appendFile(path, randomBytes(MB));
  expect(await opened.publish([await produced(mp3('a.mp3'))], controller.signal)).toBe(
    `s3://${storage.bucket()}/a.mp3`,
  );
  await opened.close();
  expect((await get('a.mp3')).equals(await readFile(path))).toBe(true);
  expect(await uploads()).toEqual([]);
});

it('an MP3 by ffmpeg, whose header is filled in at the end, arrives as it was written', async () => {
  await begin('a.mp3');
  const path = join(folder, 'a.mp3');
  const { stdout: second } = await runProgram(BUNDLED_FFMPEG, [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'anoisesrc=d=20',
    '-c:a',
    'libmp3lame',
    '-b:a',
    '320k',
    '-write_xing',
    '0',
    '-id3v2_version',
    '0',
    '-f',
    'mp3',
    'pipe:1',
  ]);
  const ffmpeg = spawn(BUNDLED_FFMPEG, ['-v', 'error', '-f', 'mp3', '-i', 'pipe:0', '-c', 'copy', '-f', 'mp3', path], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = once(ffmpeg, 'exit');
  const feed = async () => {
    if (!ffmpeg.stdin.write(second)) await once(ffmpeg.stdin, 'drain');
  };
  const size = () =>
    stat(path).then(
      (found) => found.size,
      () => 0,
    );
  while ((await size()) < 17 * MB) await feed();
  expect(await partsSent(1)).toEqual([2]);
  const before = (await readFile(path)).subarray(0, 2000);
  await feed();
  ffmpeg.stdin.end();
  expect(await ended).toEqual([0, null]);
  const written = await readFile(path);
  // Were it not so, nothing would be shown.
  expect(written.subarray(0, 2000).equals(before)).toBe(false);
  await opened.publish([await produced(mp3('a.mp3'))], controller.signal);
  await opened.close();
  expect((await get('a.mp3')).equals(written)).toBe(true);
});

const SET: ExpectedOutput[] = ['master.m3u8', 'stream_0.m3u8'].map((file) => ({
  file,
  format: 'hls',
  mime: 'application/vnd.apple.mpegurl',
  leads: true,
}));
const segment = (number: number): ExpectedOutput => ({
  file: `stream_0_0000${number}.ts`,
  format: 'mpegts',
  mime: 'video/mp2t',
});

async function makeSet(): Promise<void> {
  for (const number of [0, 1, 2]) await writeFile(join(folder, segment(number).file), randomBytes(1000 + number));
  while ((await uploads()).length < 2) look(SET);
}

it('segments are sent as they close, and seen with their playlist last', async () => {
  await begin('hls/');
  await makeSet();
  expect((await uploads()).map(({ Key }) => Key)).toEqual(['hls/stream_0_00000.ts', 'hls/stream_0_00001.ts']);
  expect(await keys()).toEqual([]);
  for (const { file } of SET) await writeFile(join(folder, file), file);
  const files = await Promise.all([...SET, segment(0), segment(1), segment(2)].map(produced));
  await opened.publish(files, controller.signal);
  await opened.close();
  expect(await keys()).toHaveLength(5);
  for (const { file, path } of files) expect((await get(`hls/${file}`)).equals(await readFile(path))).toBe(true);
  expect(await uploads()).toEqual([]);
});

it.each([
  ['that fails', () => undefined],
  ['that is cancelled', () => controller.abort()],
])('a job %s leaves nothing', async (_, end) => {
  await begin('hls/');
  await makeSet();
  end();
  await opened.close();
  expect(await uploads()).toEqual([]);
  expect(await keys()).toEqual([]);
});

it('a storage that is not there while the job runs does no harm', async () => {
  await begin('hls/');
  await expectError(openAt('s3://no-bucket/hls/'), 'output_unwritable');
  const gone = await s3Destination(`s3://${storage.bucket()}/hls/`, {
    connect: storage.connect({ endpoint: 'http://127.0.0.1:1' }),
    overwrite: true,
  })
    .open([])
    .catch(() => null);
  expect(gone).toBeNull();
  await opened.close();
});
