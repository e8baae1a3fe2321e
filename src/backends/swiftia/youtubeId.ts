import { webAddress } from '../../pipeline/storage/place';

const ID = /^[\w-]{11}$/;
const HOSTS = /^(?:(?:www|m|music)\.)?(?:youtube\.com|youtube-nocookie\.com)$/;
/** Addresses whose path names the video. */
const PATHS = /^\/(?:shorts|embed|live|v)\/([^/]+)/;

/** The id of a YouTube video, given as such or as an address of it; null when it is neither. */
export function youtubeId(given: string): string | null {
  const text = given.trim();
  if (ID.test(text)) return text;
  const address = webAddress(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  if (address === null) return null;
  const named = idIn(new URL(address.href));
  return named && ID.test(named) ? named : null;
}

function idIn({ hostname, pathname, searchParams }: URL): string | null | undefined {
  if (hostname === 'youtu.be') return pathname.slice(1).split('/')[0];
  return HOSTS.test(hostname) ? (PATHS.exec(pathname)?.[1] ?? searchParams.get('v')) : null;
}
