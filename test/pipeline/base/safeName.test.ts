import { safeName } from '../../../src/pipeline/base/safeName';

it.each([
  ['upload.mov', 'upload.mov'],
  ['Überraschung für Zoë.mp4', 'Überraschung für Zoë.mp4'],
  ['日本語.webm', '日本語.webm'],
  ['a/../../etc/passwd', 'a_.._.._etc_passwd'],
  ['..\\..\\x.mp4', '_.._x.mp4'],
  ['.hidden', 'hidden'],
  ['..', 'fallback'],
  ['', 'fallback'],
  ['a\u0000b\nc.mp4', 'abc.mp4'],
  ['what? "this": <x>|*.mp4', 'what_ _this__ _x___.mp4'],
  [' spaced . ', 'spaced'],
  ['100%.mp4', '100%.mp4'],
])('%j becomes %j', (given, safe) => {
  expect(safeName(given, 'fallback')).toBe(safe);
});

it.each(['x', 'é', '日', '😀'])(
  'cuts a long name of %s to what a file system takes, keeps the extension, and leaves no half character',
  (letter) => {
    const safe = safeName(`${letter.repeat(5000)}.mp4`, 'fallback');
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200);
    expect(Buffer.byteLength(safe)).toBeGreaterThan(190);
    expect(safe).toMatch(new RegExp(`^(${letter})+\\.mp4$`, 'u'));
  },
);

it('keeps beginning and extension of a name of any length', () => {
  expect(safeName(`${'a'.repeat(1_000_000)}.mp4`, 'fallback')).toBe(`${'a'.repeat(196)}.mp4`);
  expect(safeName('. '.repeat(1_000_000), 'fallback')).toBe('fallback');
});
