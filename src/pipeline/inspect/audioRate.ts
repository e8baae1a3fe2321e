import { largest, smallest } from '../base/extremes';
import { isSourceAddress } from '../media/sourceAddress';
import type { Binary } from '../ffmpeg/find';
import { packetFields } from './packetFields';

/** Seconds that are looked at: enough for an average, and read in no time. */
const LOOKED_AT = 60;
/** Where each of them has to be fetched. */
const LOOKED_AT_AFAR = 10;

/** Bits per second of one stream, counted, for containers that do not say (WebM, Matroska); null when it has no packets. Nothing is decoded. */
export async function audioRate(
  path: string,
  index: number,
  ffprobe: Binary,
  signal?: AbortSignal,
): Promise<number | null> {
  const within = `%+${isSourceAddress(path) ? LOOKED_AT_AFAR : LOOKED_AT}`;
  const { packets } = await packetFields(
    path,
    { stream: index, fields: ['pts_time', 'size'], within },
    ffprobe,
    signal,
  );
  const times = packets.map(([time = 0]) => time);
  // The last packet's own length is not told: it is left out on both sides.
  const seconds = largest(times) - smallest(times);
  const bytes = packets.slice(0, -1).reduce((sum, [, size = 0]) => sum + size, 0);
  return seconds > 0 ? Math.round((8 * bytes) / seconds) : null;
}
