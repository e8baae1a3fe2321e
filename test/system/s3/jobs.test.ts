import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { cli } from '../../support/cli';
import { jobsCli } from '../../support/jobsCli';
import { startCutProxy } from '../../support/cutProxy';
import type { CutProxy } from '../../support/cutProxy';
import type { Engine } from '../../../src/jobs/engine';
import { openEngine } from '../../../src/jobs/openEngine';
import { findBinaries } from '../../../src/pipeline/ffmpeg/find';
import { s3Destination } from '../../../src/pipeline/storage/s3/s3Destination';
import { fileSource } from '../../../src/pipeline/storage/sources';
import { asking } from '../../../src/pipeline/storage/destination';
import { runJob } from '../../../src/pipeline/run/run';
import { QUICK } from '../../support/engine';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';
import { useStorage } from './storage';

const storage = useStorage();
const { work, env, apart } = jobsCli();
let folder: string;
let sound: string;
let clip: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-jobs-'));
  [sound, clip] = [join(folder, 'sound.flac'), join(folder, 'clip.mp4')];
  await runProgram(BUNDLED_FFMPEG, ['-v', 'error', '-f', 'lavfi', '-i', 'sine=d=100:r=48000', '-ac', '2', sound]);
  await runProgram(BUNDLED_FFMPEG, [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'testsrc=d=20:s=128x72:r=10',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    '-movflags',
    '+faststart',
    clip,
  ]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const s3 = (key: string) => `s3://${storage.bucket()}/${key}`;
const plain = (given: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

it('an object is read in parts and its result goes back, from the command line, with a link that leads to it', async () => {
  await storage
    .client()
    .send(new PutObjectCommand({ Bucket: storage.bucket(), Key: 'in/ö 日本+%.mp4', Body: await readFile(clip) }));
  const run = await cli(
    [
      'image',
      '-i',
      s3('in/ö 日本+%.mp4'),
      '--start',
      '5',
      '-o',
      s3('posters/ö %.jpg'),
      '--s3-result',
      'presigned',
      '--s3-expires',
      '60',
      '--json',
    ],
    { cwd: work(), env: plain(storage.server().env) },
  );
  const job = JSON.parse(run.lines.at(-1) ?? '') as { status: string; output: string };
  expect(job).toMatchObject({ status: 'succeeded' });
  const answer = await fetch(job.output);
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 2)
      .toString('hex'),
  ).toBe('ffd8');
});

