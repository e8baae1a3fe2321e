/** THE LIST of query parameters that let whoever has them in: signatures, tokens and keys of S3, CloudFront, Akamai, Azure, Google and others. */
const ENDS_IN = String.raw`signature|token|secret|password|passwd|passphrase|credentials?|(?:api|access|auth|secret|private|shared|storage|account|subscription)[-_]?key(?:[-_]?id)?|auth|authorization|policy`;
const IS = 'sig|sign|key|key-pair-id|pwd|pass|jwt|code|hdnea|hdnts|session|sessionid|sid';
const NAME = String.raw`(?:[\w.\[\]-]*(?:${ENDS_IN})|${IS})\]?(?:\[\])?`;

const SECRET_NAME = new RegExp(`^${NAME}$`, 'i');
const SECRET_PAIR = new RegExp(String.raw`([?&;#]${NAME}=)[^&;#\s"'<>]+`, 'gi');
const USER_INFO = /\b([a-z][a-z0-9+.-]*:\/\/|https?:[\\/]*)[^\\/?#\s"'<>]+@/gi;
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi;
/** What lets the holder of a link to a result in, at any `media-jobs serve`. */
const LINK_PASS = /(\/outputs\/[^/\s]+\/)\d{1,16}\.[\w-]{43}(?=\/)/g;

/** The text with user names and passwords of addresses, signature-like query values and bearer tokens shown as `***`. */
export function redact(text: string): string {
  return text
    .replace(USER_INFO, '$1***@')
    .replace(SECRET_PAIR, '$1***')
    .replace(BEARER, '$1 ***')
    .replace(LINK_PASS, '$1***');
}

/** Scheme, what stands before the last @ of the authority, host and path, query, fragment, as the WHATWG URL Standard reads an address. */
const ADDRESS = /^([\0-\x20]*[a-z][a-z0-9+.-]*:[\\/]*)(?:([^\\/?#]*)@)?([^?#]*)(\?[^#]*)?(#.*)?$/is;

/**
 * What is shown of an address, wherever it is shown or stored: `***` in the place of a user name and password and of signature-like query values. One without
 * secrets stays as it is, byte for byte.
 */
export function shownAddress(address: string): string {
  // Whoever fetches it passes over these, so that they could hide a name from this look.
  const text = address.replace(/[\t\n\r]/g, '');
  const [, scheme, login, place = '', query = '', fragment = ''] = ADDRESS.exec(text) ?? [];
  if (scheme === undefined) return redact(address);
  const user = login === undefined ? '' : `${login === '' ? '' : '***'}@`;
  const masked = `${scheme}${user}${place.replace(LINK_PASS, '$1***')}${maskPairs(query)}${maskPairs(fragment)}`;
  return masked === text ? address : masked;
}

const maskPairs = (query: string): string =>
  query.replace(/([^?#&;=]+)=([^&;]+)/g, (pair, name: string) =>
    SECRET_NAME.test(decoded(name)) ? `${name}=***` : pair,
  );

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' ')).trim();
  } catch {
    return name;
  }
}
