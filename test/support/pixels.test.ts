import { fixture } from '../fixtures';
import { readFrameCode } from './frameCode';
import { decodeFrame, decodeFrames, decodeImage, pagesOf } from './pixels';
import { frameTimes, packets, probe } from './probe';

describe('decoding', () => {
  it('gives the n-th frame', async () => {
    for (const frame of [0, 1, 59, 299])
      expect(readFrameCode(await decodeFrame(await fixture('frames.mp4'), { frame }))).toBe(frame);
    await expect(decodeFrame(await fixture('frames.mp4'), { frame: 300 })).rejects.toThrow('no frame {"frame":300}');
  });

  it('gives the first frame at or after a time', async () => {
    expect(readFrameCode(await decodeFrame(await fixture('frames.mp4'), { time: 5 }))).toBe(150);
    expect(readFrameCode(await decodeFrame(await fixture('frames.mp4'), { time: 5.01 }))).toBe(151);
  });

  it('gives all frames and their times', async () => {
    const frames = await decodeFrames(await fixture('frames.mp4'), { width: 32, height: 32 });
    const times = await frameTimes(await fixture('frames.mp4'));
    expect(frames.map(readFrameCode)).toEqual(Array.from({ length: 300 }, (_, n) => n));
    expect(times).toHaveLength(300);
    times.forEach((time, n) => {
      expect(time).toBeCloseTo(n / 30, 4);
    });
  });

  it('lists packets with their place in the file', async () => {
    const all = await packets(await fixture('frames.mp4'));
    expect(all).toHaveLength(300);
    expect(all.filter((packet) => packet.keyframe).map((packet) => packet.time)).toEqual([0, 4, 8]);
    const { size } = (await probe(await fixture('frames.mp4'))).format;
    for (const packet of all) expect(packet.offset + packet.size).toBeLessThanOrEqual(Number(size));
  });

  it('reads pages of an animated picture', async () => {
    expect(await pagesOf(await fixture('card-16x9.png'))).toEqual({ pages: 1, delays: [] });
    expect(readFrameCode(await decodeImage(await fixture('animated.gif'), 3))).toBe(3);
  });
});
