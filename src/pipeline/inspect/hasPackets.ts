import { fileInput } from '../plan/inputArgs';
import { answerOf } from '../ffmpeg/answerOf';
import type { Binary } from '../ffmpeg/find';

/** Whether there is anything of a stream that a container declares: read up to its first packet. True where that took too long. */
export async function hasPackets(path: string, index: number, ffprobe: Binary, signal?: AbortSignal): Promise<boolean> {
  const args = [
    '-v',
    'quiet',
    '-read_intervals',
    '%+#1',
    '-select_streams',
    `${index}`,
    '-show_entries',
    'packet=size',
    '-of',
    'csv=print_section=0',
    ...fileInput(path),
  ];
  const { stdout, code } = await answerOf(ffprobe, args, signal);
  return code !== 0 || /\d/.test(stdout);
}
