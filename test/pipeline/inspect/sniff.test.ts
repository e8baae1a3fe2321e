import { judge } from '../../../src/pipeline/inspect/sniff';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

it.each([
  ['jpeg', bytes([0xff, 0xd8, 0xff, 0xe0])],
  ['png', bytes([0x89], 'PNG\r\n', [0x1a], '\n')],
  ['gif', bytes('GIF89a')],
  ['webp', bytes('RIFF', [1, 2, 3, 4], 'WEBP')],
  ['tiff', bytes('II*', [0])],
  ['avif', bytes([0, 0, 0, 24], 'ftypavif', [0, 0, 0, 0], 'mif1avif')],
  ['heic', bytes([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0], 'mif1heic')],
])('knows %s', (format, head) => expect(judge(head)).toEqual({ is: 'image', format }));

it.each([
  ['an HLS playlist', '#EXTM3U\n#EXTINF:5,\nother.ts'],
  ['an ffconcat', 'ffconcat version 1.0\nfile a.ts'],
  ['a DASH', '<?xml version="1.0"?>\n<MPD xmlns="x">'],
  ['an SVG', '<?xml version="1.0"?><!-- c --><svg xmlns="x">'],
  ['an SVG', `${'<!---->'.repeat(100)}<!-- a-b --c -> --> <svg>`],
  ['an SVG', '\uFEFF  <svg>'],
  ['a web page', '<!DOCTYPE html><html>'],
  ['text', 'just some words\n'],
])('refuses %s', (what, text) =>
  expect(judge(Buffer.from(text))).toEqual({ is: 'refused', why: expect.stringContaining(what) as string }),
);

it.each([
  bytes([0x1a, 0x45, 0xdf, 0xa3]),
  bytes('ID3', [3, 0, 0]),
  bytes([0x47, 0x40, 0x11]),
  bytes('RIFF', [0, 0, 0, 0], 'WAVE'),
])('leaves media to ffprobe (%#)', (head) => expect(judge(head)).toEqual({ is: 'media', boxes: false }));
it.each(['ftypisom', 'ftypqt  ', 'moov', 'mdat', 'wide', 'free', 'moof'])(
  'knows the boxes of MP4 and MOV: %s',
  (type) => expect(judge(bytes([0, 0, 0, 24], type, [0, 0, 2, 0]))).toEqual({ is: 'media', boxes: true }),
);

// An expression that tried out where each of them may end needed longer than the world is old.
it('is not kept busy by comments', () =>
  expect(judge(Buffer.from(`${'<!---->'.repeat(580)}x`))).toEqual({
    is: 'refused',
    why: 'it is text and not a media file',
  }));
