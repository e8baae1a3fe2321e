import { job, made, removeJobs } from '../../support/job';
import { clockTone, SLIDE_TIMES } from '../../fixtures/recipes/timing';
import { readFrameCode } from '../../support/frameCode';
import { decodeFrames, decodeImage } from '../../support/pixels';
import { frameTimes } from '../../support/probe';
import { channel, decodeSound, part, peakFrequency } from '../../support/sound';

afterAll(removeJobs);

const CODE = { width: 64, height: 36 };
/** The number and the time of every frame that a file shows. */
async function shown(file: string): Promise<{ number: number | null; time: number }[]> {
  const [frames, times] = [await decodeFrames(file, CODE), await frameTimes(file)];
  return frames.map((frame, n) => ({ number: readFrameCode(frame), time: times[n] ?? NaN }));
}

describe('a cut that begins where the picture stands still shows that picture', () => {
  /** Which picture stands at a second of the source. */
  const standing = (at: number) => SLIDE_TIMES.findLastIndex((time) => time <= at);
  const SLIDES = ['slides.mp4', 'slides.mov', 'slides.mkv'] as const;
  /** In the middle of each second of the result. */
  const seen = async (file: string) => {
    const frames = await shown(file);
    return [0, 1, 2, 3].map((second) => frames.findLast(({ time }) => time <= second + 0.5)?.number);
  };

  it.each(SLIDES)('video %s', async (name) => {
    for (const start of [3, 10, 16]) {
      const { file } = await made('video', name, { start, end: start + 4, width: 160 });
      expect((await shown(file))[0]).toMatchObject({ number: standing(start), time: 0 });
      expect(await seen(file)).toEqual([0, 1, 2, 3].map((second) => standing(start + second + 0.5)));
      if (name === 'slides.mov') continue;
      const sound = await decodeSound(file);
      expect(Math.abs(sound.duration - 4)).toBeLessThanOrEqual(0.05);
      for (const second of [0, 3]) {
        const heard = part(channel(sound), sound.rate, second + 0.05, second + 0.45);
        const tone = clockTone(start + second + 0.05);
        expect(Math.abs(peakFrequency(heard, sound.rate) - tone)).toBeLessThanOrEqual(3);
      }
    }
  });

  it.each(SLIDES)('played faster %s', async (name) => {
    const { file } = await made('video', name, { start: 3, end: 11, speed: 2, width: 160 });
    expect((await shown(file))[0]).toMatchObject({ number: standing(3), time: 0 });
    expect((await seen(file)).at(-1)).toBe(standing(10));
  });

  it.each(SLIDES)('animation %s', async (name) => {
    const { file } = await made('animation', name, { start: 10, end: 14, format: 'gif' });
    expect(await seen(file)).toEqual([10.5, 11.5, 12.5, 13.5].map(standing));
  });

  it.each(SLIDES)('adaptive_video %s', async (name) => {
    const { files } = await made('adaptive_video', name, { segment_format: 'ts', start: 10, end: 14 });
    const frames = (await decodeFrames(files.find((file) => file.endsWith('_0.m3u8')) ?? '', CODE)).map(readFrameCode);
    expect(frames[0]).toBe(standing(10));
  });

  it.each(SLIDES)('image %s', async (name) => {
    for (const start of [0.5, 5.5, 10, 12.5, 18.5, 23.5, 25.5]) {
      const ended = await job('image', name, { start, format: 'png' });
      expect([start, readFrameCode(await decodeImage(ended.file))]).toEqual([start, standing(start)]);
      await ended.cleanup();
    }
  });
});
