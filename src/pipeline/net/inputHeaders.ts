import { mediaError } from '../errors/mediaError';

/** Request headers for the server of an input, such as `authorization`; names in lower case. */
export type InputHeaders = Record<string, string>;

/** Fetching has its own of these, or they are the connection's. */
const OURS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'if-range',
  'keep-alive',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** Most servers take no more (bytes), and a header has a colon, a blank and the end of its line besides. */
const [MOST_BYTES, AROUND] = [8_000, 4];

/** A field name and a value as HTTP has them (RFC 9110, 5.1 and 5.5), here without other than printable ASCII. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[\x20-\x7e\t]+$/;

/**
 * Headers as they can be sent; of a name that is there twice, the last. No error says a value, since it lets somebody in.
 * @throws request_invalid
 */
export function inputHeaders(pairs: readonly (readonly [name: string, value: string])[]): InputHeaders {
  if (pairs.reduce((sum, [name, value]) => sum + name.length + value.length + AROUND, 0) > MOST_BYTES)
    throw mediaError('request_invalid', {
      problems: `The headers have more than ${MOST_BYTES.toLocaleString('en-US')} bytes.`,
    });
  const problems = pairs.flatMap(([name, value], at) => {
    const which = NAME.test(name) ? `The header ${name}` : `The name of header ${at + 1}`;
    if (!NAME.test(name)) return [`${which} is none; a header looks like "Authorization: Bearer …".`];
    if (OURS.has(name.toLowerCase())) return [`${which} is set by the download itself.`];
    return VALUE.test(value) ? [] : [`${which} must have a value of printable ASCII.`];
  });
  if (problems.length > 0) throw mediaError('request_invalid', { problems: problems.join(' ') });
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
}

/** One header in a line, `Name: value`; empty lines are none. */
export const headerLines = (text: string): [string, string][] =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const at = line.indexOf(':');
      return at < 0 ? ['', ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
