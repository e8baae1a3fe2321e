import sharp from 'sharp';
import { fixture } from '../../fixtures';
import { readCard, WHOLE_CARD } from '../../support/card';
import { made, removeJobs } from '../../support/job';
import { colourDistance } from '../../support/picture';
import { decodeFrame, decodeFrames, decodeImage } from '../../support/pixels';
import { frameTimes, packets, probe } from '../../support/probe';
import { channel, decodeSound, peakFrequency } from '../../support/sound';

afterAll(removeJobs);

describe('an extension that lies', () => {
  it('video-named.mp3 is a video', async () => {
    const { file } = await made('video', 'video-named.mp3', {});
    expect(file).toMatch(/\/video-named\.mp4$/);
    expect(readCard(await decodeFrame(file))).toEqual(WHOLE_CARD);
  });
  it('picture-named.mp4 is a picture', async () => {
    const { file } = await made('image', 'picture-named.mp4', {});
    expect((await sharp(file).metadata()).format).toBe('jpeg');
    expect(readCard(await decodeImage(file))).toEqual(WHOLE_CARD);
  });
});

/** The bytes of both pictures' packets, told by their sizes: copied, not encoded anew. */
async function expectCopied(file: string, source: string): Promise<void> {
  const sizes = async (path: string) => (await packets(path)).map(({ size }) => size);
  const [before, after] = [await sizes(source), await sizes(file)];
  expect(after).toHaveLength(before.length);
  // Other containers write the same frames with other headers, some bytes each.
  after.forEach((size, n) => expect(Math.abs(size - (before[n] ?? 0))).toBeLessThanOrEqual(80));
}

describe('h264 goes into mp4 as it is', () => {
  it.each([
    ['clip.mov', true],
    ['clip.mkv', true],
    ['clip.ts', true],
    ['pcm.mov', false],
    ['tracks.mkv', true],
    ['clip.mp4', true],
  ] as const)('%s', async (input, soundToo) => {
    const { file, job } = await made('video', input, {});
    const { video, audio, format } = await probe(file);
    expect(job.warnings).toEqual([
      expect.objectContaining({
        kind: 'remuxed',
        message: expect.stringContaining(
          soundToo ? 'copied without encoding it anew.' : 'the sound was converted',
        ) as string,
      }),
    ]);
    expect(video).toMatchObject({ codec_name: 'h264', codec_tag_string: 'avc1' });
    expect(audio).toMatchObject({ codec_name: 'aac' });
    await expectCopied(file, await fixture(input));
    const times = await frameTimes(file);
    // In the .ts the sound begins a packet of AAC before the picture, and so it does here.
    expect(times[0]).toBeLessThanOrEqual(0.022);
    const source = await probe(await fixture(input));
    expect(Math.abs(Number(format.duration) - Number(source.format.duration))).toBeLessThanOrEqual(0.05);
    const sound = await decodeSound(file);
    expect(Math.abs(peakFrequency(channel(sound), sound.rate) - 440)).toBeLessThanOrEqual(3);
  });
  it('and into mov', async () => {
    const { file } = await made('video', 'clip.mp4', { format: 'mov' });
    await expectCopied(file, await fixture('clip.mp4'));
  });
});

it('vp9 and opus stay as they are in webm', async () => {
  const { file, job } = await made('video', 'clip.webm', { format: 'webm' });
  expect(job.warnings).toEqual([expect.objectContaining({ kind: 'remuxed' })]);
  await expectCopied(file, await fixture('clip.webm'));
});

it('vp8 and vorbis stay as they are in webm', async () => {
  const { file, job } = await made('video', 'odd.webm', { format: 'webm' });
  expect(job.warnings).toEqual([expect.objectContaining({ kind: 'remuxed' })]);
  expect((await probe(file)).streams.map(({ codec_name }) => codec_name)).toEqual(['vp8', 'vorbis']);
});

it.each([
  ['hevc.mp4', 'h264'],
  ['prores.mov', 'h264'],
  ['clip.webm', 'h264'],
  ['clip.avi', 'h264'],
] as const)('%s becomes %s', async (input, codec) => {
  const { file } = await made('video', input, { end: 0.4 });
  expect((await probe(file)).video).toMatchObject({ codec_name: codec, pix_fmt: 'yuv420p' });
});

it('hevc stays hevc when that is asked for', async () => {
  const { file, job } = await made('video', 'hevc.mp4', { codec: 'h265' });
  expect(job.warnings?.[0]?.kind).toBe('remuxed');
  expect((await probe(file)).video).toMatchObject({ codec_name: 'hevc', codec_tag_string: 'hvc1' });
  await expectCopied(file, await fixture('hevc.mp4'));
});

describe('MPEG-TS has no index: a cut reads from further back', () => {
  it.each<{ start: number; end?: number }>([{ start: 1.5 }, { start: 0.5, end: 1 }, { start: 2.9 }])(
    '%j',
    async (options) => {
      const seconds = (options.end ?? Number((await probe(await fixture('clip.ts'))).format.duration)) - options.start;
      const [cut, whole] = [
        await made('video', 'clip.ts', { ...options, width: 320, quality: 'high' }),
        await made('video', 'clip.mp4', { start: options.start, width: 320, quality: 'high' }),
      ];
      expect(Math.abs((await packets(cut.file)).length - seconds * 30)).toBeLessThanOrEqual(2);
      expect(Math.abs(Number((await probe(cut.file)).format.duration) - seconds)).toBeLessThanOrEqual(0.07);
      // The same moment out of a container with an index.
      const [one, other] = [await decodeFrame(cut.file), await decodeFrame(whole.file)];
      let differing = 0;
      for (let n = 0; n < 400; n++)
        differing +=
          colourDistance(
            one.share((n % 20) / 20, Math.floor(n / 20) / 20),
            other.share((n % 20) / 20, Math.floor(n / 20) / 20),
          ) > 40
            ? 1
            : 0;
      expect(differing).toBeLessThanOrEqual(20);
    },
  );
});

describe('interlaced', () => {
  it('the source is combed, the result is not', async () => {
    const combing = async (file: string) => {
      // Heights as they are: a scaled picture would hide the teeth.
      const frames = await decodeFrames(file, { width: 180, height: 576 });
      return Math.max(...frames.slice(5, 15).map((frame) => frame.combing()));
    };
    expect(await combing(await fixture('interlaced.mts'))).toBeGreaterThan(0.02);
    const { file, job } = await made('video', 'interlaced.mts', {});
    expect(await combing(file)).toBeLessThan(0.002);
    expect((await probe(file)).video).toMatchObject({ avg_frame_rate: '25/1', field_order: 'progressive' });
    expect(job.warnings?.some(({ kind }) => kind === 'remuxed') ?? false).toBe(false);
  });
  it('in the other kinds too', async () => {
    expect(
      (await decodeImage((await made('image', 'interlaced.mts', { start: 0.5, quality: 'very_high' })).file)).combing(),
    ).toBeLessThan(0.002);
    expect(
      (
        await decodeImage(
          (await made('animation', 'interlaced.mts', { start: 0.5, end: 0.7, format: 'webp', quality: 'very_high' }))
            .file,
        )
      ).combing(),
    ).toBeLessThan(0.002);
    const { files } = await made('adaptive_video', 'interlaced.mts', { segment_format: 'ts', start: 0.5, end: 0.7 });
    expect((await decodeFrame(files.find((file) => file.endsWith('stream_0_00000.ts')) ?? '')).combing()).toBeLessThan(
      0.002,
    );
  });
});
