import { job, made, removeJobs } from '../../support/job';
import type { FileObject } from '../../../src/pipeline/job/job';
import { fixture, type FixtureName } from '../../fixtures';
import { LONG_BEEPS, LONG_PERIOD, longBeep } from '../../fixtures/recipes/audio';
import { clockTone, SYNC_MARK, VFR_FRAMES, vfrTime } from '../../fixtures/recipes/timing';
import { readFrameCode } from '../../support/frameCode';
import { decodeFrames, decodeImage } from '../../support/pixels';
import { frameTimes, packets, probe } from '../../support/probe';
import { channel, decodeSound, onsets, part, peakFrequency } from '../../support/sound';

afterAll(removeJobs);

const CODE = { width: 64, height: 36 };
/** The number and the time of every frame that a file shows. */
async function shown(file: string): Promise<{ number: number | null; time: number }[]> {
  const [frames, times] = [await decodeFrames(file, CODE), await frameTimes(file)];
  expect(frames).toHaveLength(times.length);
  return frames.map((frame, n) => ({ number: readFrameCode(frame), time: times[n] ?? NaN }));
}
const numbers = async (file: string) => (await decodeFrames(file, CODE)).map(readFrameCode);
const range = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n);

describe('start and end are exact to a frame', () => {
  // 30 fps, a keyframe each 4 s, B-frames.
  it.each([
    [{ start: 2.5, end: 3.5 }, 75, 30],
    [{ start: 3.9, end: 4.2 }, 117, 9],
    [{ start: 9 }, 270, 30],
    [{ end: 0.5 }, 0, 15],
  ] as const)('frames.mp4 %j', async (asked, first, count) => {
    const { file } = await made('video', 'frames.mp4', { ...asked, width: 160 });
    expect(await numbers(file)).toEqual(range(first, count));
    expect(Math.abs(Number((await probe(file)).format.duration) - count / 30)).toBeLessThanOrEqual(1 / 30);
  });

  it('frames.mp4 from between two frames: never more than a frame off', async () => {
    const found = await shown((await made('video', 'frames.mp4', { start: 2.51, end: 3, width: 160 })).file);
    expect(found).toHaveLength(15);
    for (const { number, time } of found) expect(Math.abs((number ?? NaN) - (2.51 + time) * 30)).toBeLessThanOrEqual(1);
  });

  it('frames-ntsc.mov, 29.97 fps', async () => {
    const { file } = await made('video', 'frames-ntsc.mov', { start: 5, end: 6 });
    expect(await numbers(file)).toEqual(range(150, 30));
    expect((await probe(file)).video?.avg_frame_rate).toBe('30000/1001');
  });

  it('frames.webm to webm', async () => {
    const { file } = await made('video', 'frames.webm', { start: 1.2, end: 2.2, format: 'webm' });
    expect(await numbers(file)).toEqual(range(30, 25));
  });

  it('with another frame rate', async () => {
    const { file } = await made('video', 'frames.mp4', { start: 2.5, end: 3.5, fps: 10 });
    const found = await numbers(file);
    expect(found).toHaveLength(10);
    found.forEach((number, n) => expect(Math.abs((number ?? NaN) - (75 + 3 * n))).toBeLessThanOrEqual(2));
  });

  it('the sound comes from the same second', async () => {
    const sound = await decodeSound((await made('video', 'frames.mp4', { start: 2.5, end: 3.5, width: 160 })).file);
    const mean = channel(sound);
    expect(
      Math.abs(peakFrequency(part(mean, sound.rate, 0.05, 0.45), sound.rate) - clockTone(2.5)),
    ).toBeLessThanOrEqual(3);
    expect(
      Math.abs(peakFrequency(part(mean, sound.rate, 0.55, 0.95), sound.rate) - clockTone(3.4)),
    ).toBeLessThanOrEqual(3);
    expect(Math.abs(sound.duration - 1)).toBeLessThanOrEqual(0.025);
  });

  it('image', async () => {
    expect(readFrameCode(await decodeImage((await made('image', 'frames.mp4', { start: 5 })).file))).toBe(150);
    expect(readFrameCode(await decodeImage((await made('image', 'frames.mp4', {})).file))).toBe(0);
    expect(readFrameCode(await decodeImage((await made('image', 'frames.mp4', { start: 9.967 })).file))).toBe(299);
  });

  it('image at the very end: the last frame, not nothing', async () => {
    expect(readFrameCode(await decodeImage((await made('image', 'frames.mp4', { start: 9.99 })).file))).toBe(299);
  });

  it('image after the last frame, where only sound goes on', async () => {
    expect(readFrameCode(await decodeImage((await made('image', 'frames.webm', { start: 3.99 })).file))).toBe(99);
  });

  it('adaptive_video', async () => {
    const { file, dir } = await made('adaptive_video', 'frames.mp4', { segment_format: 'ts', start: 2.5, end: 3.5 });
    expect(file.startsWith(dir)).toBe(true);
    expect(await numbers(file.replace('master.m3u8', 'stream_0_00000.ts'))).toEqual(range(75, 30));
  });

  it('an end past the end is the end, with a warning', async () => {
    for (const kind of ['video', 'audio', 'adaptive_video'] as const) {
      const { error, job: ended } = await job(kind, 'frames.mp4', { start: 8.5, end: 12 });
      expect([error, ended.warnings?.map(({ kind }) => kind)]).toEqual([null, ['end_past']]);
      const made = ended.tasks.find((task) => task.kind === kind)?.output as FileObject;
      expect(made.duration).toBeCloseTo(1.5, 1);
    }
  });

  it.each([
    [{ start: 10.5 }, 'lasts 10.0'],
    [{ start: 12, end: 13 }, 'nothing begins at start 12 s'],
  ] as const)('past the end: %j', async (asked, words) => {
    for (const kind of ['video', 'audio', 'adaptive_video'] as const) {
      const { error, files } = await job(kind, 'frames.mp4', asked);
      expect(error?.kind).toBe('range_invalid');
      expect(error?.message).toContain(words);
      expect(files).toEqual([]);
    }
  });
});

