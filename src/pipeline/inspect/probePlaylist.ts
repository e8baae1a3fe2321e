import { appendFile, copyFile, readFile, rm, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Binaries } from '../ffmpeg/find';
import type { MediaInfo } from '../media/mediaInfo';
import { probeFile } from './probe';
import { beginningOf, secondsOf, segmentsOf } from '../hls/mediaPlaylist';
import { mediaError } from '../errors/mediaError';

/** A rendition that we wrote, as one file: what its first segment is made of, with the length and size of all. @throws output_incomplete */
export async function probePlaylist(path: string, binaries: Binaries, signal: AbortSignal): Promise<MediaInfo> {
  const folder = dirname(path);
  const text = await readFile(path, 'utf8');
  const segments = segmentsOf(text);
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
  const beginning = beginningOf(text);
  const info =
    beginning === null
      ? await probeFile(join(folder, first.file), binaries, signal)
      : await probeJoined([join(folder, beginning), join(folder, first.file)], `${path}.first.mp4`, binaries, signal);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const duration = secondsOf(segments);
  return { ...info, path, format: 'hls', bytes, duration, bitrate: Math.round((8 * bytes) / duration) };
}

/** A segment that is whole only behind what all of its stream begin with. @param joined a file for both, which is gone afterwards */
async function probeJoined(
  [beginning, segment]: readonly [string, string],
  joined: string,
  binaries: Binaries,
  signal: AbortSignal,
): Promise<MediaInfo> {
  try {
    await copyFile(beginning, joined);
    await appendFile(joined, createReadStream(segment));
    return await probeFile(joined, binaries, signal);
  } finally {
    await rm(joined, { force: true });
  }
}
