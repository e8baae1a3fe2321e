import { clockTone, SYNC_MARK } from '../../fixtures/recipes/timing';
import { readFrameCode } from '../../support/frameCode';
import { job, made, removeJobs } from '../../support/job';
import { decodeFrames } from '../../support/pixels';
import { frameTimes } from '../../support/probe';
import { channel, decodeSound, onsets, part, peakFrequency } from '../../support/sound';

afterAll(removeJobs);

it('a part of a video backwards, twice as fast: each frame and each tone at its time', async () => {
  const { file, job: ended } = await made('video', 'frames.mp4', {
    start: 2,
    end: 6,
    speed: 2,
    reverse: true,
    width: 160,
  });
  const [frames, times] = [await decodeFrames(file, { width: 64, height: 36 }), await frameTimes(file)];
  expect(Math.abs(frames.length - 60)).toBeLessThanOrEqual(1);
  for (const [n, frame] of frames.entries())
    expect(Math.abs((readFrameCode(frame) ?? NaN) - 30 * (6 - 2 * (times[n] ?? 0)))).toBeLessThanOrEqual(3);
  const sound = await decodeSound(file);
  expect(Math.abs(sound.duration - 2)).toBeLessThan(0.1);
  for (const at of [0.25, 0.75, 1.25, 1.75]) {
    const heard = part(channel(sound), sound.rate, at - 0.1, at + 0.1);
    expect(Math.abs(peakFrequency(heard, sound.rate) - clockTone(6 - 2 * at))).toBeLessThanOrEqual(15);
  }
  expect(ended.warnings ?? []).toEqual([]);
});

it('flash and beep stay together', async () => {
  const { file } = await made('video', 'sync-audio-late.mp4', { reverse: true, width: 160 });
  const sound = await decodeSound(file, { timeline: true });
  const [beep = NaN] = onsets(channel(sound), sound.rate, 0.2);
  const frames = await decodeFrames(file, { width: 16, height: 9 });
  const times = await frameTimes(file);
  const flash = times[frames.findIndex((frame) => frame.brightness({ left: 4, top: 2, width: 8, height: 5 }) > 128)];
  // Each lasts 0.1 s, in a clip of 4 s.
  const mark = 4 - SYNC_MARK - 0.1;
  expect(Math.abs((flash ?? NaN) - mark)).toBeLessThanOrEqual(0.04);
  expect(Math.abs(beep - mark)).toBeLessThanOrEqual(0.04);
});

it('sound is the same samples in the other order', async () => {
  const plain = await decodeSound((await made('audio', 'tone.wav', { format: 'wav', start: 0.5 })).file);
  const back = await decodeSound((await made('audio', 'tone.wav', { format: 'wav', start: 0.5, reverse: true })).file);
  const [one, other] = [channel(plain, 0), channel(back, 0)];
  expect(Math.abs(one.length - other.length)).toBeLessThanOrEqual(1);
  const off = one.length - other.length;
  expect(
    [...other]
      .slice(0, 1000)
      .every((sample, n) =>
        [0, 1].some((by) => Math.abs(sample - (one[one.length - 1 - n - by + Math.min(0, off)] ?? 9)) < 1e-3),
      ),
  ).toBe(true);
});

it('an animation', async () => {
  const { file } = await made('animation', 'frames.mp4', {
    start: 1,
    end: 2,
    fps: 10,
    reverse: true,
    quality: 'very_high',
  });
  const numbers = (await decodeFrames(file, { width: 64, height: 36 })).map((frame) => readFrameCode(frame) ?? NaN);
  expect(numbers).toHaveLength(10);
  for (const [n, number] of numbers.entries()) expect(Math.abs(number - (57 - 3 * n))).toBeLessThanOrEqual(3);
});

it('what would not fit into memory is refused', async () => {
  const { error } = await job('video', 'frames.mp4', { reverse: true, width: 3840 });
  expect(error).toMatchObject({ kind: 'size_invalid' });
});
