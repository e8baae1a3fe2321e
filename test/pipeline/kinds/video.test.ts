import { planVideo } from '../../../src/pipeline/kinds/video/plan';
import type { VideoOptions } from '../../../src/pipeline/kinds/video/schema';
import type { MediaInfo } from '../../../src/pipeline/media/mediaInfo';
import { mediaInfo, planContext, valueOf } from '../../support/mediaInfo';

function planned(options: VideoOptions, source: MediaInfo = mediaInfo(), lacking: string[] = []) {
  const plan = planVideo(options, planContext(source, lacking));
  const [step] = plan.steps;
  if (plan.steps.length !== 1 || step?.tool !== 'ffmpeg') throw new Error('A video is one run of ffmpeg');
  return { ...plan, argv: step.argv, seconds: step.seconds };
}
const copiesPicture = (options: VideoOptions, source?: MediaInfo) =>
  valueOf(planned(options, source).argv, '-c:v') === 'copy';
const copiesSound = (options: VideoOptions, source?: MediaInfo) =>
  valueOf(planned(options, source).argv, '-c:a') === 'copy';

describe('nothing is encoded that need not be', () => {
  it.each<[string, VideoOptions, MediaInfo]>([
    ['nothing asked', {}, mediaInfo()],
    ['the format that it has', { format: 'mp4' }, mediaInfo()],
    ['mov → mp4', {}, mediaInfo({ format: 'mov', path: '/in/clip.mov' })],
    ['mp4 → mov', { format: 'mov' }, mediaInfo()],
    ['mkv → mp4', {}, mediaInfo({ format: 'mkv' })],
    ['the codec that it has', { codec: 'h264' }, mediaInfo()],
    ['the frame rate that it has', { fps: 30 }, mediaInfo()],
    ['the size that it has', { width: 1920 }, mediaInfo()],
    ['both sides as they are, with a fit', { width: 1920, height: 1080, fit: 'cover', position: 'top' }, mediaInfo()],
    ['100%', { width: '100%' }, mediaInfo()],
    ['from 0', { start: 0 }, mediaInfo()],
    ['to its very end', { end: 10 }, mediaInfo()],
    ['hevc by name', { codec: 'h265' }, mediaInfo({ video: { codec: 'hevc' } })],
    [
      'vp9 in webm',
      { format: 'webm' },
      mediaInfo({ format: 'webm', video: { codec: 'vp9' }, audio: { codec: 'opus' } }),
    ],
    [
      'vp8 in webm',
      { format: 'webm' },
      mediaInfo({ format: 'webm', video: { codec: 'vp8' }, audio: { codec: 'opus' } }),
    ],
    ['no sound', {}, mediaInfo({ audio: null })],
  ])('%s', (_, options, source) => {
    expect(copiesPicture(options, source)).toBe(true);
    if (source.audio) expect(copiesSound(options, source)).toBe(true);
    expect(planned(options, source).warnings).toEqual([expect.objectContaining({ kind: 'remuxed' })]);
  });

  it.each<[string, VideoOptions, MediaInfo]>([
    ['another codec', { codec: 'h265' }, mediaInfo()],
    ['a quality', { quality: 'medium' }, mediaInfo()],
    ['a bitrate', { bitrate: 1_000_000 }, mediaInfo()],
    ['a start', { start: 1 }, mediaInfo()],
    ['an end', { end: 5 }, mediaInfo()],
    ['a size', { width: 1280 }, mediaInfo()],
    ['bars', { width: 1920, height: 1920 }, mediaInfo()],
    ['a frame rate', { fps: 25 }, mediaInfo()],
    ['a constant frame rate where it varies', { fps: 30 }, mediaInfo({ video: { variableFps: true } })],
    ['webm', { format: 'webm' }, mediaInfo()],
    ['hevc, which not every browser plays, unasked', {}, mediaInfo({ video: { codec: 'hevc' } })],
    ['ProRes', {}, mediaInfo({ format: 'mov', video: { codec: 'prores', pixelFormat: 'yuv422p10le' } })],
    ['ten bits', {}, mediaInfo({ video: { pixelFormat: 'yuv420p10le', bitDepth: 10 } })],
    ['4:4:4', {}, mediaInfo({ video: { pixelFormat: 'yuv444p' } })],
    ['HDR', {}, mediaInfo({ video: { hdr: 'hlg' } })],
    ['interlaced', {}, mediaInfo({ video: { interlaced: true } })],
    ['rotated', {}, mediaInfo({ video: { rotation: 90, width: 1080, height: 1920 } })],
    ['pixels that are not square', {}, mediaInfo({ video: { squarePixels: false, codedWidth: 1440 } })],
    ['full range', {}, mediaInfo({ video: { fullRange: true, pixelFormat: 'yuvj420p' } })],
    ['a container without times to copy', {}, mediaInfo({ format: 'avi' })],
  ])('but %s encodes', (_, options, source) => {
    expect(copiesPicture(options, source)).toBe(false);
    expect(planned(options, source).argv).toContain('-vf');
  });
});

