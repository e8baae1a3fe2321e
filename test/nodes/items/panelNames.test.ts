import * as fc from 'fast-check';
import { propertiesOf } from '../../../nodes/CreateJob/properties';
import { properties as shortsForm } from '../../../nodes/CreateShorts/properties';
import { panelNames } from '../../../nodes/items/panelNames';
import { KINDS, KIND_NAMES } from '../../../src/pipeline/kinds';
import { fieldsOf } from '../../../src/pipeline/kinds/walk';
import { inWordsOf } from '../../../src/pipeline/errors/namedKeys';
import { mediaError, toMediaError } from '../../../src/pipeline/errors/mediaError';
import { parseRequest } from '../../../src/pipeline/request/request';

const inPanel = (kind: string) =>
  panelNames(KINDS[kind as keyof typeof KINDS].node === 'createShorts' ? shortsForm : propertiesOf(2));

/** What is said in the node of a request. */
function said(kind: string, options: unknown): string {
  try {
    parseRequest({ kind, options, metadata: {} });
    return '';
  } catch (error) {
    return inWordsOf(toMediaError(error), inPanel(kind)).message;
  }
}

test.each([
  [
    'shorts',
    { min_duration: 1 },
    /^"Least Duration \(Seconds\)" must be at least 3|^"Least Duration" must be at least 3/,
  ],
  ['shorts', { min_duration: 20, max_duration: 10 }, /must not be less than "Least Duration/],
  ['shorts', { count: 2, predefined_shorts: [{ title: 'a', start: 0, end: 5 }] }, /"Shorts → Using Fields Below"/],
  ['shorts', { predefined_shorts: [{ title: 'a', start: 5, end: 4 }] }, /^"Shorts → Using Fields Below → 1 → End/],
  ['video', { max_width: -1, start: 5, end: 4 }, /"Max Width" must be .+"End.+" must be greater than "Start/],
])('%s %j is said in the words of the panel', (kind, options, words) => expect(said(kind, options)).toMatch(words));

test('what was given stays as it is', () =>
  expect(said('video', { format: 'width', fps: '"fps" must' })).toMatch(
    /^"Format" must be one of .+\(given: "width"\)\. "Frame.+\(given: .+fps.+must"\)\.$/,
  ));

test('an error of something else is left alone', () => {
  const error = mediaError('input_not_found', { input: '"format"' });
  expect(inWordsOf(error, inPanel('video'))).toBe(error);
});

// Whatever is wrong, with whatever: no message names a key of two words, which no panel shows.
test('no message of a node names a key', () => {
  const wrong = fc.oneof(
    fc.constantFrom(-1, 0, 1, 1e9, '', 'x', true, null, [], {}, [{ start: 5, end: 4 }]),
    fc.double(),
    fc.constantFrom('cover', 'contain', 'none', 'burn', 'best', 'mp4'),
  );
  for (const kind of KIND_NAMES) {
    const all = fieldsOf(kind).map(({ name }) => name);
    const names = all.filter((name) => inPanel(kind)(name) !== null);
    // A chat model's proposals come from nobody's panel.
    expect(all.filter((name) => !names.includes(name))).toEqual(kind === 'shorts' ? ['proposed_shorts'] : []);
    if (names.length === 0) continue;
    const keys = names.filter((name) => name.includes('_'));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), wrong, { maxKeys: 5 }), (options) => {
        const words = said(kind, options).replace(/\(given: .*?\)\./gs, '');
        expect(keys.filter((key) => new RegExp(`\\b${key}\\b`).test(words))).toEqual([]);
        expect(names.filter((key) => words.includes(`"${key}"`))).toEqual([]);
      }),
      { numRuns: 150, seed: 18 },
    );
  }
});
