import type { MediaInfo } from '../media/mediaInfo';

/** Tags that describe the work and not the person who made the file. All others go: place, device, time of recording, comments. */
const KEPT = ['title', 'artist', 'album', 'album_artist', 'composer', 'genre', 'track', 'disc'];

/** Output arguments of a file that takes no tag and no chapter of its source along. */
export const NO_TAGS = ['-map_metadata', '-1', '-map_chapters', '-1'];

type Given = Readonly<Record<string, string | undefined>>;

/** Output arguments that drop every tag and chapter of the source, and set the harmless ones again. @param given stand in place of the source's */
export function tagArgs({ tags }: Pick<MediaInfo, 'tags'>, given: Given = {}): string[] {
  const all: Given = { ...tags, ...given };
  const kept = KEPT.flatMap((key) => (all[key] ? ['-metadata', `${key}=${all[key].slice(0, 500)}`] : []));
  return ['-map_metadata', '-1', '-map_metadata:s', '-1', '-map_chapters', '-1', ...kept];
}