describe('sound', () => {
  it.each<[string, VideoOptions, MediaInfo, boolean]>([
    ['is copied beside a picture that is encoded', { width: 640 }, mediaInfo(), true],
    ['is copied when it begins at most 20 ms late', {}, mediaInfo({ audio: { startTime: 0.02 } }), true],
    ['is encoded when it begins later', {}, mediaInfo({ audio: { startTime: 0.5 } }), false],
    ['is encoded where the format wants another codec', { format: 'webm' }, mediaInfo(), false],
    ['is encoded when it is cut', { end: 5 }, mediaInfo(), false],
    ['is encoded beside a picture that is copied', {}, mediaInfo({ audio: { codec: 'pcm_s16be' } }), false],
    ['mp3 becomes AAC in mp4', {}, mediaInfo({ audio: { codec: 'mp3' } }), false],
    [
      'vorbis stays in webm',
      { format: 'webm' },
      mediaInfo({ format: 'webm', video: { codec: 'vp8' }, audio: { codec: 'vorbis' } }),
      true,
    ],
  ])('%s', (_, options, source, copied) => expect(copiesSound(options, source)).toBe(copied));

  it('is not mentioned where there is none', () => {
    const { argv, outputs } = planned({}, mediaInfo({ audio: null }));
    expect(argv).not.toContain('-c:a');
    expect(outputs[0]).not.toHaveProperty('audioCodec');
  });
});