it('keys, region and endpoint of a profile are used', async () => {
  const { accessKeyId, secretAccessKey, endpoint, region } = storage.server();
  const [config, credentials] = [join(work(), 'config'), join(work(), 'credentials')];
  await writeFile(config, `[profile media]\nregion = ${region}\nendpoint_url = ${endpoint}\n`);
  await writeFile(
    credentials,
    `[media]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  const run = await cli(['audio', '-i', sound, '--end', '1', '--format', 'wav', '-o', s3('one.wav'), '--json'], {
    cwd: work(),
    env: {
      AWS_PROFILE: 'media',
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      MEDIA_JOBS_S3_PATH_STYLE: 'true',
    },
  });
  expect(JSON.parse(run.lines.at(-1) ?? '')).toMatchObject({ status: 'succeeded', output: s3('one.wav') });
  expect((await storage.get('one.wav')).length).toBeGreaterThan(190_000);
});

it.each([
  ['ts', 'ts', []],
  ['fmp4', 'm4s', ['hls/init.mp4']],
] as const)(
  'segments of %s are sent while the job runs, and seen when it was found to be good',
  async (format, extension, beginning) => {
    const destination = s3Destination(s3('hls/'), { connect: storage.connect(), overwrite: false });
    let before: { keys: string[]; uploads: (string | undefined)[] } | null = null;
    const { job } = await runJob({
      request: { kind: 'adaptive_video', options: { segment_format: format }, metadata: {} },
      source: fileSource(clip),
      binaries: await findBinaries({ env: process.env }),
      signal: new AbortController().signal,
      destination: asking(destination, {
        toPublish: async () => {
          // 20 s are four segments: the last of them is known to be whole only when all is.
          while ((await storage.uploads()).length < 3);
          before = { keys: await storage.keys(), uploads: (await storage.uploads()).map(({ Key }) => Key) };
        },
      }),
    });
    expect(job).toMatchObject({ status: 'succeeded', output: s3('hls/master.m3u8') });
    expect(before).toEqual({ keys: [], uploads: [0, 1, 2].map((number) => `hls/stream_0_0000${number}.${extension}`) });
    expect(await storage.keys()).toEqual([
      ...beginning,
      'hls/master.m3u8',
      'hls/stream_0.m3u8',
      ...[0, 1, 2, 3].map((number) => `hls/stream_0_0000${number}.${extension}`),
    ]);
    expect(await storage.uploads()).toEqual([]);
  },
);

it('shorts are sent while others are made, and seen when all of them are', async () => {
  let before: { keys: string[]; uploads: (string | undefined)[] } | null = null;
  const cuts = [0, 5, 10].map((start) => ({ start, end: start + 4 }));
  const { job } = await runJob({
    request: { kind: 'shorts', options: { predefined_shorts: cuts, reframe: 'center' }, metadata: {} },
    source: fileSource(clip),
    binaries: await findBinaries({ env: process.env }),
    signal: new AbortController().signal,
    destination: asking(s3Destination(s3('cuts/'), { connect: storage.connect(), overwrite: false }), {
      toPublish: async () => {
        while ((await storage.uploads()).length < 2);
        before = { keys: await storage.keys(), uploads: (await storage.uploads()).map(({ Key }) => Key) };
      },
    }),
  });
  expect(job).toMatchObject({ status: 'succeeded', output: s3('cuts/shorts.json') });
  expect(before).toEqual({
    keys: [],
    uploads: expect.arrayContaining([expect.stringMatching(/^cuts\/short-\d\.(mp4|jpg)$/)]) as string[],
  });
  expect(await storage.keys()).toEqual(
    ['short-1.jpg', 'short-1.mp4', 'short-2.jpg', 'short-2.mp4', 'short-3.jpg', 'short-3.mp4', 'shorts.json'].map(
      (file) => `cuts/${file}`,
    ),
  );
  expect(await storage.uploads()).toEqual([]);
});

it('a job that fails after parts of it were sent leaves nothing', async () => {
  const begun: string[] = [];
  const cut = join(folder, 'cut.mp4');
  const whole = await readFile(clip);
  await writeFile(cut, whole.subarray(0, Math.floor(whole.length * 0.85)));
  const { job } = await runJob({
    request: { kind: 'adaptive_video', options: {}, metadata: {} },
    source: fileSource(cut),
    binaries: await findBinaries({ env: process.env }),
    signal: new AbortController().signal,
    destination: s3Destination(s3('hls/'), {
      connect: storage.connect(),
      overwrite: false,
      onUpload: async ({ key }) => void begun.push(key),
    }),
  });
  expect(job).toMatchObject({ status: 'failed', error: { kind: 'output_incomplete' } });
  expect(begun.length).toBeGreaterThan(0);
  expect(await storage.uploads()).toEqual([]);
  expect(await storage.keys()).toEqual([]);
});

describe('a process that is killed in the middle of an upload', () => {
  let proxy: CutProxy;
  let engine: Engine | undefined;
  let id: string;
  beforeEach(async () => {
    proxy = await startCutProxy(storage.server().endpoint);
    // 100 s of sound are 19 MB: three parts, of which some have arrived.
    const held = proxy.hold(14 * 1024 * 1024);
    const run = apart(
      ['jobs', 'create', '--kind', 'audio', '-i', sound, '--format', 'wav', '-o', s3('sound.wav'), '--wait', '--json'],
      {
        env: plain({ ...storage.server().env, AWS_ENDPOINT_URL_S3: proxy.endpoint }),
        onStart: (child) => void held.then(() => child.kill('SIGKILL')),
        onLine: (line) => {
          id = (JSON.parse(line) as { id: string }).id;
        },
      },
    );
    expect((await run).signal).toBe('SIGKILL');
    await proxy.close();
    expect(await storage.uploads()).toHaveLength(1);
    engine = await openEngine({ env: { ...process.env, ...env(), ...storage.server().env }, rhythm: QUICK });
  });
  afterEach(() => engine?.stop());

  it('its parts are gone when the job was taken up again', async () => {
    await engine?.start();
    expect(await engine?.jobs.ended(id, new AbortController().signal)).toMatchObject({
      status: 'succeeded',
      output: s3('sound.wav'),
    });
    expect(await storage.uploads()).toEqual([]);
    expect((await storage.get('sound.wav')).length).toBeGreaterThan(19_000_000);
  });

  it('and when it was ended instead', async () => {
    await engine?.jobs.cancel(id);
    await engine?.start();
    expect(await engine?.jobs.ended(id, new AbortController().signal)).toMatchObject({ status: 'cancelled' });
    expect(await storage.uploads()).toEqual([]);
    expect(await storage.keys()).toEqual([]);
  });
});
