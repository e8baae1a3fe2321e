import { planAdaptiveVideo } from '../../../src/pipeline/kinds/adaptiveVideo/plan';
import type { AdaptiveVideoOptions } from '../../../src/pipeline/kinds/adaptiveVideo/schema';
import type { MediaInfo } from '../../../src/pipeline/media/mediaInfo';
import { outputsOf } from '../../../src/pipeline/plan/finish';
import { mediaInfo, planContext, valueOf } from '../../support/mediaInfo';

function planned(options: AdaptiveVideoOptions = {}, source: MediaInfo = mediaInfo(), lacking: string[] = []) {
  const plan = planAdaptiveVideo(options, planContext(source, lacking));
  const [step] = plan.steps;
  if (plan.steps.length !== 1 || step?.tool !== 'ffmpeg') throw new Error('A stream is one run of ffmpeg');
  const [finish] = plan.finish;
  const master = finish?.playlist;
  return {
    ...plan,
    outputs: outputsOf(plan),
    master,
    argv: step.argv,
    sizes: master?.renditions.map(({ width, height }) => `${width}×${height}`) ?? [],
    rates: step.argv.flatMap((flag, n) => (flag.startsWith('-maxrate:v:') ? [Number(step.argv[n + 1])] : [])),
  };
}

it('decodes once for all renditions', () => {
  const { argv } = planned();
  expect(argv.filter((argument) => argument === '-i')).toHaveLength(1);
  expect(valueOf(argv, '-filter_complex')).toContain('split=4');
});

it('names the master playlist first', () => {
  const { outputs, finish } = planned();
  expect(outputs[0]).toMatchObject({ file: 'master.m3u8', format: 'hls', mime: 'application/vnd.apple.mpegurl' });
  expect(finish.map(({ output }) => output)).toEqual([outputs[0]]);
  expect(outputs.slice(1).map(({ file }) => file)).toEqual([
    'stream_0.m3u8',
    'stream_1.m3u8',
    'stream_2.m3u8',
    'stream_3.m3u8',
    'stream_4.m3u8',
  ]);
});

describe('the ladder', () => {
  const sized = (width: number, height: number) =>
    mediaInfo({ video: { width, height, codedWidth: width, codedHeight: height } });
  it.each<[string, AdaptiveVideoOptions, MediaInfo, string[]]>([
    ['1080p', {}, mediaInfo(), ['1920×1080', '1280×720', '854×480', '640×360']],
    ['portrait', {}, sized(1080, 1920), ['1080×1920', '720×1280', '480×854', '360×640']],
    ['never above a small source', {}, sized(640, 360), ['640×360', '426×240']],
    ['not by its short side either', { short_side: 1080 }, sized(640, 360), ['640×360', '426×240']],
    ['a width bounds the top', { width: 1280 }, mediaInfo(), ['1280×720', '854×480', '640×360']],
    ['a height bounds the top', { height: 480 }, mediaInfo(), ['854×480', '640×360']],
    [
      'never above the source, whatever is asked',
      { width: 3840, height: 2160 },
      mediaInfo(),
      ['1920×1080', '1280×720', '854×480', '640×360'],
    ],
    ['a percentage', { width: '50%' }, mediaInfo(), ['960×540', '640×360']],
    [
      'cover shapes all',
      { width: 1080, height: 1080, fit: 'cover' },
      mediaInfo(),
      ['1080×1080', '720×720', '480×480', '360×360'],
    ],
    ['contain shapes all', { width: 720, height: 720 }, mediaInfo(), ['720×720', '480×480', '360×360']],
  ])('%s', (_, options, source, expected) => {
    const { sizes } = planned(options, source);
    // An even side may be rounded either way.
    expect(sizes.map((size) => size.replace(/85[24]/, '85x'))).toEqual(
      expected.map((size) => size.replace(/85[24]/, '85x')),
    );
  });

  it('shifts with quality', () => {
    const source = mediaInfo({ video: { bitrate: 50_000_000 } });
    const tops = (['very_low', 'low', 'medium', 'high', 'very_high'] as const).map(
      (quality) => planned({ quality }, source).rates[0],
    );
    expect(tops).toEqual([...new Set(tops)].sort((a, b) => Number(a) - Number(b)));
  });

  it('takes no more bits than the source had, unless a quality is asked for', () => {
    const { rates } = planned({}, mediaInfo({ video: { bitrate: 1_000_000 } }));
    for (const rate of rates) expect(rate).toBeLessThanOrEqual(1_000_000);
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    expect(planned({ quality: 'medium' }, mediaInfo({ video: { bitrate: 1_000_000 } })).rates[0]).toBeGreaterThan(
      1_000_000,
    );
  });
});

describe('sound', () => {
  it('is a rendition that all share', () => {
    const { argv, master, outputs } = planned();
    expect(valueOf(argv, '-var_stream_map')).toBe(
      'v:0,agroup:sound v:1,agroup:sound v:2,agroup:sound v:3,agroup:sound a:0,agroup:sound',
    );
    expect(master?.audioPlaylist).toBe('stream_4.m3u8');
    expect(outputs.at(-1)).toMatchObject({ audioCodec: 'aac' });
  });
  it('is encoded, so that it begins with the picture', () => expect(valueOf(planned().argv, '-c:a')).not.toBe('copy'));
  it('is not promised where there is none', () => {
    const { argv, master } = planned({}, mediaInfo({ audio: null }));
    expect(valueOf(argv, '-var_stream_map')).toBe('v:0 v:1 v:2 v:3');
    expect(master?.audioPlaylist).toBeNull();
  });
  it('takes no more bits than it had', () =>
    expect(Number(valueOf(planned({}, mediaInfo({ audio: { bitrate: 48_000 } })).argv, '-b:a'))).toBeLessThanOrEqual(
      48_000,
    ));
});

it.each<[string, AdaptiveVideoOptions, MediaInfo, string[], string]>([
  ['sound alone', {}, mediaInfo({ video: null }), [], 'no_video_stream'],
  ['a still picture', {}, mediaInfo({ still: true }), [], 'input_unsupported'],
  ['a start past the end', { start: 10 }, mediaInfo(), [], 'range_invalid'],
  ['an encoder that is not there', {}, mediaInfo(), ['libx264'], 'encoder_missing'],
])('refuses %s', (_, options, source, lacking, kind) =>
  expect(() => planned(options, source, lacking)).toThrow(expect.objectContaining({ kind })),
);
