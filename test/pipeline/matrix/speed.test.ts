import { copyFile, mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VideoOptions } from '../../../src/pipeline/kinds/video/schema';
import { probeWindows } from '../../../src/pipeline/inspect/probeWindows';
import { fixture } from '../../fixtures';
import { clockTone, SYNC_MARK } from '../../fixtures/recipes/timing';
import { itWithEncoder } from '../../support/encoders';
import { readFrameCode } from '../../support/frameCode';
import { job, made, removeJobs } from '../../support/job';
import { decodeFrames } from '../../support/pixels';
import { frameTimes, probe } from '../../support/probe';
import { channel, decodeSound, onsets, part, peakFrequency } from '../../support/sound';

afterAll(removeJobs);

/** The numbers of the frames that are shown, and when. */
async function shown(file: string): Promise<{ number: number; time: number }[]> {
  const [frames, times] = [await decodeFrames(file, { width: 64, height: 36 }), await frameTimes(file)];
  expect(frames).toHaveLength(times.length);
  return frames.map((frame, n) => ({ number: readFrameCode(frame) ?? NaN, time: times[n] ?? NaN }));
}

/** 300 numbered frames in 10 s, with a tone for each second. */
const SOURCE = 'frames.mp4';

describe.each<[VideoOptions & { speed: number }, number]>([
  [{ speed: 2 }, 5],
  [{ speed: 4, start: 2, end: 8 }, 1.5],
  [{ speed: 0.25, start: 3.5, end: 4.5 }, 4],
  [{ speed: 1.5, end: 6 }, 4],
  [{ speed: 0.8, start: 6 }, 5],
])('%j', (options, seconds) => {
  const { speed, start = 0 } = options;

  it('shows each frame of the source at its time in the result, to the very end', async () => {
    const { file, job: ended } = await made('video', SOURCE, { ...options, width: 160 });
    const found = await shown(file);
    for (const { number, time } of found)
      expect(Math.abs(number - 30 * (start + speed * time))).toBeLessThanOrEqual(1 + speed / 2);
    // The oldest build leaves out the very last frame of what is played slower.
    expect(Math.abs(found.length - Math.round(30 * seconds))).toBeLessThanOrEqual(1);
    const { format, audio, video } = await probe(file);
    for (const duration of [format.duration, audio?.duration, video?.duration])
      expect(Math.abs(Number(duration) - seconds)).toBeLessThan(0.1);
    expect(ended.warnings ?? []).toEqual([]);
  });

  it('plays the sound of the same moment, at its own pitch', async () => {
    for (const file of [
      (await made('video', SOURCE, { ...options, width: 160 })).file,
      (await made('audio', SOURCE, { ...options, format: 'wav' })).file,
    ]) {
      const sound = await decodeSound(file);
      expect(Math.abs(sound.duration - seconds)).toBeLessThan(0.1);
      for (const share of [0.25, 0.5, 0.75]) {
        const second = start + speed * share * seconds;
        // In the middle of a second of the source, so that the tone before it is over.
        const middle = (Math.floor(second) + 0.5 - start) / speed;
        if (middle < 0.1 || middle > seconds - 0.1) continue;
        const heard = part(channel(sound), sound.rate, middle - 0.06, middle + 0.06);
        expect(Math.abs(peakFrequency(heard, sound.rate) - clockTone(second))).toBeLessThanOrEqual(15);
      }
    }
  });
});

it.each([0.5, 2])('flash and beep stay together at %p', async (speed) => {
  const { file } = await made('video', 'sync-audio-late.mp4', { speed, width: 160 });
  const sound = await decodeSound(file, { timeline: true });
  const [beep = NaN] = onsets(channel(sound), sound.rate, 0.2);
  const frames = await decodeFrames(file, { width: 16, height: 9 });
  const times = await frameTimes(file);
  const flash = times[frames.findIndex((frame) => frame.brightness({ left: 4, top: 2, width: 8, height: 5 }) > 128)];
  expect(Math.abs((flash ?? NaN) - SYNC_MARK / speed)).toBeLessThanOrEqual(0.04);
  expect(Math.abs(beep - SYNC_MARK / speed)).toBeLessThanOrEqual(0.04);
});

it('is nothing at 1: what fits is copied', async () => {
  const { job: ended } = await made('video', SOURCE, { speed: 1 });
  expect(ended.warnings).toMatchObject([{ kind: 'remuxed' }]);
});

it('goes along by the time of the result', async () => {
  const percents: number[] = [];
  await job(
    'video',
    SOURCE,
    { speed: 0.25, width: 320, quality: 'high' },
    {
      onChange: ({ tasks }) => percents.push(tasks.find(({ kind }) => kind === 'video')?.progress ?? 0),
    },
  );
  // 40 s of result: were it measured against the 10 s that are read, it would stand at 99 for most of the time.
  expect(percents.filter((percent) => percent > 20 && percent < 80).length).toBeGreaterThan(0);
});

itWithEncoder('libvpx-vp9', 'VP9 in pieces is the same frames', async () => {
  const { file } = await made('video', SOURCE, { speed: 0.5, format: 'webm', width: 96, quality: 'low' });
  const found = await shown(file);
  expect(Math.abs(found.length - 600)).toBeLessThanOrEqual(1);
  for (const { number, time } of found) expect(Math.abs(number - 15 * time)).toBeLessThanOrEqual(1);
});

it.each([0.5, 2])(
  'a source that ends before its header says is told at %p, in the time of the result',
  async (speed) => {
    const folder = await mkdtemp(join(tmpdir(), 'speed-'));
    const cut = join(folder, 'cut.mp4');
    await copyFile(await fixture(SOURCE), cut);
    await truncate(cut, Math.round(0.6 * (await stat(cut)).size));
    const { error } = await job('video', `/${cut.slice(1)}`, { speed, width: 160 });
    await rm(folder, { recursive: true });
    expect(['output_incomplete', 'input_damaged']).toContain(error?.kind);
  },
);

it('a complaint is looked for where in the source it was made', () => {
  const extent = { part: { start: 100, seconds: 400, speed: 4 }, duration: 1000, frame: 0.04 };
  const { places } = probeWindows(extent, { spans: [{ from: 50, to: 51 }], copied: false });
  expect(places).toEqual([{ from: 100 + 4 * (50 - 3), to: 100 + 4 * (51 + 10) }]);
});
