// Texts that strangers send to keep a reader busy: one piece over and over, with and without a beginning and an end of its own.
const PIECES = [
  ...Array.from('a0 \n\t/\\.@:?&=%<[{("\'#;,-+~é日😀\u0000\uFFFD'),
  ...[
    '//',
    'https:',
    'https://a@',
    'http://a/',
    '?a',
    '&token=',
    'a=',
    '%41',
    '{\\',
    '{\\a',
    '<a',
    '<i>',
    '-->',
    'a.',
    '..',
    '\r\n',
    '\n\n',
  ],
  ...[
    '/outputs/a/',
    'bearer ',
    'basic a',
    '```',
    '```\n',
    '<think>',
    '</think>',
    '<!--',
    '<!---->',
    '<!--a-->\n',
    'DTS ',
    'file:',
    'file:a: ',
  ],
  ...[
    '1\n00:00:00,000 --> 00:00:01,000\na\n\n',
    '00:00 --> 00:01\n',
    'NOTE\n',
    '&a',
    '&amp;',
    '#EXTINF:1,\na\n',
    ',URI="',
    '1.ts\n',
    '[a @ 0x1] ',
  ],
  ...['Stream #0:1 ', '/a', 'C:\\a', 'a b', 'a. ', '"a" ', 'A: b\n', '1:', '0x', '-1,'],
];
/** Lists and objects of JSON, as many as there is room for, and lists in lists. */
const ENTRIES = [
  '0',
  '""',
  '[]',
  '{}',
  '{"start":0,"end":1}',
  '{"start":0,"end":1,"text":"a","words":[{"start":0,"end":1}]}',
  '{"a":1}',
];

const times = (piece: string, length: number): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
const listOf = (entry: string, length: number): string =>
  `[${Array.from({ length: Math.floor(length / (entry.length + 1)) }, () => entry).join(',')}]`;

/** The texts with this many characters or a few more, one after the other; each is made when it is asked for. */
export function* shapes(length: number): Generator<() => string> {
  for (const piece of PIECES) {
    const text = () => times(piece, length);
    yield text;
    yield () => `${text()}\u0001`;
    yield () => `https://${text()}`;
    yield () => `WEBVTT\n\n${text()}\u0001`;
  }
  for (const entry of ENTRIES) {
    const list = () => listOf(entry, length);
    yield list;
    for (const name of ['segments', 'words', 'predefined_shorts', 'transcript']) yield () => `{"${name}":${list()}}`;
    yield () => `{"kind":"shorts","options":{"predefined_shorts":${list()}}}`;
    const half = () => listOf(entry, length / 2);
    yield () => `{"kind":"video","options":{"width":${half()}},"metadata":{"a":${half()}}}`;
  }
  yield () => '['.repeat(length);
  yield () => `${'['.repeat(length / 2)}${']'.repeat(length / 2)}`;
  yield () => '{"a":'.repeat(length / 5);
  const names = (most = length) => Array.from({ length: Math.floor(most / 11) }, (_, at) => `"o${at}":1`).join(',');
  yield () => `{${names()}}`;
  yield () => `{"kind":"video",${names()}}`;
  yield () => `{"kind":"video","options":{${names(length / 2)}},"metadata":{${names(length / 2)}}}`;
}
