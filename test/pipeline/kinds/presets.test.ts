import { KINDS } from '../../../src/pipeline/kinds';
import { isPreset, PRESET_NAMES, PRESETS, withPreset } from '../../../src/pipeline/kinds/presets';
import type { PresetName } from '../../../src/pipeline/kinds/presets';
import { fieldsOf } from '../../../src/pipeline/kinds/walk';

const check = (name: PresetName, set: Record<string, unknown> = {}) =>
  KINDS[PRESETS[name].kind].schema.safeParse(withPreset(name, set).options);

test.each(PRESET_NAMES)('%s is a job that can be run as it is', (name) => {
  expect(check(name).error).toBeUndefined();
});

test.each(PRESET_NAMES)('each value of %s stands in its description', (name) => {
  const { supplied } = withPreset(name, {});
  for (const [option, value] of Object.entries(supplied)) {
    const said = value === true ? option : String(value);
    const shown = option === 'bitrate' ? `${Number(value) / 1000} kbit/s` : said;
    expect(PRESETS[name].description.toLowerCase()).toContain(shown);
  }
});

test.each(PRESET_NAMES)('with %s, any value of an option that is set wins and breaks nothing', (name) => {
  const { kind } = PRESETS[name];
  for (const field of fieldsOf(kind)) {
    const values =
      field.type === 'enum'
        ? field.values
        : field.type === 'color'
          ? ['#102030']
          : field.type === 'dimension'
            ? [200, '50%']
            : 'min' in field
              ? [Math.max(field.min, field.name === 'end' ? 1 : 0)]
              : [];
    for (const value of values) {
      const set = { [field.name]: value };
      const { options, supplied } = withPreset(name, set);
      expect(options[field.name]).toBe(value);
      expect(supplied).not.toHaveProperty(field.name);
      // What the kind itself refuses, as a lone background is, no preset can mend.
      if (KINDS[kind].schema.safeParse(kind === 'animation' ? { end: 3, ...set } : set).success)
        expect({ set, problems: check(name, set).error?.issues }).toEqual({ set, problems: undefined });
    }
  }
});

test('a size that is set is not joined by a side of the preset', () => {
  expect(withPreset('small_video', { width: 1000 }).options).toEqual({ format: 'mp4', quality: 'low', width: 1000 });
  expect(withPreset('thumbnail', { height: '50%' }).options).toEqual({ format: 'jpeg', height: '50%' });
});

test('a preview begins where it is told to', () => {
  expect(withPreset('gif_preview', { start: 60 }).options).toMatchObject({ start: 60, end: 63 });
  expect(withPreset('gif_preview', { start: 60, end: 61 }).options).toMatchObject({ start: 60, end: 61 });
});

test('quality that is set is not overruled by a bitrate', () => {
  expect(withPreset('podcast_audio', { quality: 'high' }).options).toEqual({ format: 'mp3', quality: 'high' });
});

test('only its own names are presets', () => {
  expect(['web_video', 'none', 'toString', 1, undefined].filter(isPreset)).toEqual(['web_video']);
});
