import fc from 'fast-check';
import { boundedJson, DEEPEST_JSON, jsonShape, TooMuchJson } from '../../../src/pipeline/base/boundedJson';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
const namesOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce(
        (sum: number, each) => sum + namesOf(each),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      )
    : 0;
const countOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, each) => sum + countOf(each), 1)
    : 1;

it('tells how deep any JSON is, and how many values it has at most', () =>
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), fc.nat(3), (text, indent) => {
      const laidOut = JSON.stringify(JSON.parse(text), null, indent);
      const { depth, values, names } = jsonShape(laidOut);
      expect(depth).toBe(depthOf(JSON.parse(text)));
      expect(values).toBeGreaterThanOrEqual(countOf(JSON.parse(text)));
      expect(values).toBeLessThanOrEqual(2 * countOf(JSON.parse(text)));
      expect(names).toBe(namesOf(JSON.parse(text)));
    }),
  ));

it.each([
  ['{"[[[,": "]\\"[[\\\\,"}', 1, 2, 1],
  ['[1,[2,3],{"a":4,"b":5}]', 2, 8, 2],
  ['[['.repeat(500_000), 1_000_000, 1_000_001, 0],
  [']]]', 0, 1, 0],
  ['"[[', 0, 1, 0],
  ['', 0, 1, 0],
])('%j has a shape, JSON or not', (text, depth, values, names) =>
  expect(jsonShape(text)).toEqual({ depth, values, names }),
);

it('reads JSON, and none that is too deep or has too many values or names', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  expect(boundedJson('{"a":[1,"["]}')).toEqual({ a: [1, '['] });
  expect(boundedJson(nested(DEEPEST_JSON))).toBeInstanceOf(Array);
  expect(() => boundedJson(nested(DEEPEST_JSON + 1))).toThrow(new TooMuchJson('more than 100 levels'));
  expect(boundedJson('[1,2]', { values: 3, names: 0 })).toEqual([1, 2]);
  expect(() => boundedJson('[1,2]', { values: 2, names: 0 })).toThrow(new TooMuchJson('more than 2 values'));
  expect(boundedJson('{"a":1}', { values: 2, names: 1 })).toEqual({ a: 1 });
  expect(() => boundedJson('{"a":1}', { values: 2, names: 0 })).toThrow(new TooMuchJson('more than 0 names'));
  expect(() => boundedJson('{')).toThrow(SyntaxError);
});

it('reads metadata of 64 kB, whatever it is made of', () => {
  const full = (piece: string) => piece.repeat(65_536 / piece.length).slice(0, -1);
  expect(boundedJson(`[${full('1,')}]`)).toHaveLength(32_768);
  expect(boundedJson(`{"metadata":[${full('{"a":1},')}]}`)).toBeInstanceOf(Object);
});
