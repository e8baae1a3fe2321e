import { mediaError } from '../errors/mediaError';

const MAX_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export const isRedirect = (status: number): boolean => REDIRECTS.has(status);

/**
 * Where a redirect leads. Whether that address may be reached is for the guard to say, as for any other.
 * @param followed how many redirects were followed before this one
 * @throws redirect_refused
 */
export function redirectTarget(from: URL, location: string | undefined, followed: number): URL {
  const refuse = (why: string) => mediaError('redirect_refused', { address: from.href, why });
  if (followed >= MAX_REDIRECTS) throw refuse(`it is the end of more than ${MAX_REDIRECTS} redirects`);
  const to = location === undefined ? null : URL.parse(location, from.href);
  if (to === null) throw refuse('its server does not say where it leads');
  if (to.protocol !== 'http:' && to.protocol !== 'https:')
    throw refuse(`it leads to an address of the kind ${to.protocol}`);
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw refuse(`it leads from https to http (${to.href}), where others can read and change what is sent`);
  }
  return to;
}
