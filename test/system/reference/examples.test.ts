import { execFile } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { Job } from '../../../src/pipeline/job/job';
import { fixture } from '../../fixtures';
import { serve, type TestServer } from '../../pipeline/storage/support/server';
import { readFrameCode } from '../../support/frameCode';
import { decodeImage } from '../../support/pixels';
import { probe, type Probed } from '../../support/probe';
import { startS3, type S3Server } from '../../support/s3Server';
import { channel, decodeSound, peakFrequency } from '../../support/sound';
import { describeReference } from './page';

describeReference('examples of the reference page', ({ examples }) => {
  // The examples of the reference page, typed into a shell as they stand there, line continuation after the last flag included. Other are only
  // the name of the command and the host that the input lies on.
  const CLI = join(__dirname, '../../../dist/src/cli/main.js');
  const FRAME = 1 / 30;
  const MP3_FRAME = 1152 / 48_000;
  const AAC_FRAME = 1024 / 48_000;

  let web: TestServer;
  let s3: S3Server;
  let folder: string;
  let files: Record<string, string>;

  beforeAll(async () => {
    files = { 'upload.mov': await fixture('clip.mov'), 'interview.mp4': await fixture('clip.mp4') };
    web = await serve((request, response) => {
      const path = files[basename(request.url ?? '')];
      if (path === undefined) response.writeHead(404).end();
      else
        void stat(path).then(({ size }) =>
          pipeline(createReadStream(path), response.writeHead(200, { 'content-length': size })),
        );
    });
    s3 = await startS3();
  });
  afterAll(async () => {
    await web.close();
    await s3.stop();
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'media-jobs-reference-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Runs an example in an empty folder and answers the ended job: the last line that it printed. */
  async function run(title: string): Promise<Job> {
    const example = examples[title];
    if (example === undefined) throw new Error(`The page has no example "${title}"`);
    expect(example).toMatch(/^ittybit .*\\\n$/s);
    const script = join(folder, 'example.sh');
    await writeFile(
      script,
      `ittybit() { "$NODE" "$CLI" "$@"; }\n${example.replace('https://example.com', web.origin)}`,
    );
    const env = {
      ...process.env,
      ...s3.env,
      NODE: process.execPath,
      CLI,
      MEDIA_JOBS_ALLOW_HOSTS: `127.0.0.1:${web.port}`,
    };
    const { stdout } = await promisify(execFile)('sh', [script], { cwd: folder, env, maxBuffer: 16_000_000 });
    await rm(script);
    const job = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Job;
    expect(job).toMatchObject({ status: 'succeeded', error: null });
    return job;
  }

  /** What a playlist or the master names, in its order. */
  const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

  /** Probes a playlist of the stream, every segment of which has to be there. */
  async function playlist(name: string): Promise<Probed> {
    const path = join(folder, 'video.hls', name);
    for (const segment of linesOf(await readFile(path, 'utf8')))
      expect(existsSync(join(dirname(path), segment))).toBe(true);
    return probe(path);
  }

  test('every example of the page is run here', () => {
    expect(Object.keys(examples)).toEqual(['Video', 'Audio', 'Image', 'Adaptive video', 'Output to S3']);
  });

  test('Video: 1280×720 h264 in mp4', async () => {
    const job = await run('Video');
    expect(await readdir(folder)).toEqual(['upload.mp4']);
    expect(job.output).toBe(join(folder, 'upload.mp4'));
    const { format, video, audio } = await probe(join(folder, 'upload.mp4'));
    expect(format.format_name).toContain('mp4');
    expect(video).toMatchObject({ codec_name: 'h264', width: 1280, height: 720, pix_fmt: 'yuv420p' });
    expect(audio).toMatchObject({ codec_name: 'aac' });
    expect(Math.abs(Number(video?.duration) - 3)).toBeLessThanOrEqual(FRAME);
  });

  test('Audio: the sound as mp3', async () => {
    await run('Audio');
    expect(await readdir(folder)).toEqual(['interview.mp3']);
    const { format, streams, audio } = await probe(join(folder, 'interview.mp3'));
    expect(format.format_name).toBe('mp3');
    expect(streams).toHaveLength(1);
    expect(audio).toMatchObject({ codec_name: 'mp3' });
    const sound = await decodeSound(join(folder, 'interview.mp3'));
    expect(Math.abs(sound.duration - 3)).toBeLessThanOrEqual(MP3_FRAME);
    expect(Math.abs(peakFrequency(channel(sound), sound.rate) - 440)).toBeLessThanOrEqual(2);
  });

  test('Image: the frame at five seconds, 640 wide, as webp', async () => {
    files['video.mp4'] = await fixture('busy.mp4');
    await run('Image');
    expect(await readdir(folder)).toEqual(['video.webp']);
    expect((await readFile(join(folder, 'video.webp'))).subarray(8, 12).toString()).toBe('WEBP');
    const picture = await decodeImage(join(folder, 'video.webp'));
    expect([picture.width, picture.height]).toEqual([640, 360]);
    // 25 numbered frames a second.
    expect(readFrameCode(picture)).toBe(125);
  });

  test('Adaptive video: an HLS stream whose renditions are h264 and as long as the source', async () => {
    files['video.mp4'] = await fixture('clip.mp4');
    const job = await run('Adaptive video');
    expect(job.output).toBe(join(folder, 'video.hls/master.m3u8'));
    const master = await readFile(join(folder, 'video.hls/master.m3u8'), 'utf8');
    const renditions = linesOf(master);
    expect(renditions.length).toBeGreaterThanOrEqual(3);
    const heights: number[] = [];
    for (const rendition of renditions) {
      const { video, format } = await playlist(rendition);
      expect(video).toMatchObject({ codec_name: 'h264' });
      expect(Math.abs(Number(format.duration) - 3)).toBeLessThanOrEqual(FRAME);
      heights.push(video?.height ?? 0);
    }
    expect(Math.max(...heights)).toBe(1080);
    expect(new Set(heights).size).toBe(heights.length);
    const sound = await playlist(/TYPE=AUDIO.*URI="([^"]+)"/.exec(master)?.[1] ?? '');
    expect(sound.audio).toMatchObject({ codec_name: 'aac' });
    expect(Math.abs(Number(sound.format.duration) - 3)).toBeLessThanOrEqual(2 * AAC_FRAME);
  });

  test('Output to S3: the video lies in the bucket under its key', async () => {
    const job = await run('Output to S3');
    expect(job.output).toBe('s3://my-bucket/processed/video.mp4');
    expect(await readdir(folder)).toEqual([]);
    const path = join(folder, 'video.mp4');
    await writeFile(
      path,
      await (await fetch(new URL('my-bucket/processed/video.mp4', s3.env['AWS_ENDPOINT_URL_S3']))).bytes(),
    );
    const { video, audio } = await probe(path);
    expect(video).toMatchObject({ codec_name: 'h264', width: 1920, height: 1080 });
    expect(audio).toMatchObject({ codec_name: 'aac' });
    expect(Math.abs(Number(video?.duration) - 3)).toBeLessThanOrEqual(FRAME);
  });
});
