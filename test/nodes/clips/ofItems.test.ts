import { clipsOf, itemWith, refusalOf } from './support';
import type { Node } from './support';

const joined = (said: object = {}) => ({ itemOptions: { items: 'joined', ...said } });

/** Items with an address each. */
const addressed = (urls: unknown[], said: (index: number) => object = () => ({})): Node => ({
  items: urls.map(() => ({ json: {} })),
  parameters: (index) => ({ inputSource: 'url', url: urls[index], ...joined(said(index)) }),
});

test('files of all items are one after the other, several of one item as they are named', async () => {
  const items = [itemWith('a.mp4', 'b.mp4'), itemWith('c.mp4'), itemWith('d.mp4', 'e.mp4')];
  const fields = ['b, a', 'data', '*'];
  const parameters = (index: number) => ({
    inputSource: 'binary',
    binaryPropertyName: fields[index],
    ...joined({ start: `${index}`, volume: index / 10, end: '' }),
  });
  expect(await clipsOf({ items, parameters })).toEqual([
    { url: 'b.mp4', start: 0, volume: 0 },
    { url: 'a.mp4', start: 0, volume: 0 },
    { url: 'c.mp4', start: 1, volume: 0.1 },
    { url: 'd.mp4', start: 2, volume: 0.2 },
    { url: 'e.mp4', start: 2, volume: 0.2 },
  ]);
});

test('an address may end in its times, and a length is another way to say an end', async () =>
  expect(
    await clipsOf(
      addressed(['https://a.example/1.mp4#t=2,4', 'https://b.example/2.png'], (index) =>
        index === 0 ? {} : { duration: '00:00:03', motion: 'zoom_in', fit: 'cover' },
      ),
    ),
  ).toEqual([
    { url: 'https://a.example/1.mp4', start: 2, end: 4 },
    { url: 'https://b.example/2.png', end: 3, motion: 'zoom_in', fit: 'cover' },
  ]));

test('what lies in a storage is read as it is named', async () => {
  const keys = ['a.mp4#t=1,2', 's3://other/b.mp4'];
  const parameters = (index: number) => ({
    inputSource: 's3',
    inputBucket: 'media',
    inputKey: keys[index],
    ...joined({ end: 1 }),
  });
  expect(await clipsOf({ items: [{ json: {} }, { json: {} }], parameters })).toEqual([
    { url: 's3://media/a.mp4#t=1,2', end: 1 },
    { url: 's3://other/b.mp4', end: 1 },
  ]);
});

const FIRST = 'https://a.example/1.mp4';
const last = (said: object) => (index: number) => (index === 1 ? said : {});

test.each<[string, Node, number | undefined, string, string]>([
  ['a path', addressed([FIRST, '/etc/passwd']), 1, 'invalid_input', 'Input 2 of 2: '],
  ['a file: address', addressed(['file:///etc/passwd#t=1', FIRST]), 0, 'invalid_input', 'Input 1 of 2: '],
  ['no address', addressed([FIRST, ' ']), 1, 'input_required', 'Input 2 of 2: '],
  [
    'too loud',
    addressed([FIRST, FIRST], last({ volume: 11 })),
    undefined,
    'request_invalid',
    '"Items → 2 → Volume" must',
  ],
  [
    'an end and a length',
    addressed([FIRST, FIRST], last({ end: 4, duration: 2 })),
    undefined,
    'request_invalid',
    'only',
  ],
  ['very many', addressed(Array(1001).fill(FIRST)), undefined, 'request_invalid', '"Items" must have at most 1,000'],
  [
    'a start beside them',
    { ...addressed([FIRST, FIRST]), options: { start: 1 } },
    undefined,
    'request_invalid',
    '"Start (Seconds)" belongs to each of "Items", not beside them.',
  ],
  [
    'a hosted API',
    { ...addressed([FIRST, FIRST]), backend: 'ittybit' },
    undefined,
    'request_invalid',
    '"Items" is a list of clips, which Ittybit does not join. "This N8n"',
  ],
])('%s is refused', async (_, node, index, kind, words) => {
  const { message, ...error } = await refusalOf(node);
  expect([error.kind, error.inputIndex, message]).toEqual([kind, index, expect.stringContaining(words)]);
});

test('where several files are named, none stands for another', async () => {
  const parameters = () => ({ inputSource: 'binary', binaryPropertyName: 'a, b', ...joined() });
  const { message, inputIndex } = await refusalOf({ items: [itemWith('a.mp4')], parameters });
  expect([message, inputIndex]).toEqual([
    'Input 2 of 2: "Input Binary Field" must be one of the item\'s binary fields: "a" (given: "b").',
    1,
  ]);
});
