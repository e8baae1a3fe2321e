import fc from 'fast-check';
import { INSIDE_HOSTS } from './insideAddresses';

const SCHEMES = [
  'http',
  'https',
  'HTTP',
  'hTtp',
  'file',
  'ftp',
  'data',
  'concat',
  'C',
  '',
  'view-source:http',
  '\0http',
];
const SEPARATORS = ['://', ':', ':/', ':\\\\', ':\\/', ':///', '//', ''];
/** What one reader of an address takes out, stops at, or takes for something else, and another does not. */
const ODDITIES = [
  ...['\n', '\t', '\r', '\0', '\x01', '\x1f', '\x7f', '\x85', '\\', ' ', '?', '#'],
  ...['.', '..', '/', '/../', '%0a', '%09', '%2e', '%2f', '%5c', '%00'],
  ...['\u3002', '\u2024', '\uff0e', '\uff0f', '\u2215', '\u00a0', '\ufeff', '\u200b', '\u00ad', '\ud800', 'ſ', 'K'],
];

/** One of them, somewhere in a text, or several. */
const spoilt = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.constantFrom(...ODDITIES)), { maxLength: 2 })
    .map((odd) => odd.reduce((made, [at, what]) => made.slice(0, at) + what + made.slice(at), text));

/** Ways to name a file after the host of an address, as whoever takes the address for a path would read them. */
const pathsTo = (file: string): string[] => {
  const up = (step: string) => step.repeat(24);
  return ['/', '/video.mp4', file, up('/..') + file, up('/%2e%2e') + file, up('\\..') + file, `/${up('../')}${file}`];
};

/**
 * Addresses that lead inside, and those that a reader may take for the path of a file, as attackers write them.
 * @param file absolute path that nobody must read @param port that nobody must reach, on all hosts
 */
export function mutatedAddresses(file: string, port: number): fc.Arbitrary<string> {
  const before = fc
    .tuple(fc.constantFrom(...SCHEMES), fc.constantFrom(...SEPARATORS), fc.constantFrom('', 'me:secret@'))
    .chain((parts) => spoilt(parts.join('')));
  const host = fc.oneof(
    fc.constantFrom(...INSIDE_HOSTS),
    fc.constantFrom('localhost', 'inside.test', 'x').chain(spoilt),
  );
  const after = fc
    .tuple(fc.constantFrom('', `:${port}`), fc.constantFrom(...pathsTo(file)))
    .chain((parts) => spoilt(parts.join('')));
  const address = fc.tuple(before, host, after).map((parts) => parts.join(''));
  const path = fc.constantFrom(file, `file://${file}`, `./${file}`, `file:${file}`).chain(spoilt);
  return fc.oneof({ arbitrary: address, weight: 6 }, { arbitrary: path, weight: 1 });
}
