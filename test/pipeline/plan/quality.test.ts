import { VIDEO_CODECS } from '../../../src/pipeline/media/formats';
import { AUDIO_BITRATE, CRF, GIF_COLORS, WEBP_ANIMATION_QUALITY } from '../../../src/pipeline/plan/quality';
import { videoEncoderArgs } from '../../../src/pipeline/plan/videoEncoder';
import { mediaInfo, planContext, valueOf } from '../../support/mediaInfo';
import { QUALITIES } from '../../../src/pipeline/media/quality';
import { IMAGE_QUALITY } from '../../../src/pipeline/images/imageQuality';

const { encoders } = planContext(mediaInfo());
const withoutSvt = { ...encoders, names: new Set(['libaom-av1']) };
const maxBitrate = { bitrate: 500_000, seconds: 10 };

describe('a table of levels', () => {
  const rising = { ...AUDIO_BITRATE, ...IMAGE_QUALITY, gif: GIF_COLORS, webpAnimation: WEBP_ANIMATION_QUALITY };
  it.each(Object.entries(rising))('%s rises from level to level', (_name, table) => {
    const values = QUALITIES.map((level) => table[level]);
    expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
  });
  it.each(VIDEO_CODECS)('%s lowers its rate factor from level to level', (codec) => {
    const values = QUALITIES.map((level) => CRF[codec][level]);
    expect(values).toEqual([...new Set(values)].sort((a, b) => b - a));
    expect(Math.max(...values)).toBeLessThanOrEqual(codec === 'h264' || codec === 'h265' ? 51 : 63);
  });
});

describe('arguments of a video encoder', () => {
  it.each(VIDEO_CODECS)('%s is held to the rate factor of its level', (codec) => {
    for (const level of QUALITIES)
      expect(valueOf(videoEncoderArgs(codec, { level }, encoders), '-crf')).toBe(String(CRF[codec][level]));
  });
  it.each(VIDEO_CODECS)('%s is held to a bitrate instead, whatever the level', (codec) => {
    const args = QUALITIES.map((level) => videoEncoderArgs(codec, { level, bitrate: 900_000 }, encoders));
    expect(new Set(args.map((one) => one.join(' '))).size).toBe(1);
    expect(valueOf(args[0] ?? [], '-b:v')).toBe('900000');
    expect(args[0]).not.toContain('-crf');
  });
  it.each(VIDEO_CODECS)('%s stays below a maximum bitrate', (codec) => {
    const most = Number(valueOf(videoEncoderArgs(codec, { level: 'medium', maxBitrate }, encoders), '-maxrate'));
    expect(most).toBeLessThan(500_000);
    expect(most).toBeGreaterThan(350_000);
  });
  it('lets a bitrate win over a maximum bitrate', () =>
    expect(videoEncoderArgs('h264', { level: 'medium', bitrate: 900_000, maxBitrate }, encoders)).toEqual(
      videoEncoderArgs('h264', { level: 'medium', bitrate: 900_000 }, encoders),
    ));
  it('leaves more room for the first second of a short result', () => {
    const most = (seconds: number | null) =>
      Number(
        valueOf(
          videoEncoderArgs('h264', { level: 'medium', maxBitrate: { bitrate: 500_000, seconds } }, encoders),
          '-maxrate',
        ),
      );
    expect(most(1)).toBeLessThan(most(4));
    expect(most(4)).toBeLessThan(most(60));
    expect(most(null)).toBe(most(60));
    expect(most(1)).toBeLessThan(500_000 / 1.9);
  });
  it('makes av1 with libaom where there is no svtav1', () =>
    expect(valueOf(videoEncoderArgs('av1', { level: 'medium' }, withoutSvt), '-c:v')).toBe('libaom-av1'));
  it('keeps a constant rate for vp9 under a maximum bitrate, for it exceeds any other', () => {
    const args = videoEncoderArgs('vp9', { level: 'medium', maxBitrate }, encoders);
    const [least, average, most] = ['-minrate', '-b:v', '-maxrate'].map((flag) => valueOf(args, flag));
    expect([least, average]).toEqual([most, most]);
    expect(Number(valueOf(args, '-qmin'))).toBeLessThan(CRF.vp9.medium);
  });
});
