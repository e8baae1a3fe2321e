import { shapeOf } from '../../../src/pipeline/plan/geometry';
import type { ShapeOptions } from '../../../src/pipeline/plan/geometry';

const video = (source: [number, number], options: ShapeOptions) =>
  shapeOf({ width: source[0], height: source[1] }, options, { maxSide: 8192, even: true });
const image = (source: [number, number], options: ShapeOptions) =>
  shapeOf({ width: source[0], height: source[1] }, options, { maxSide: 16_384, even: false });

describe('size', () => {
  it('stays as the source when nothing is asked', () =>
    expect(video([1920, 1080], {})).toEqual({
      width: 1920,
      height: 1080,
      crop: null,
      scale: null,
      pad: null,
      others: { fit: 'contain', anchor: [0.5, 0.5] },
    }));
  it('drops the odd row and column of a video instead of scaling it', () =>
    expect(video([321, 241], {})).toMatchObject({
      width: 320,
      height: 240,
      crop: { left: 0, top: 0, width: 320, height: 240 },
      scale: null,
      pad: null,
    }));
  it('keeps odd sizes of an image', () =>
    expect(image([321, 241], {})).toMatchObject({ width: 321, height: 241, crop: null }));
  it('follows the aspect ratio when one side is given', () => {
    expect(video([1920, 1080], { width: 1280 })).toMatchObject({ width: 1280, height: 720 });
    expect(video([1080, 1920], { height: 1280 })).toMatchObject({ width: 720, height: 1280 });
  });
  it('takes percentages of the source as displayed', () => {
    expect(image([1921, 1081], { width: '50%' })).toMatchObject({ width: 961, height: 541 });
    expect(video([640, 360], { width: '150%', height: '50%', fit: 'fill' })).toMatchObject({ width: 960, height: 180 });
  });
  it('never makes a side of 0', () => expect(image([1000, 2], { width: 10 })).toMatchObject({ width: 10, height: 1 }));
  it('is bounded, also when only the aspect ratio makes it large', () => {
    expect(() => video([100, 10_000], { width: 200 })).toThrow(expect.objectContaining({ kind: 'size_invalid' }));
    expect(() => video([4000, 4000], { width: '300%' })).toThrow('12000×12000');
  });
});

describe('fit', () => {
  it('contain shows all of the picture between bars', () =>
    expect(video([1920, 1080], { width: 640, height: 640 })).toMatchObject({
      width: 640,
      height: 640,
      crop: null,
      scale: { width: 640, height: 360 },
      pad: { left: 0, top: 140 },
    }));
  it('contain without need for bars has none', () =>
    expect(video([1920, 1080], { width: 1280, height: 720 }).pad).toBeNull());
  it('cover crops the source before scaling, so that no huge picture comes in between', () =>
    expect(video([1920, 1080], { width: 640, height: 640, fit: 'cover' })).toMatchObject({
      width: 640,
      height: 640,
      crop: { left: 420, top: 0, width: 1080, height: 1080 },
      scale: { width: 640, height: 640 },
      pad: null,
    }));
  it('fill stretches', () =>
    expect(video([1920, 1080], { width: 100, height: 500, fit: 'fill' })).toMatchObject({
      width: 100,
      height: 500,
      crop: null,
      scale: { width: 100, height: 500 },
      pad: null,
    }));
});

describe('position', () => {
  it.each([
    ['center', 420, 140],
    ['left', 0, 140],
    ['right', 840, 140],
    ['top', 420, 0],
    ['bottom', 420, 280],
    ['top-left', 0, 0],
    ['top-right', 840, 0],
    ['bottom-left', 0, 280],
    ['bottom-right', 840, 280],
  ] as const)('%s says what cover keeps and where contain places the picture', (position, left, top) => {
    expect(video([1920, 1080], { width: 640, height: 640, fit: 'cover', position }).crop?.left).toBe(left);
    expect(video([1920, 1080], { width: 640, height: 640, position }).pad).toEqual({ left: 0, top });
  });
});
