import type { FixtureName } from '../../fixtures';
import { fixture } from '../../fixtures';
import { made, removeJobs } from '../../support/job';
import { packets } from '../../support/probe';

afterAll(removeJobs);

/** Bits per second below which no encoder is asked to go: the picture of hevc.mp4 stands still. */
const LEAST_PICTURE = 20_000;

/** Bits per second of a stream's own packets. */
async function rateOf(file: string, stream: 'v:0' | 'a:0', seconds: number): Promise<number> {
  return (8 * (await packets(file, stream)).reduce((sum, { size }) => sum + size, 0)) / seconds;
}

function expectWithin(rate: number, limit: number, what: string): void {
  if (rate > limit) throw new Error(`${what}: ${Math.round(rate)} bits per second are more than ${Math.round(limit)}`);
}

describe('without a wish for quality the result takes no more bits per second than the source', () => {
  it.each([
    ['clip.webm', 2],
    ['clip.avi', 2],
    ['frames.mp4', 10],
    ['hevc.mp4', 2],
  ] as const)('picture and sound of %s', async (input: FixtureName, seconds) => {
    const source = await fixture(input);
    const [picture, sound] = [await rateOf(source, 'v:0', seconds), await rateOf(source, 'a:0', seconds)];
    // Each asks for a change that makes it encode, and none for a smaller size.
    for (const options of [{ fps: 24 }, { codec: 'h265' }, { format: 'webm', codec: 'vp9', fps: 24 }] as const) {
      const { file } = await made('video', input, options);
      // A few packets' headers more or less: these clips are short.
      expectWithin(
        await rateOf(file, 'v:0', seconds),
        Math.max(picture, LEAST_PICTURE) * 1.03 + 2000,
        `${input} ${JSON.stringify(options)}`,
      );
      // Opus does not go below 6 kb/s a channel.
      expectWithin(
        await rateOf(file, 'a:0', seconds),
        Math.max(sound, 12_000) * 1.03 + 2000,
        `${input} ${JSON.stringify(options)}`,
      );
    }
  });

  it.each([
    ['tone.mp3', 3],
    ['tone.opus', 3],
    ['card-16x9.mp4', 2],
  ] as const)('sound alone, of %s', async (input, seconds) => {
    const limit = await rateOf(await fixture(input), 'a:0', seconds);
    for (const format of ['mp3', 'aac', 'ogg', 'opus'] as const) {
      const { file } = await made('audio', input, { format, start: 0.05 });
      expectWithin(await rateOf(file, 'a:0', seconds), limit * 1.02, `${input} ${JSON.stringify(format)}`);
    }
  });

  it('every rendition of a stream', async () => {
    const source = await fixture('clip.webm');
    const limit = (await rateOf(source, 'v:0', 2)) + (await rateOf(source, 'a:0', 2));
    const { files } = await made('adaptive_video', 'clip.webm', { segment_format: 'ts' });
    const sound = await rateOf(files.find((file) => file.endsWith('stream_2_00000.ts')) ?? '', 'a:0', 2);
    for (const n of [0, 1])
      expect(
        (await rateOf(files.find((file) => file.endsWith(`stream_${n}_00000.ts`)) ?? '', 'v:0', 2)) + sound,
      ).toBeLessThanOrEqual(limit * 1.03 + 4000);
  });
});

it('a wish for quality is granted, even above the source', async () => {
  const rate = async (quality: 'very_low' | 'very_high') =>
    rateOf((await made('video', 'clip.webm', { quality })).file, 'v:0', 2);
  expect(await rate('very_high')).toBeGreaterThan(2 * (await rate('very_low')));
});
