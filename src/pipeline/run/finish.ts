import { writeMasterPlaylist } from '../hls/masterPlaylist';
import type { MediaInfo } from '../media/mediaInfo';
import type { Finish } from '../plan/finish';
import type { ProducedFile } from '../storage/destination';

/** A file that leads to others, with those of them that were not known before, and what all of them are together. */
export interface Finished {
  main: ProducedFile;
  parts: ProducedFile[];
  info: MediaInfo;
}

/** Writes what can only be written when the outputs are there. @param probed what each of them was found to be */
export async function writeFinish(
  { output, playlist }: Finish,
  folder: string,
  probed: ReadonlyMap<string, MediaInfo>,
): Promise<Finished> {
  const { master, segments } = await writeMasterPlaylist(folder, output, playlist, probed);
  const [first] = probed.values();
  if (first === undefined) throw new Error('A playlist has no rendition');
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const sound = [...probed.values()].find(({ audio }) => audio !== null)?.audio ?? null;
  const bitrate = first.duration ? Math.round((8 * bytes) / first.duration) : null;
  return { main: master, parts: segments, info: { ...first, bytes, audio: sound, bitrate } };
}
