import { clipsOf, itemWith, refusalOf } from './support';
import type { Node } from './support';

const items = [itemWith('logo.png'), itemWith('intro.mp4', 'end.mp4')];
const listing = (clips: unknown): Node => ({
  items,
  parameters: () => ({ itemOptions: { items: 'list', clips } }),
});

const ADDRESS = 'https://a.example/1.mp4';
const LIST = [
  `${ADDRESS}#t=1,3`,
  { url: ADDRESS, duration: '00:00:02.5', volume: 0.5 },
  { binary: 'end', end: 4 },
  { url: { binary: 'logo', item: 0 }, end: 2, motion: 'pan_up', audio_url: { binary: 'end', item: 1 } },
  { url: ADDRESS, audio_url: 'intro#t=2' },
];

test.each([
  ['a list', LIST],
  ['its text', JSON.stringify(LIST)],
])('%s names addresses, and files of the incoming items', async (_, given) =>
  expect(await clipsOf(listing(given), 1)).toEqual([
    { url: ADDRESS, start: 1, end: 3 },
    { url: ADDRESS, end: 2.5, volume: 0.5 },
    { url: 'end.mp4', end: 4 },
    { url: 'logo.png', end: 2, motion: 'pan_up', audio_url: 'end.mp4' },
    { url: ADDRESS, audio_url: 'intro.mp4#t=2' },
  ]),
);

const deep = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) as unknown;

test.each<[string, unknown, number | undefined, string, string]>([
  ['no list', { url: ADDRESS }, undefined, 'request_invalid', '"Clips (JSON)" must be a JSON list such as ["https'],
  ['no JSON', '[', undefined, 'request_invalid', '"Clips (JSON)" must be a JSON list'],
  ['nothing', undefined, undefined, 'request_invalid', '(given: nothing)'],
  ['an empty list', [], undefined, 'request_invalid', '"Items" must have at least 1'],
  ['very many', Array(1001).fill({ a: 1 }), undefined, 'request_invalid', '"Items" must have at most 1,000'],
  ['very deep ones', [{ url: ADDRESS, x: deep }], undefined, 'request_invalid', 'must not have more than 100 levels'],
  ['a number', [ADDRESS, 7], undefined, 'request_invalid', '"Items → 2" must be an address'],
  ['a path', [ADDRESS, '/etc/passwd'], 1, 'invalid_input', 'Input 2 of 2: '],
  ['a file: address', [{ url: 'file:///etc/passwd', end: 1 }], 0, 'invalid_input', 'Input 1 of 1: '],
  ['an address in a storage', [ADDRESS, 's3://bucket/a.mp4'], 1, 'invalid_input', 'http:// or https://'],
  ['an item that is not there', [{ binary: 'logo', item: 2 }], 0, 'request_invalid', 'from 0 to 1 (given: 2)'],
  ['the path of an item', [{ binary: 'logo', item: '../0' }], 0, 'request_invalid', 'from 0 to 1 (given: "../0")'],
  ['another field', [ADDRESS, { binary: 'toString', item: 0 }], 1, 'request_invalid', 'item 0: "logo" (given: "toStr'],
  ['a file with more', [{ url: { binary: 'logo', path: '/etc' } }], 0, 'request_invalid', 'A file is named like'],
  [
    'a sound that is a path',
    [ADDRESS, { url: ADDRESS, audio_url: '/etc/a' }],
    1,
    'invalid_input',
    '"inputs[1].audio_url": ',
  ],
  [
    'a sound of no item',
    [{ url: ADDRESS, audio_url: { binary: 'x' } }],
    0,
    'request_invalid',
    '"Items → 1 → Audio URL": ',
  ],
  ['a file and an address', [{ url: ADDRESS, binary: 'logo' }], undefined, 'request_invalid', '"binary" is not one of'],
  ['an unknown option', [{ binary: 'logo', sound: 1 }], undefined, 'request_invalid', '"sound" is not one of'],
])('%s is refused', async (_, clips, index, kind, words) => {
  const { message, ...error } = await refusalOf(listing(clips));
  expect([error.kind, error.inputIndex, message]).toEqual([kind, index, expect.stringContaining(words)]);
});
