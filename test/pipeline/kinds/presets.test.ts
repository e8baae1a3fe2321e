import { KINDS } from '../../../src/pipeline/kinds';
import { isPreset, PRESET_NAMES, presetDescription, PRESETS, withPreset } from '../../../src/pipeline/kinds/presets';
import type { PresetName, PresetEdition } from '../../../src/pipeline/kinds/presets';
import { shapeOf } from '../../../src/pipeline/plan/geometry';
import { fieldsOf } from '../../../src/pipeline/kinds/walk';

const check = (name: PresetName, way: PresetEdition, set: Record<string, unknown> = {}) =>
  KINDS[PRESETS[name].kind].schema.safeParse(withPreset(name, set, way).options);

const EACH = PRESET_NAMES.flatMap((name) => (['newest', 'before'] as const).map((way) => [name, way] as const));

test.each(EACH)('%s (%s) is a job that can be run as it is', (name, way) => {
  expect(check(name, way).error).toBeUndefined();
});

test.each(EACH)('each value of %s (%s) stands in its description', (name, way) => {
  const { supplied } = withPreset(name, {}, way);
  for (const [option, value] of Object.entries(supplied)) {
    if (value === false) continue;
    const said = value === true ? option : String(value);
    const shown = option === 'bitrate' ? `${Number(value) / 1000} kbit/s` : said;
    expect(presetDescription(name, way).toLowerCase()).toContain(shown);
  }
});

test.each(EACH)('with %s (%s), any value of an option that is set wins and breaks nothing', (name, way) => {
  const { kind } = PRESETS[name];
  for (const field of fieldsOf(kind)) {
    const values =
      field.type === 'enum'
        ? field.values
        : field.type === 'color'
          ? ['#102030']
          : field.type === 'dimension'
            ? [200, '50%']
            : field.type === 'track'
              ? [2, 'eng']
              : 'min' in field
                ? [Math.max(field.min, field.name === 'end' ? 1 : 0)]
                : [];
    for (const value of values) {
      const set = { [field.name]: value };
      const { options, supplied } = withPreset(name, set, way);
      expect(options[field.name]).toBe(value);
      expect(supplied).not.toHaveProperty(field.name);
      // What the kind itself refuses, as a lone background is, no preset can mend.
      if (KINDS[kind].schema.safeParse(kind === 'animation' ? { end: 3, ...set } : set).success)
        expect({ set, problems: check(name, way, set).error?.issues }).toEqual({ set, problems: undefined });
    }
  }
});

test('a size that is set is not joined by a side of the preset', () => {
  for (const way of ['newest', 'before'] as const) {
    expect(withPreset('small_video', { width: 1000 }, way).options).toEqual({
      format: 'mp4',
      quality: 'low',
      width: 1000,
    });
    expect(withPreset('small_video', { max_height: 300 }, way).options).toEqual({
      format: 'mp4',
      quality: 'low',
      max_height: 300,
    });
    const { options } = withPreset('thumbnail', { height: '50%' }, way);
    expect(options).toEqual({ format: 'jpeg', height: '50%', ...(way === 'newest' && { frame: 'best' }) });
  }
});

test('a thumbnail of a moment is of no other one', () => {
  expect(withPreset('thumbnail', { start: 2 }, 'newest').options).not.toHaveProperty('frame');
});

test('a preview begins where it is told to', () => {
  expect(withPreset('gif_preview', { start: 60 }, 'newest').options).toMatchObject({ start: 60, end: 63 });
  expect(withPreset('gif_preview', { start: 60, end: 61 }, 'newest').options).toMatchObject({ start: 60, end: 61 });
});

test('quality that is set is not overruled by a bitrate', () => {
  expect(withPreset('podcast_audio', { quality: 'high' }, 'newest').options).toEqual({
    format: 'mp3',
    quality: 'high',
  });
});

test('only its own names are presets', () => {
  expect(['web_video', 'none', 'toString', 1, undefined].filter(isPreset)).toEqual(['web_video']);
});

/** Sources as phones, cameras and screens give them. */
const SOURCES = [
  [1080, 1920],
  [3840, 2160],
  [640, 480],
  [160, 90],
  [2, 2],
  [1179, 2556],
  [5000, 40],
] as const;

describe.each(PRESET_NAMES)('the picture of %s', (name) => {
  test.each(SOURCES)('is not larger than a source of %i×%i, and has its shape', (width, height) => {
    const { options } = withPreset(name, {}, 'newest');
    const shape = shapeOf({ width, height }, options, { maxSide: 8192, even: false });
    expect([shape.width <= width, shape.height <= height, shape.crop, shape.pad]).toEqual([true, true, null, null]);
    expect(Math.abs(shape.width * height - shape.height * width)).toBeLessThanOrEqual(Math.max(width, height));
  });
});

test.each([
  ['small_video', [1080, 1920], [480, 853]],
  ['small_video', [1920, 1080], [853, 480]],
  ['small_video', [640, 360], [640, 360]],
  ['gif_preview', [1080, 1920], [270, 480]],
  ['thumbnail', [320, 240], [320, 240]],
] as const)('%s makes of %j %j', (name, [width, height], [w, h]) => {
  const { options } = withPreset(name, {}, 'newest');
  expect(shapeOf({ width, height }, options, { maxSide: 8192, even: false })).toMatchObject({ width: w, height: h });
});
