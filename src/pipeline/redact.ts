/** Query parameters that let whoever has them in: signatures, tokens, keys of S3, CloudFront, Azure, Google and others. */
const SECRET_QUERY = /([?&;](?:[\w.-]*(?:signature|token|secret|password|passwd|credential|api[-_]?key|access[-_]?key(?:[-_]?id)?|auth|policy)|sig|key|key-pair-id|jwt|code)=)[^&#\s"'<>]+/gi;
const USER_INFO = /\b([a-z][a-z0-9+.-]*:\/\/)[^/\s@"'<>]+@/gi;
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi;

/** The text with user names and passwords of addresses, signature-like query values and bearer tokens shown as `***`. */
export function redact(text: string): string {
  return text.replace(USER_INFO, '$1***@').replace(SECRET_QUERY, '$1***').replace(BEARER, '$1 ***');
}
