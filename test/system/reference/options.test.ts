import { ittybit } from '../../../src/backends/ittybit/backend';
import type { KindName } from '../../../src/pipeline/kinds';
import { fieldsOf } from '../../../src/pipeline/kinds/walk';
import { parseRequest } from '../../../src/pipeline/request/request';
import { describeReference, marked, type OptionRow } from './page';
import { MediaJobError } from '../../../src/pipeline/errors/mediaError';

/** What this package takes beside what the page has. */
const OURS = [
  'subtitle_url',
  'transcript',
  'subtitle_style',
  'caption_look',
  'caption_position',
  'caption_color',
  'caption_font',
  'caption_size',
  'caption_case',
  'duration',
  'max_bytes',
  'speed',
  'segment_format',
  'short_side',
  'max_width',
  'max_height',
  'upscale',
  'frame',
  'audio_track',
  'audio',
  'volume',
  'normalize',
  'target_lufs',
  'fade_in',
  'fade_out',
  'channels',
  'sample_rate',
  'tags',
  'crop',
  'rotate',
  'flip',
  'reverse',
  'audio_url',
  'audio_mode',
  'music_url',
  'music_volume',
  'duck',
  'length_from',
  'transition',
  'transition_duration',
];
const OUR_FORMATS = ['m4a'];

describeReference('options of the reference page', ({ options, request }) => {
  /** Options that a kind cannot do without. */
  const required = (kind: KindName): Record<string, unknown> => (kind === 'animation' ? { end: 5 } : {});

  /** How a request with these options is answered: null when it is taken. */
  function answer(kind: KindName, given: Record<string, unknown>): string | null {
    try {
      parseRequest({ kind, options: { ...required(kind), ...given } });
      return null;
    } catch (error) {
      return error instanceof MediaJobError ? error.kind : String(error);
    }
  }

  /** Numbers that an option takes, as the page writes them: `1–60`, `300,000–60,000,000 bps`. */
  const limits = (values: string): [number, number] | null => {
    const [, min, max] = /^([\d,]+)–([\d,]+)/.exec(values) ?? [];
    return min === undefined || max === undefined
      ? null
      : [Number(min.replaceAll(',', '')), Number(max.replaceAll(',', ''))];
  };

  /** Values that the page says an option takes, and values next to them that it does not. */
  function tried({ type, values }: OptionRow): { taken: unknown[]; refused: unknown[] } {
    const range = limits(values);
    if (range !== null)
      return {
        taken: range,
        refused: [range[0] - 1, range[1] + 1, String(range[0]), ...(type === 'integer' ? [range[0] + 0.5] : [])],
      };
    if (values.startsWith('Pixels or')) return { taken: [1, 1280, '50%', '12.5%'], refused: [0, -2, 'wide', '0%'] };
    if (values.startsWith('Hex color'))
      return { taken: ['#000000', '#FFaa00'], refused: ['black', '000000', '#12345', ''] };
    if (type === 'number') return { taken: [0.001, 2.5, 4], refused: [-1, '5', true] };
    return { taken: marked(values), refused: ['other', '', 7] };
  }

  test('the page has the kinds of this package, each with options', () => {
    expect(Object.keys(options)).toEqual(ittybit.kinds);
    for (const kind of ittybit.kinds) expect(options[kind]?.length).toBeGreaterThan(4);
  });

  describe.each(ittybit.kinds)('%s', (kind) => {
    const rows = options[kind] ?? [];

    test('has every option of the page, and no other but its own', () => {
      expect(
        fieldsOf(kind)
          .map(({ name }) => name)
          .filter((name) => !OURS.includes(name))
          .sort(),
      ).toEqual(rows.map(({ name }) => name).sort());
    });

    test('requires what the page requires', () => {
      expect(
        fieldsOf(kind)
          .filter((field) => field.required)
          .map(({ name }) => name),
      ).toEqual(rows.filter(({ values }) => values.includes('(required)')).map(({ name }) => name));
    });

    test.each(rows)('takes and refuses the values of $name', (row) => {
      const { taken, refused } = tried(row);
      expect(taken.length).toBeGreaterThan(0);
      for (const value of taken) expect([value, answer(kind, { [row.name]: value })]).toEqual([value, null]);
      const as = row.name === 'format' ? 'invalid_format' : row.name === 'codec' ? 'invalid_codec' : 'request_invalid';
      for (const value of refused) expect([value, answer(kind, { [row.name]: value })]).toEqual([value, as]);
    });

    test.each(rows.filter(({ type, values }) => type === 'string' && !values.startsWith('Hex color')))(
      '$name has the values of the page, and more only where it says "etc."',
      ({ name, values }) => {
        const field = fieldsOf(kind).find((candidate) => candidate.name === name);
        const allowed = field?.type === 'enum' ? field.values : [];
        const others = allowed.filter((value) => !marked(values).includes(value));
        expect(allowed.filter((value) => marked(values).includes(value))).toEqual(marked(values));
        if (!values.includes('etc.')) expect(others.filter((value) => !OUR_FORMATS.includes(value))).toEqual([]);
      },
    );
  });

  test.each(
    ittybit.kinds.filter((kind) => options[kind]?.some(({ values }) => values.includes('only with `fit: contain`'))),
  )('%s takes background only with fit contain', (kind) => {
    expect(answer(kind, { background: '#000000', fit: 'contain' })).toBeNull();
    for (const fit of ['cover', 'fill']) expect(answer(kind, { background: '#000000', fit })).toBe('request_invalid');
  });

  test('the request has the fields of the page and no other', () => {
    const body = {
      input: 'clip.mov',
      kind: 'video',
      options: {},
      output: 's3://bucket/key',
      metadata: { any: { thing: 1 } },
    };
    expect(Object.keys(body).sort()).toEqual(Object.keys(request).sort());
    expect(parseRequest(body)).toEqual(body);
    expect(() => parseRequest({ ...body, priority: 1 })).toThrow('priority');
    expect(() => parseRequest({ input: 'clip.mov' })).toThrow('kind');
  });
});
