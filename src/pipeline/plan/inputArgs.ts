import { isSourceAddress } from '../media/sourceAddress';
import { MAX_SIDE } from '../media/frame';

/**
 * Containers that hold media themselves. Playlists (HLS, DASH, ffconcat) are not among them: under any name they could make ffmpeg
 * open what they list. Demuxers of single pictures are left out too; pictures are read by sharp.
 */
const CONTAINERS = [
  'mov',
  'matroska',
  'avi',
  'mpegts',
  'mpeg',
  'mpegvideo',
  'flv',
  'asf',
  'ogg',
  'mp3',
  'wav',
  'w64',
  'aiff',
  'flac',
  'aac',
  'ac3',
  'eac3',
  'dts',
  'amr',
  'au',
  'caf',
  'ape',
  'wv',
  'tta',
  'mxf',
  'gxf',
  'ivf',
  'dv',
  'nut',
  'rm',
  'h264',
  'hevc',
  'm4v',
  'obu',
  'gif',
  'apng',
  'bmp_pipe',
].join(',');

/** Most pixels that a decoder may allocate for one frame. */
const MAX_PIXELS = MAX_SIDE * MAX_SIDE;

/**
 * Arguments up to and with `-i` for a local file, or for the address of a range reader; the same for ffmpeg and ffprobe.
 * `file:` keeps names with colons or percent signs literal.
 */
export function fileInput(path: string): string[] {
  const [protocols, place] = isSourceAddress(path) ? ['http,tcp', path] : ['file', `file:${path}`];
  return [
    '-protocol_whitelist',
    protocols,
    '-format_whitelist',
    CONTAINERS,
    '-max_pixels',
    `${MAX_PIXELS}`,
    '-i',
    place,
  ];
}
