import fc from 'fast-check';
import {
  addressOf,
  placeOfCommandLine,
  placeOfStranger,
  placeOnWeb,
  shownPlace,
  webAddress,
} from '../../../src/pipeline/storage/place';
import type { RemotePlace } from '../../../src/pipeline/storage/place';
import { expectThrown } from '../../support/expectError';
import { mutatedAddresses } from '../../support/mutatedAddresses';
import { MediaJobError } from '../../../src/pipeline/errors/mediaError';

const READERS = [placeOfStranger, placeOnWeb, placeOfCommandLine];

it.each([
  ['https://example.com/a b.mov', 'https://example.com/a%20b.mov'],
  [' HTTPS://EXAMPLE.com/../a\n', 'https://example.com/a'],
  ['http://2130706433', 'http://127.0.0.1/'],
  ['http:example.com/x', 'http://example.com/x'],
  ['http://me:secret@１２７.0.0.1/?sig=1#t', 'http://me:secret@127.0.0.1/?sig=1#t'],
  ['\u3000https://example.com/%5C%0a', 'https://example.com/%5C%0a'],
])('%j is an address on the web, whoever has written it', (text, href) => {
  for (const read of READERS) expect(read(text)).toEqual({ scheme: 'http', href, given: text.trim() });
  expect(webAddress(text)).toEqual(placeOnWeb(text));
});

it.each([
  'http://',
  'http://[::1',
  'http://a b/',
  'http://%00/',
  'http://example.com/\\x',
  'http:\\\\example.com',
  'http://example.com/a\nb',
  'http://example.com/\0',
  'http://example\t.com',
  'https://example.com/\x7f',
  'https://example.com/\x85.mov',
])('%j is none, and no path either', (text) => {
  for (const read of READERS) expectThrown(() => read(text), 'invalid_input');
  expect(webAddress(text)).toBeNull();
});

it.each([
  'ht\ntp://x/../../etc/a.mp4',
  '\x01http://x/',
  'h\0ttp://x',
  'http\t://x',
  'C:\\clip.mp4',
  '/etc/passwd',
  '-',
])('%j is a path from the command line alone', (text) => {
  expect(placeOfCommandLine(text)).toEqual({ scheme: 'file', path: text });
  expectThrown(() => placeOfStranger(text), 'invalid_input', /no address that starts with http/);
  expectThrown(() => placeOnWeb(text), 'invalid_input');
});

it.each(['file:///etc/passwd', 'ftp://8.8.8.8/x', 'data:video/mp4;base64,AAAA', 'concat:a|b', 'ws://a', 's3:key'])(
  '%j is of a kind that nobody reads',
  (text) => {
    for (const read of READERS) expectThrown(() => read(text), 'invalid_input');
  },
);

it('says how to name a file that looks like an address', () => {
  expectThrown(() => placeOfCommandLine('take:2.mov'), 'invalid_input', /take:.*\.\//);
});

it.each(['s3://bucket/a b\\%20.mov', ' s3://bucket/a b\\%20.mov '])('%j is in S3 storage', (text) => {
  const place = { scheme: 's3', bucket: 'bucket', key: 'a b\\%20.mov' };
  expect(placeOfStranger(text)).toEqual(place);
  expect(placeOfCommandLine(text)).toEqual(place);
  expectThrown(() => placeOnWeb(text), 'invalid_input');
});

it.each(['s3://bucket', 's3:///key', 's3://b/key', 's3://bucket/a\nb', 's3://bucket/\0', 's3://buc\tket/a'])(
  '%j is no S3 address',
  (text) => {
    expectThrown(() => placeOfStranger(text), 'invalid_input', /s3:\/\/bucket\/key/);
    expectThrown(() => placeOfCommandLine(text), 'invalid_input', /s3:\/\/bucket\/key/);
  },
);

it.each(['', ' \n\t '])('%j is nothing', (text) => {
  for (const read of READERS) expectThrown(() => read(text), 'input_required');
});

it('is shown as it was given, without its secrets', () => {
  const place = placeOfStranger(' https://me:secret@Example.com/a b?sig=secret ');
  expect(shownPlace(place)).toBe('https://***@Example.com/a b?sig=***');
  expect(addressOf(place)).toBe('https://me:secret@Example.com/a b?sig=secret');
  expect(shownPlace(placeOfStranger('s3://bucket/a?sig=x'))).toBe('s3://bucket/a?sig=***');
  expect(shownPlace(placeOfCommandLine(' a.mp4'))).toBe(' a.mp4');
});

/** Well-formed ones, and a place within each that is neither its beginning nor its end. */
const wellFormed = fc
  .webUrl({ withQueryParameters: true, withFragments: true })
  .chain((text) => fc.tuple(fc.constant(text), fc.integer({ min: 1, max: text.length - 1 })));
const control = fc.integer({ min: 0, max: 0x1f }).map((code) => String.fromCharCode(code));

it('an address with a control character or a backslash in it is none, whichever and wherever', () => {
  fc.assert(
    fc.property(wellFormed, fc.oneof(control, fc.constant('\\')), ([text, at], odd) => {
      expect(placeOfStranger(text)).toMatchObject({ scheme: 'http', given: text });
      const spoilt = text.slice(0, at) + odd + text.slice(at);
      expectThrown(() => placeOfStranger(spoilt), 'invalid_input');
      expectThrown(() => placeOnWeb(spoilt), 'invalid_input');
      expect(webAddress(spoilt)).toBeNull();
    }),
    { numRuns: 2_000, seed: 12 },
  );
});

it('what a stranger writes is never a path, and what was read of it is read the same again', () => {
  const texts = fc.oneof(mutatedAddresses('/etc/private.png', 80), fc.string({ unit: 'binary', maxLength: 60 }));
  fc.assert(
    fc.property(texts, (text) => {
      const place = readOr(text);
      expect(['http', 's3', null]).toContain(place?.scheme ?? null);
      if (place?.scheme === 'http') {
        expect(place.href).toMatch(/^https?:\/\/[^\\\p{Cc}]+$/u);
        expect(placeOfStranger(place.href)).toMatchObject({ href: place.href });
        expect(placeOfCommandLine(text)).toEqual(place);
      }
    }),
    { numRuns: 5_000, seed: 12 },
  );
});

function readOr(text: string): RemotePlace | null {
  try {
    return placeOfStranger(text);
  } catch (error) {
    expect(error).toBeInstanceOf(MediaJobError);
    return null;
  }
}
