import { planImage } from '../../../src/pipeline/kinds/image/plan';
import type { ImageOptions } from '../../../src/pipeline/kinds/image/schema';
import type { MediaInfo } from '../../../src/pipeline/media/mediaInfo';
import { mediaInfo, planContext, valueOf } from '../../support/mediaInfo';

const photo = (video: Partial<NonNullable<MediaInfo['video']>> = {}) =>
  mediaInfo({
    path: '/in/photo.jpg',
    format: 'jpeg',
    still: true,
    duration: null,
    audio: null,
    video: { codec: 'jpeg', fps: 0, frameRate: '0/1', pixelFormat: 'rgb24', duration: null, ...video },
  });
const clear = photo({ hasAlpha: true, pixelFormat: 'rgba' });

function planned(options: ImageOptions, source: MediaInfo) {
  const plan = planImage(options, planContext(source));
  const last = plan.steps.at(-1);
  if (last?.tool !== 'sharp' || last.operation.do !== 'render')
    throw new Error('An image ends with a picture being written');
  const [first] = plan.steps;
  return { ...plan, render: last.operation, frame: first?.tool === 'ffmpeg' ? first.argv : null };
}

it('a picture is read by sharp alone', () => {
  const { steps, render } = planned({ width: 640 }, photo());
  expect(steps).toHaveLength(1);
  expect(render).toMatchObject({
    input: '/in/photo.jpg',
    output: 'clip.jpg',
    format: 'jpeg',
    crop: null,
    scale: { width: 640, height: 360 },
    bars: null,
    quality: 'medium',
  });
});

describe('a frame of a video', () => {
  it('is taken by ffmpeg, by a seek before the input', () => {
    const { frame, render } = planned({ start: 5, format: 'webp', width: 640 }, mediaInfo());
    expect(frame?.indexOf('-ss')).toBeLessThan(frame?.indexOf('-i') ?? -1);
    expect(valueOf(frame ?? [], '-ss')).toBe('5');
    expect(valueOf(frame ?? [], '-frames:v')).toBe('1');
    expect(render).toMatchObject({ output: 'clip.webp', scale: { width: 640, height: 360 } });
    expect(frame).toContain(`file:${render.input}`);
  });
  it('is the first one without a start', () => expect(planned({}, mediaInfo()).frame).not.toContain('-ss'));
  it('is the one on the screen then, also after the last one began', () => {
    const { frame } = planned({ start: 9.99 }, mediaInfo());
    expect(frame).toContain('-noaccurate_seek');
    expect(valueOf(frame ?? [], '-vf')).toMatch(/^tpad=stop=-1:stop_mode=clone,fps=fps=30\/1:start_time=0,/);
  });
  it('of a cover is the only one', () => {
    const cover = { ...mediaInfo().video, index: 1, codec: 'mjpeg' } as NonNullable<MediaInfo['video']>;
    const { frame } = planned({ start: 5 }, mediaInfo({ video: null, cover }));
    expect(frame).not.toContain('-ss');
    expect(valueOf(frame ?? [], '-map')).toBe('0:1');
  });
});

it.each<[ImageOptions, MediaInfo, string]>([
  [{}, photo(), 'clip.jpg'],
  [{}, clear, 'clip.png'],
  [{}, mediaInfo(), 'clip.jpg'],
  [{ format: 'avif' }, photo(), 'clip.avif'],
  [{ format: 'jpeg' }, clear, 'clip.jpg'],
])('%j of such a source is %s', (options, source, file) =>
  expect(planned(options, source).outputs).toEqual([expect.objectContaining({ file })]),
);

describe('background', () => {
  it.each<[ImageOptions, MediaInfo, string | null, string | null]>([
    [{ format: 'jpeg' }, photo(), '#000000', '#000000'],
    [{ format: 'jpeg', background: '#ff0000' }, clear, '#ff0000', '#ff0000'],
    [{ format: 'png' }, clear, null, null],
    [{ format: 'png', background: '#ff0000' }, clear, null, '#ff0000'],
    [{ format: 'webp' }, photo(), null, null],
  ])('%j', (options, source, under, bars) => {
    const { render } = planned({ ...options, width: 500, height: 500 }, source);
    expect(render.under).toBe(under);
    expect(render.bars).toMatchObject({ color: bars });
  });
  it('transparency that jpeg loses is said', () => {
    expect(planned({ format: 'jpeg' }, clear).warnings).toEqual([
      expect.objectContaining({ kind: 'transparency_lost' }),
    ]);
    expect(planned({ format: 'jpeg', background: '#ffffff' }, clear).warnings).toEqual([]);
  });
});

it('bars fill up the frame whatever the rounding', () => {
  const { render, outputs } = planned({ width: 333, height: 500 }, photo({ width: 1921, height: 1081 }));
  const { bars, scale } = render;
  expect((bars?.left ?? 0) + (bars?.right ?? 0) + (scale?.width ?? 0)).toBe(outputs[0]?.width);
  expect((bars?.top ?? 0) + (bars?.bottom ?? 0) + (scale?.height ?? 0)).toBe(outputs[0]?.height);
});

it.each<[string, ImageOptions, MediaInfo, string]>([
  ['sound alone', {}, mediaInfo({ video: null }), 'no_video_stream'],
  ['a start in a still picture', { start: 1 }, photo(), 'range_invalid'],
  ['a start past the end', { start: 10 }, mediaInfo(), 'range_invalid'],
  ['a side that is too long', { width: '900%' }, photo(), 'size_invalid'],
])('refuses %s', (_, options, source, kind) =>
  expect(() => planned(options, source)).toThrow(expect.objectContaining({ kind })),
);

it('takes a start of 0 for a still picture', () => expect(planned({ start: 0 }, photo()).steps).toHaveLength(1));
