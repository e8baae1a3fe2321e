import { open } from 'node:fs/promises';
import { CODECS_OF, VIDEO_FORMATS, type VideoCodec, type VideoFormat } from '../../../src/pipeline/media/formats';
import { fixture } from '../../fixtures';
import { readCard, WHOLE_CARD } from '../../support/card';
import { itWithEncoder } from '../../support/encoders';
import { made, removeJobs } from '../../support/job';
import { decodeFrame } from '../../support/pixels';
import { packets, probe } from '../../support/probe';
import { channel, decodeSound, peakFrequency } from '../../support/sound';

afterAll(removeJobs);

const ENCODERS: Record<VideoCodec, string[]> = {
  h264: ['libx264'],
  h265: ['libx265'],
  vp9: ['libvpx-vp9'],
  av1: ['libsvtav1', 'libaom-av1'],
};
const PROBED: Record<VideoCodec, string> = { h264: 'h264', h265: 'hevc', vp9: 'vp9', av1: 'av1' };
const CONTAINER: Record<VideoFormat, { name: RegExp; brand: string | null; sound: string }> = {
  mp4: { name: /mp4/, brand: 'isom', sound: 'aac' },
  mov: { name: /mov/, brand: 'qt  ', sound: 'aac' },
  webm: { name: /webm/, brand: null, sound: 'opus' },
};

/** The top boxes of an ISO file, in order, and the brand that the first one names. */
async function boxesOf(path: string): Promise<{ order: string[]; brand: string }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const order: string[] = [];
    const head = Buffer.alloc(16);
    let brand = '';
    for (let at = 0; at + 8 <= size;) {
      await file.read(head, 0, 16, at);
      const type = head.toString('latin1', 4, 8);
      if (type === 'ftyp') brand = head.toString('latin1', 8, 12);
      order.push(type);
      at += head.readUInt32BE(0) === 1 ? Number(head.readBigUInt64BE(8)) : head.readUInt32BE(0);
    }
    return { order, brand };
  } finally {
    await file.close();
  }
}

const FRAME = 1 / 25;

describe.each(VIDEO_FORMATS)('video in %s', (format) => {
  for (const codec of CODECS_OF[format]) {
    itWithEncoder(ENCODERS[codec], `${codec}: container, codecs, pixel format, size, length, index first`, async () => {
      const { file, job } = await made('video', 'card-16x9.mp4', { format, codec, width: 320, end: 1 });
      const { name, brand, sound } = CONTAINER[format];
      const { format: container, video, audio } = await probe(file);
      expect(file).toMatch(new RegExp(`/card-16x9\\.${format}$`));
      expect(container.format_name).toMatch(name);
      expect(video).toMatchObject({
        codec_name: PROBED[codec],
        pix_fmt: 'yuv420p',
        width: 320,
        height: 180,
        color_range: 'tv',
        avg_frame_rate: '25/1',
      });
      // WebM's writer of old builds names no primaries; without any, players take BT.709 for HD and BT.601 for SD.
      if (format !== 'webm')
        expect(video).toMatchObject({ color_space: 'bt709', color_primaries: 'bt709', color_transfer: 'bt709' });
      expect(audio).toMatchObject({ codec_name: sound, channels: 2 });
      expect(Math.abs(Number(container.duration) - 1)).toBeLessThanOrEqual(FRAME);
      const frames = await packets(file);
      expect(frames).toHaveLength(25);
      expect(frames[0]?.keyframe).toBe(true);
      // Opus begins 6.5 ms early, and WebM knows no negative times: all moves by that.
      expect(frames[0]?.time).toBeLessThanOrEqual(format === 'webm' ? 0.007 : 0);
      if (brand !== null) {
        const boxes = await boxesOf(file);
        expect(boxes.brand).toBe(brand);
        expect(boxes.order.indexOf('moov')).toBeLessThan(boxes.order.indexOf('mdat'));
        expect(boxes.order).toContain('moov');
      }
      if (codec === 'h265') expect(video?.codec_tag_string).toBe('hvc1');
      expect(readCard(await decodeFrame(file, { frame: 12 }))).toEqual(WHOLE_CARD);
      const heard = await decodeSound(file);
      expect(Math.abs(peakFrequency(channel(heard), heard.rate) - 440)).toBeLessThanOrEqual(2);
      expect(Math.abs(heard.duration - 1)).toBeLessThanOrEqual(FRAME);
      expect(job.tasks[2]?.output).toMatchObject({
        format,
        width: 320,
        height: 180,
        fps: 25,
        video_codec: PROBED[codec],
        audio_codec: sound,
        channels: 2,
      });
    });
  }
});

it('is mp4 with h264 and AAC when nothing is said', async () => {
  const { file } = await made('video', 'clip.avi', {});
  const { format, video, audio } = await probe(file);
  expect(file).toMatch(/\/clip\.mp4$/);
  expect(format.format_name).toMatch(/mp4/);
  expect(video).toMatchObject({ codec_name: 'h264', pix_fmt: 'yuv420p', width: 640, height: 480, profile: 'High' });
  expect(audio?.codec_name).toBe('aac');
  expect(
    Math.abs(Number(format.duration) - Number((await probe(await fixture('clip.avi'))).format.duration)),
  ).toBeLessThanOrEqual(FRAME);
});

it('keeps to a bitrate', async () => {
  const { file } = await made('video', 'clip.mp4', { bitrate: 1_000_000, width: 640 });
  const { video } = await probe(file);
  expect(Number(video?.bit_rate)).toBeGreaterThan(700_000);
  expect(Number(video?.bit_rate)).toBeLessThan(1_250_000);
});

it('changes the frames per second and keeps the length', async () => {
  const { file } = await made('video', 'card-16x9.mp4', { fps: 10, width: 160 });
  const { video, format } = await probe(file);
  expect(video?.avg_frame_rate).toBe('10/1');
  expect(await packets(file)).toHaveLength(20);
  expect(Math.abs(Number(format.duration) - 2)).toBeLessThanOrEqual(0.1);
});
