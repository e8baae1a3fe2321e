import { join } from 'node:path/posix';

/**
 * The files that a playlist (RFC 8216) names, each once: by their place relative to the folder of the whole set, as their addresses too are made of it.
 * @param folder of the playlist, relative to that of the set; `.` for the set's own
 * @returns null when one of them lies elsewhere than in the set, or cannot have a plain name, or they are too many: then the playlist would not play from a copy
 */
export function playlistFiles(playlist: string, folder: string): string[] | null {
  if (!/^\uFEFF?\s*#EXTM3U/.test(playlist)) return null;
  const uris = new Set<string>();
  for (const [line] of playlist.matchAll(/[^\n]+/g))
    for (const uri of urisIn(line.trim())) if (uris.add(uri).size > MOST_NAMED) return null;
  const files = new Set<string>();
  for (const uri of uris) {
    const file = plainName(uri, folder);
    if (file === null) return null;
    files.add(file);
  }
  return [...files];
}

/** Files that one playlist may name: a day in segments of four seconds, and some. */
const MOST_NAMED = 25_000;

function* urisIn(line: string): Generator<string> {
  if (line !== '' && !line.startsWith('#')) yield line;
  else if (line.includes('URI="')) for (const [, uri = ''] of line.matchAll(/[,:]URI="([^"]*)"/g)) yield uri;
}

function plainName(uri: string, folder: string): string | null {
  // A query may be a signature, which a file of that name does not have.
  if (!/^[^?#:\\%\p{Cc}]+$/u.test(uri) || uri.startsWith('/')) return null;
  const file = join(folder, uri);
  return file.split('/').some((step) => step !== step.trim() || step === '' || step.startsWith('.')) ? null : file;
}
