import { LONGEST_ADDRESS, LONGEST_MESSAGE } from './textLimits';

/** THE LIST of query parameters that let whoever has them in: signatures, tokens and keys of S3, CloudFront, Akamai, Azure, Google and others. */
const ENDS_IN = String.raw`signature|token|secret|password|passwd|passphrase|credentials?|(?:api|access|auth|secret|private|shared|storage|account|subscription)[-_]?key(?:[-_]?id)?|auth|authorization|policy`;
const IS = 'sas|sig|sign|key|key-pair-id|pwd|pass|jwt|code|hdnea|hdnts|session|sessionid|sid';
const NAME = String.raw`(?:[\w.[\]-]*(?:${ENDS_IN})|${IS})\]?(?:\[\])?`;

const SECRET_NAME = new RegExp(`^${NAME}$`, 'i');
const SECRET_PAIR = new RegExp(String.raw`([?&;#]${NAME}=)[^&;#\s"'<>]+`, 'gi');
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi;
/** What lets the holder of a link to a result in, at any `media-jobs serve`. */
const LINK_PASS = /(\/outputs\/[^/\s]+\/)\d{1,16}\.[\w-]{43}(?=\/)/g;

/** The text with user names and passwords of addresses, signature-like query values and bearer tokens shown as `***`; of a very long one only the beginning. */
export const redact = (text: string): string =>
  maskLogins(bounded(text)).replace(SECRET_PAIR, '$1***').replace(BEARER, '$1 ***').replace(LINK_PASS, '$1***');

/** The word that the end cuts through goes too: half a secret is not known for one. */
function bounded(text: string): string {
  if (text.length <= LONGEST_MESSAGE) return text;
  const words = text.slice(0, LONGEST_MESSAGE + 1);
  return `${words.slice(0, Math.max(words.lastIndexOf(' '), words.lastIndexOf('\n')) + 1)}…`;
}

/** What no authority has in it, or slashes and what follows them: each character of a text is in one of these alone. */
const STEPS = /[?#\s"'<>]+|([\\/]*)([^\\/?#\s"'<>]*)/g;

/** An authority follows `scheme://`, or a web scheme with any slashes or none, as those who fetch it read it: what stands before its last @ lets in. */
function maskLogins(text: string): string {
  if (!text.includes('@')) return text;
  let before = '';
  return text.replace(STEPS, (step: string, slashes: string = '', name: string = '') => {
    const from = slashes !== '' && opensAuthority(before.slice(-6), slashes, name) ? 0 : afterWebScheme(name);
    before = name;
    const at = name.lastIndexOf('@');
    return from < at ? `${slashes}${name.slice(0, from)}***${name.slice(at)}` : step;
  });
}

/** Without a scheme, a name is taken for a user's where a password follows it. */
function opensAuthority(before: string, slashes: string, name: string): boolean {
  if (/https?:$/i.test(before)) return true;
  if (slashes !== '//') return false;
  return before === '' ? /^[^:]*:[^@]*@/.test(name) : /[a-z0-9+.-]:$/i.test(before);
}

function afterWebScheme(name: string): number {
  const scheme = /\bhttps?:/i.exec(name);
  return scheme === null ? Infinity : scheme.index + scheme[0].length;
}

/**
 * What is shown of an address, wherever it is shown or stored: `***` in the place of a user name and password and of signature-like query values. One without
 * secrets stays as it is, byte for byte; one that is too long to be an address is not shown.
 */
export function shownAddress(address: string): string {
  if (address.length > LONGEST_ADDRESS) return `an address of ${address.length.toLocaleString('en-US')} characters`;
  // Whoever fetches it passes over these, so that they could hide a name from this look.
  const text = address.replace(/[\t\n\r]/g, '');
  const [scheme] = /^[\0-\x20]*[a-z][a-z0-9+.-]*:[\\/]*/i.exec(text) ?? [];
  if (scheme === undefined) return redact(address);
  const masked = `${scheme}${maskParts(text.slice(scheme.length))}`;
  return masked === text ? address : masked;
}

/** Authority, path, query and fragment, as the WHATWG URL Standard divides an address; user name and password end at the authority's last @. */
function maskParts(text: string): string {
  const [authority = ''] = /^[^\\/?#]*/.exec(text) ?? [];
  const at = authority.lastIndexOf('@');
  const user = at > 0 ? '***' : '';
  const rest = text.slice(Math.max(at, 0));
  const [, place = '', query = '', fragment = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(rest) ?? [];
  return `${user}${place.replace(LINK_PASS, '$1***')}${maskPairs(query)}${maskPairs(fragment)}`;
}

/** Of `name=value`, the value where the name is one of a secret, or the value an address with a user name. */
const maskPairs = (query: string): string =>
  query.replace(/[^&;]+/g, (pair) => {
    const [head = '', name = ''] = /^[?#=]*(?:[^=]*[?#])?([^=]*)/.exec(pair) ?? [];
    const isSecret = SECRET_NAME.test(decoded(name)) || hasLogin(decoded(pair.slice(head.length + 1)));
    return head.length < pair.length - 1 && isSecret ? `${head}=***` : pair;
  });

/** Whether an address stands in a text, and an @ behind its slashes. */
function hasLogin(text: string): boolean {
  const slashes = text.indexOf('//');
  return slashes !== -1 && text.indexOf('@', slashes) !== -1;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' ')).trim();
  } catch {
    return name;
  }
}