describe('a variable frame rate', () => {
  it('every moment shows the frame that the source shows then', async () => {
    const { file } = await made('video', 'vfr.mp4', { quality: 'high' });
    const frames = await shown(file);
    const at = (time: number) => frames.findLast((frame) => frame.time <= time + 1e-6)?.number;
    for (let n = 0; n < VFR_FRAMES - 1; n++) {
      const [from, to] = [vfrTime(n), vfrTime(n + 1)];
      // Frames that are shown for 10 ms fall between two of 60 a second.
      if (to - from > 0.03) expect([n, at((from + to) / 2)]).toEqual([n, n]);
    }
    expect(Math.abs(Number((await probe(file)).format.duration) - vfrTime(VFR_FRAMES))).toBeLessThanOrEqual(0.06);
  });
  it('is copied as it is when nothing asks for a change', async () => {
    const { file, job: ended } = await made('video', 'vfr.mp4', {});
    expect(ended.warnings).toEqual([expect.objectContaining({ kind: 'remuxed' })]);
    const times = await frameTimes(file);
    expect(times).toHaveLength(VFR_FRAMES);
    times.forEach((time, n) => expect(Math.abs(time - vfrTime(n))).toBeLessThan(0.001));
  });
  it('keeps sound and picture together', async () => {
    const sound = await decodeSound((await made('video', 'vfr.mp4', { quality: 'high' })).file, { timeline: true });
    const mean = channel(sound);
    for (const second of [0, 1, 2])
      expect(
        Math.abs(peakFrequency(part(mean, sound.rate, second + 0.1, second + 0.9), sound.rate) - clockTone(second)),
      ).toBeLessThanOrEqual(3);
  });
});

