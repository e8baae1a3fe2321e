import { join } from 'node:path/posix';

/**
 * The files that a playlist (RFC 8216) names, each once: by their place relative to the folder of the whole set, as their addresses too are made of it.
 * @param folder of the playlist, relative to that of the set; `.` for the set's own
 * @returns null when one of them lies elsewhere than in the set, or cannot have a plain name: then the playlist would not play from a copy
 */
export function playlistFiles(playlist: string, folder: string): string[] | null {
  const lines = playlist
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines[0]?.startsWith('#EXTM3U') !== true) return null;
  const uris = lines.flatMap((line) =>
    line.startsWith('#') ? [...line.matchAll(/[,:]URI="([^"]*)"/g)].map(([, uri = '']) => uri) : [line],
  );
  const files = new Set<string>();
  for (const uri of uris) {
    const file = plainName(uri, folder);
    if (file === null) return null;
    files.add(file);
  }
  return [...files];
}

function plainName(uri: string, folder: string): string | null {
  // A query may be a signature, which a file of that name does not have.
  if (!/^[^?#:\\%\p{Cc}]+$/u.test(uri) || uri.startsWith('/')) return null;
  const file = join(folder, uri);
  return file.split('/').some((step) => step !== step.trim() || step === '' || step.startsWith('.')) ? null : file;
}
