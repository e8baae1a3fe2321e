import { withoutEnd } from '../pipeline/base/withoutEnd';
import { mediaError } from '../pipeline/errors/mediaError';

/** What a credential says of a hosted API. The address was set by an administrator, so it is reached as given, but no further than it says. */
export interface ApiAccess {
  /** As users know it: `Ittybit`. */
  name: string;
  /** `https://host/path`, with or without a slash at its end. */
  baseUrl: string;
  apiKey: string;
}

/** An address below the base URL. @throws backend_refused where the base URL is none */
export function addressOf({ name, baseUrl }: ApiAccess, path: string, query: Record<string, string> = {}): URL {
  const base = URL.parse(baseUrl);
  if (
    base === null ||
    !/^https?:$/.test(base.protocol) ||
    base.username !== '' ||
    base.search !== '' ||
    base.hash !== ''
  ) {
    throw mediaError('backend_refused', {
      backend: name,
      why: 'its base URL is no address of the form https://host/path',
    });
  }
  const url = new URL(`${withoutEnd(base.href, /\//)}/${path}`);
  for (const [field, value] of Object.entries(query)) url.searchParams.set(field, value);
  return url;
}

/** The header that holds the key. @throws backend_refused where the key cannot stand in one */
export function authorizationOf({ name, apiKey }: ApiAccess): string {
  const key = apiKey.trim();
  if (!/^[\x21-\x7e]+$/.test(key))
    throw mediaError('backend_refused', {
      backend: name,
      why: 'the API key is empty or has characters that no key has',
    });
  return `Bearer ${key}`;
}

/** What the fields of a credential say. @param name of the API as users know it */
export function accessOf(name: string, credential: object): ApiAccess {
  const { apiKey = '', baseUrl = '' } = credential as { apiKey?: string; baseUrl?: string };
  return { name, apiKey, baseUrl };
}
