import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readFrameCode } from '../../support/frameCode';
import { job, made, removeJobs } from '../../support/job';
import { decodeFrames } from '../../support/pixels';
import { frameTimes, packetTimes, probe } from '../../support/probe';
import { channel, decodeSound, onsets } from '../../support/sound';
import { wholeStream } from '../../support/wholeStream';
import { settleSegment } from '../../../src/pipeline/hls/settleSegment';

afterAll(removeJobs);

const stream = () => made('adaptive_video', 'frames.mp4', { height: 240, quality: 'high', segment_format: 'fmp4' });

it('is what its segments begin with, and they', async () => {
  const { files, job: ended } = await stream();
  expect(files.map((file) => basename(file))).toEqual([
    'init_0.mp4',
    'init_1.mp4',
    'master.m3u8',
    'stream_0.m3u8',
    'stream_0_00000.m4s',
    'stream_0_00001.m4s',
    'stream_1.m3u8',
    'stream_1_00000.m4s',
    'stream_1_00001.m4s',
  ]);
  const playlist = await readFile(files.find((file) => file.endsWith('stream_0.m3u8')) ?? '', 'utf8');
  expect(playlist).toContain('#EXT-X-MAP:URI="init_0.mp4"');
  expect(ended.tasks[2]?.output).toMatchObject({
    format: 'hls',
    video_codec: 'h264',
    audio_codec: 'aac',
  });
});

it('has one file that its segments begin with where there is one stream', async () => {
  const { files } = await made('adaptive_video', 'no-audio.mp4', { height: 180, segment_format: 'fmp4' });
  expect(files.map((file) => basename(file))).toEqual([
    'init.mp4',
    'master.m3u8',
    'stream_0.m3u8',
    'stream_0_00000.m4s',
  ]);
});

it('shows every picture in its time, the first one at 0', async () => {
  const { file } = await stream();
  const whole = await wholeStream(join(dirname(file), 'stream_0.m3u8'));
  expect((await decodeFrames(whole, { width: 64, height: 36 })).map(readFrameCode)).toEqual(
    Array.from({ length: 300 }, (_, n) => n),
  );
  const times = await frameTimes(whole);
  for (const [n, time] of times.entries()) expect(time).toBeCloseTo(n / 30, 3);
});

it('says so without an edit list, and without offsets that some players overlook', async () => {
  const { file } = await stream();
  expect((await readFile(join(dirname(file), 'init_0.mp4'))).includes('edts')).toBe(false);
  const whole = await wholeStream(join(dirname(file), 'stream_0.m3u8'));
  const [first, ...others] = await packetTimes(whole);
  expect(first).toEqual({ decoded: 0, shown: 0 });
  expect(others.some(({ decoded, shown }) => decoded < shown)).toBe(true);
  for (const [n, { decoded, shown }] of others.entries()) {
    expect(decoded).toBeGreaterThan(n === 0 ? 0 : (others[n - 1]?.decoded ?? 0));
    expect(decoded).toBeLessThanOrEqual(shown);
  }
});

it.each(['sync.mp4', 'sync-audio-late.mp4', 'sync-video-late.mp4'] as const)(
  'sound and picture of %s come together, within 10 ms',
  async (input) => {
    const { file } = await made('adaptive_video', input, { segment_format: 'fmp4' });
    const [picture = '', sound = ''] = await Promise.all(
      [0, 1].map((n) => wholeStream(join(dirname(file), `stream_${n}.m3u8`))),
    );
    const seen = await decodeFrames(picture, { width: 8, height: 4 });
    const flash = (await frameTimes(picture))[seen.findIndex((frame) => frame.brightness() > 128)] ?? NaN;
    const heard = await decodeSound(sound, { timeline: true });
    expect(Math.abs((onsets(channel(heard), heard.rate)[0] ?? NaN) - flash)).toBeLessThanOrEqual(0.01);
  },
);

it('is smaller than a transport stream', async () => {
  const sum = async (format: 'fmp4' | 'ts') => {
    const { job: ended } = await made('adaptive_video', 'frames.mp4', { height: 240, segment_format: format });
    return (ended.tasks[2]?.output as { bytes: number }).bytes;
  };
  expect(await sum('fmp4')).toBeLessThan(0.96 * (await sum('ts')));
});

it('is left as it is once its times are right', async () => {
  const { file } = await job('adaptive_video', 'frames.mp4', { height: 120, end: 1, segment_format: 'fmp4' });
  const segment = join(dirname(file), 'stream_0_00000.m4s');
  const before = await readFile(segment);
  await Promise.all([settleSegment(segment), settleSegment(segment)]);
  expect((await readFile(segment)).equals(before)).toBe(true);
  expect((await probe(await wholeStream(join(dirname(file), 'stream_0.m3u8')))).video).toMatchObject({ height: 120 });
});
