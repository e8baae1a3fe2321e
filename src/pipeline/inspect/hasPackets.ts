import type { Binary } from '../ffmpeg/find';
import { packetFields } from './packetFields';

/** Whether there is anything of a stream that a container declares: read up to its first packet. True where that took too long. */
export async function hasPackets(path: string, index: number, ffprobe: Binary, signal?: AbortSignal): Promise<boolean> {
  const first = { stream: index, fields: ['size'], within: '%+#1' };
  const { packets, code } = await packetFields(path, first, ffprobe, signal);
  return code !== 0 || packets.length > 0;
}
