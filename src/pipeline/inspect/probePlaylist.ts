import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Binaries } from '../ffmpeg/find';
import type { MediaInfo } from '../media/mediaInfo';
import { probeFile } from './probe';
import { secondsOf, segmentsOf } from '../hls/mediaPlaylist';
import { mediaError } from '../errors/mediaError';

/** A rendition that we wrote, as one file: what its first segment is made of, with the length and size of all. @throws output_incomplete */
export async function probePlaylist(path: string, binaries: Binaries, signal: AbortSignal): Promise<MediaInfo> {
  const folder = dirname(path);
  const segments = segmentsOf(await readFile(path, 'utf8'));
  const sizes = await Promise.all(
    segments.map(({ file }) =>
      stat(join(folder, file)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  const missing = segments.find((_, index) => sizes[index] === 0);
  const [first] = segments;
  if (first === undefined || missing !== undefined)
    throw mediaError('output_incomplete', { why: `the segment ${missing?.file ?? 'list'} is empty` });
  const info = await probeFile(join(folder, first.file), binaries, signal);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const duration = secondsOf(segments);
  return { ...info, path, format: 'hls', bytes, duration, bitrate: Math.round((8 * bytes) / duration) };
}
