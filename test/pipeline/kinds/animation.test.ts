import { planAnimation } from '../../../src/pipeline/kinds/animation/plan';
import type { AnimationOptions } from '../../../src/pipeline/kinds/animation/schema';
import type { MediaInfo } from '../../../src/pipeline/media/mediaInfo';
import { mediaInfo, planContext, valueOf } from '../../support/mediaInfo';

function planned(options: AnimationOptions, source: MediaInfo = mediaInfo(), lacking: string[] = []) {
  const plan = planAnimation(options, planContext(source, lacking));
  const [step, ...more] = plan.steps;
  if (step?.tool !== 'ffmpeg' || more.some(({ tool }) => tool === 'ffmpeg'))
    throw new Error('An animation is one run of ffmpeg');
  return { ...plan, argv: step.argv, filters: valueOf(step.argv, '-vf') ?? '' };
}
const fpsOf = (filters: string) => Number(/fps=fps=([\d./]+)/.exec(filters)?.[1]);

it.each<[AnimationOptions, object]>([
  [{ end: 3 }, { file: 'clip.gif', format: 'gif', mime: 'image/gif', width: 1920, height: 1080, duration: 3 }],
  [
    { end: 3, start: 1, format: 'webp', width: 480 },
    { file: 'clip.webp', format: 'webp', mime: 'image/webp', width: 480, height: 270, duration: 2 },
  ],
])('%j makes %j', (options, expected) => expect(planned(options).outputs).toEqual([expect.objectContaining(expected)]));

it('is silent and goes on for ever', () => {
  for (const format of ['gif', 'webp'] as const) {
    const { argv } = planned({ end: 1, format });
    expect(argv).toContain('-an');
    expect(valueOf(argv, '-loop')).toBe('0');
    expect(valueOf(argv, '-f')).toBe(format);
  }
});

it('says so where the source has sound', () => {
  expect(planned({ end: 1 }).warnings).toEqual([expect.objectContaining({ kind: 'audio_dropped' })]);
  expect(planned({ end: 1 }, mediaInfo({ audio: null })).warnings).toEqual([]);
});

describe('frames per second', () => {
  it.each<[AnimationOptions, MediaInfo, number]>([
    [{ end: 1 }, mediaInfo(), 12],
    [{ end: 1, format: 'webp' }, mediaInfo(), 20],
    [{ end: 1 }, mediaInfo({ video: { fps: 8, frameRate: '8/1' } }), 8],
    [{ end: 1, fps: 25 }, mediaInfo(), 25],
    // An animation keeps the times of its pictures.
    [
      { end: 1 },
      mediaInfo({ format: 'gif', audio: null, video: { codec: 'gif', fps: 20, frameRate: '20/1', variableFps: true } }),
      20,
    ],
    [
      { end: 1, fps: 10 },
      mediaInfo({ format: 'gif', audio: null, video: { codec: 'gif', fps: 20, frameRate: '20/1' } }),
      10,
    ],
    [
      { end: 1 },
      mediaInfo({
        format: 'gif',
        audio: null,
        video: { codec: 'gif', fps: 60, frameRate: '100/1', variableFps: true },
      }),
      50,
    ],
  ])('%j', (options, source, fps) => expect(fpsOf(planned(options, source).filters)).toBe(fps));
});

it('chooses its palette from its own frames', () =>
  expect(planned({ end: 1 }).filters).toMatch(/palettegen=.*paletteuse=/));

it.each<[string, AnimationOptions, MediaInfo, string[], string]>([
  ['more than a minute', { end: 61 }, mediaInfo({ duration: 90 }), [], 'range_invalid'],
  ['more pixels than memory holds', { end: 20, fps: 60 }, mediaInfo({ duration: 90 }), [], 'size_invalid'],
  ['sound alone', { end: 1 }, mediaInfo({ video: null }), [], 'no_video_stream'],
  ['a still picture', { end: 1 }, mediaInfo({ still: true }), [], 'input_unsupported'],
  ['an encoder that is not there', { end: 1, format: 'webp' }, mediaInfo(), ['libwebp_anim'], 'encoder_missing'],
])('refuses %s', (_, options, source, lacking, kind) =>
  expect(() => planned(options, source, lacking)).toThrow(expect.objectContaining({ kind })),
);