describe('sound and picture that start at different times', () => {
  const INPUTS: FixtureName[] = [
    'sync.mp4',
    'sync-audio-late.mp4',
    'sync-video-late.mp4',
    'sync-audio-late.mkv',
    'sync-video-late.mkv',
  ];
  /** Seconds on the file's timeline at which the flash is seen and the beep is heard. */
  async function marks(file: string): Promise<{ flash: number; beep: number }> {
    const [frames, times] = [await decodeFrames(file, { width: 8, height: 4 }), await frameTimes(file)];
    const flash = times[frames.findIndex((frame) => frame.brightness() > 128)];
    const sound = await decodeSound(file, { timeline: true });
    return { flash: flash ?? NaN, beep: onsets(channel(sound), sound.rate)[0] ?? NaN };
  }

  it.each(
    INPUTS.flatMap(
      (input) =>
        [
          [input, 'copied', {}],
          [input, 'encoded', { quality: 'medium' }],
          [input, 'webm', { format: 'webm', quality: 'medium' }],
        ] as const,
    ),
  )('%s, %s: within 20 ms', async (input, _, options) => {
    const { flash, beep } = await marks((await made('video', input, options)).file);
    expect(Math.abs(flash - beep)).toBeLessThanOrEqual(0.02);
    expect(Math.abs(flash - SYNC_MARK)).toBeLessThanOrEqual(0.045);
  });

  it.each(INPUTS)('%s, from 1 s on: within 20 ms', async (input) => {
    const { flash, beep } = await marks((await made('video', input, { start: 1 })).file);
    expect(Math.abs(flash - beep)).toBeLessThanOrEqual(0.02);
    expect(Math.abs(flash - (SYNC_MARK - 1))).toBeLessThanOrEqual(0.025);
  });

  it.each(INPUTS)('%s in a stream: within 20 ms', async (input) => {
    const { files } = await made('adaptive_video', input, { segment_format: 'ts' });
    const [picture, sound] = ['stream_0_00000.ts', 'stream_1_00000.ts'].map(
      (name) => files.find((file) => file.endsWith(name)) ?? '',
    );
    const seen = await decodeFrames(picture ?? '', { width: 8, height: 4 });
    const times = await frameTimes(picture ?? '');
    const flash = times[seen.findIndex((frame) => frame.brightness() > 128)] ?? NaN;
    const heard = await decodeSound(sound ?? '', { timeline: true });
    const beep = onsets(channel(heard), heard.rate)[0] ?? NaN;
    expect(Math.abs(flash - beep)).toBeLessThanOrEqual(0.02);
  });
});

describe('a recording without a duration (live.webm)', () => {
  it('is measured', async () => {
    const { job: ended } = await made('video', 'live.webm', {});
    const { duration } = ended.tasks[0]?.output as { duration: number };
    expect(Math.abs(duration - 2)).toBeLessThanOrEqual(0.06);
  });
  it.each(['mp4', 'webm'] as const)('gets one in %s', async (format) => {
    const { file } = await made('video', 'live.webm', { format });
    const { format: container } = await probe(file);
    expect(Math.abs(Number(container.duration) - 2)).toBeLessThanOrEqual(0.06);
    expect(await packets(file)).toHaveLength(50);
  });
  it('can be cut', async () => {
    const { file } = await made('video', 'live.webm', { start: 1, end: 1.4, width: 160 });
    expect(await packets(file)).toHaveLength(10);
  });
});

describe('three hours of sound', () => {
  const beepIn = async (file: string) => {
    const sound = await decodeSound(file);
    const at = onsets(channel(sound), sound.rate)[0] ?? NaN;
    return {
      at,
      pitch: peakFrequency(part(channel(sound), sound.rate, at + 0.2, at + 0.8), sound.rate, 3000),
      duration: sound.duration,
    };
  };
  it.each([10, 530, LONG_BEEPS - 3])('a cut at beep %d is exact, and reads next to nothing before it', async (n) => {
    const start = n * LONG_PERIOD;
    const began = performance.now();
    const { file } = await made('audio', 'long.m4a', { start, end: start + 5, format: 'wav' });
    const { at, pitch, duration } = await beepIn(file);
    expect(Math.abs(at - 2)).toBeLessThanOrEqual(0.15);
    expect(Math.abs(pitch - longBeep(n))).toBeLessThanOrEqual(8);
    expect(Math.abs(duration - 5)).toBeLessThanOrEqual(0.01);
    // All of it takes many times as long to decode.
    expect(performance.now() - began).toBeLessThan(8000);
  });
  it('where the beep sounds in the cut is where it sounds in the whole', async () => {
    const early = await beepIn(
      (await made('audio', 'long.m4a', { start: 10 * LONG_PERIOD, end: 10 * LONG_PERIOD + 5, format: 'wav' })).file,
    );
    const late = await beepIn(
      (
        await made('audio', 'long.m4a', {
          start: (LONG_BEEPS - 3) * LONG_PERIOD,
          end: (LONG_BEEPS - 3) * LONG_PERIOD + 5,
          format: 'wav',
        })
      ).file,
    );
    expect(Math.abs(early.at - late.at)).toBeLessThanOrEqual(0.01);
  });
  it('is copied whole', async () => {
    const { file, job: ended } = await made('audio', 'long.m4a', { format: 'aac' });
    expect(ended.warnings).toEqual([expect.objectContaining({ kind: 'remuxed' })]);
    expect(
      Number((await probe(await fixture('long.m4a'))).audio?.nb_frames) - (await packets(file, 'a:0')).length,
    ).toBe(0);
  });
});