describe('what comes out', () => {
  it.each<[VideoOptions, object]>([
    [
      {},
      {
        file: 'clip.mp4',
        format: 'mp4',
        mime: 'video/mp4',
        width: 1920,
        height: 1080,
        videoCodec: 'h264',
        audioCodec: 'aac',
        duration: 10,
      },
    ],
    [
      { format: 'webm' },
      { file: 'clip.webm', format: 'webm', mime: 'video/webm', videoCodec: 'vp9', audioCodec: 'opus' },
    ],
    [
      { format: 'mov', codec: 'h265' },
      { file: 'clip.mov', format: 'mov', mime: 'video/quicktime', videoCodec: 'h265', audioCodec: 'aac' },
    ],
    [
      { format: 'webm', codec: 'av1' },
      { file: 'clip.webm', videoCodec: 'av1' },
    ],
    // A codec alone brings its own format where mp4 cannot hold it.
    [{ codec: 'vp9' }, { file: 'clip.webm', videoCodec: 'vp9', audioCodec: 'opus' }],
    [{ codec: 'av1' }, { file: 'clip.mp4', videoCodec: 'av1', audioCodec: 'aac' }],
    [{ width: 1280 }, { width: 1280, height: 720 }],
    [
      { width: 500, height: 500, fit: 'cover' },
      { width: 500, height: 500 },
    ],
    [{ start: 2, end: 5 }, { duration: 3 }],
  ])('%j', (options, expected) => expect(planned(options).outputs).toEqual([expect.objectContaining(expected)]));

  it.each(['mp4', 'mov'] as const)('%s has its index first', (format) =>
    expect(planned({ format }).argv).toEqual(expect.arrayContaining(['-movflags', '+faststart'])),
  );
  it('h265 has the tag that Apple plays, copied or encoded', () => {
    expect(planned({ codec: 'h265' }).argv).toEqual(expect.arrayContaining(['-tag:v', 'hvc1']));
    expect(planned({ codec: 'h265' }, mediaInfo({ video: { codec: 'hevc' } })).argv).toEqual(
      expect.arrayContaining(['-c:v', 'copy', '-tag:v', 'hvc1']),
    );
  });
  it('a cut seeks before the input', () => {
    const { argv, seconds } = planned({ start: 2, end: 5 });
    expect(argv.indexOf('-ss')).toBeLessThan(argv.indexOf('-i'));
    expect(argv.indexOf('-t')).toBeGreaterThan(argv.indexOf('-i'));
    expect([valueOf(argv, '-ss'), valueOf(argv, '-t'), seconds]).toEqual(['2', '3', 3]);
  });
  it('drops tags but the harmless ones', () => {
    const { argv } = planned(
      {},
      mediaInfo({
        tags: { title: 'A day', location: '+48.8584+002.2945/', comment: 'mine', 'com.apple.quicktime.make': 'Apple' },
      }),
    );
    expect(argv).toEqual(expect.arrayContaining(['-map_metadata', '-1', '-metadata', 'title=A day']));
    expect(argv.join(' ')).not.toMatch(/48\.8584|mine|Apple/);
  });
});

describe('bits', () => {
  it('are bounded by the source when no quality is asked', () => {
    const { argv } = planned({ width: 1280 });
    expect(Number(valueOf(argv, '-maxrate'))).toBeLessThanOrEqual(4_000_000);
    expect(valueOf(argv, '-crf')).toBe(valueOf(planned({ width: 1280, quality: 'medium' }).argv, '-crf'));
  });
  it('are not bounded when it is', () => expect(valueOf(planned({ quality: 'medium' }).argv, '-maxrate')).toBeNull());
  it('follow a bitrate, whatever the quality', () => {
    const { argv } = planned({ bitrate: 2_000_000, quality: 'very_low' });
    expect(valueOf(argv, '-b:v')).toBe('2000000');
    expect(argv).not.toContain('-crf');
  });
});

describe('what cannot be', () => {
  const refused =
    (options: VideoOptions, source: MediaInfo, lacking: string[] = []) =>
    () =>
      planned(options, source, lacking);
  it.each<[string, () => unknown, string, string]>([
    ['no picture', refused({}, mediaInfo({ video: null })), 'no_video_stream', 'clip.mp4'],
    ['a still picture', refused({}, mediaInfo({ still: true })), 'input_unsupported', 'still picture'],
    ['a start past the end', refused({ start: 11 }, mediaInfo()), 'range_invalid', '10.00 s'],
    ['a side that is too long', refused({ width: '500%' }, mediaInfo()), 'size_invalid', '9600×5400'],
    [
      'an encoder that is not there',
      refused({ codec: 'av1' }, mediaInfo(), ['libsvtav1']),
      'encoder_missing',
      'ffmpeg 6.1 (/opt/ffmpeg) cannot write av1',
    ],
  ])('%s', (_, plan, kind, words) =>
    expect(plan).toThrow(expect.objectContaining({ kind, message: expect.stringContaining(words) as string })),
  );
  it('asks for no encoder where it copies', () => expect(refused({}, mediaInfo(), ['libx264', 'aac'])).not.toThrow());
  it('warns where the picture is enlarged', () =>
    expect(planned({ width: 3840 }).warnings).toEqual([expect.objectContaining({ kind: 'upscaled' })]));
});
