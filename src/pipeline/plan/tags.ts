import type { MediaInfo } from '../media/mediaInfo';

/** Tags that describe the work and not the person who made the file. All others go: place, device, time of recording, comments. */
const KEPT = ['title', 'artist', 'album', 'album_artist', 'composer', 'genre', 'track', 'disc'];

/** Output arguments that drop every tag and chapter of the source, and set the harmless ones again. */
export function tagArgs({ tags }: Pick<MediaInfo, 'tags'>): string[] {
  const kept = KEPT.flatMap((key) => (tags[key] ? ['-metadata', `${key}=${tags[key].slice(0, 500)}`] : []));
  return ['-map_metadata', '-1', '-map_metadata:s', '-1', '-map_chapters', '-1', ...kept];
}
