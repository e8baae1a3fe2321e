import fc from 'fast-check';
import { jsonDepth } from '../../src/server/jsonDepth';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

it('tells how deep any JSON is', () =>
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), fc.nat(3), (text, indent) => {
      const laidOut = JSON.stringify(JSON.parse(text), null, indent);
      expect(jsonDepth(laidOut)).toBe(depthOf(JSON.parse(text)));
    }),
  ));

it.each([
  ['{"[[[": "]\\"[[\\\\"}', 1],
  ['[['.repeat(500_000), 1_000_000],
  [']]]', 0],
  ['"[[', 0],
  ['', 0],
])('%j has a depth, JSON or not', (text, depth) => expect(jsonDepth(text)).toBe(depth));
