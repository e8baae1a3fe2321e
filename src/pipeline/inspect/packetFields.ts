import { answerOf } from '../ffmpeg/answerOf';
import type { Binary } from '../ffmpeg/find';
import { fileInput } from '../plan/inputArgs';

interface Asked {
  /** Its number in the file. */
  stream: number;
  /** What of each packet, in the order in which ffprobe tells it. */
  fields: readonly string[];
  /** How much of the file is read, as ffprobe's -read_intervals has it; all of it unless given. */
  within?: string;
}

/** Numbers of each packet of a stream that has all of them; nothing is decoded. @returns them, and ffprobe's exit code */
export async function packetFields(
  path: string,
  { stream, fields, within }: Asked,
  ffprobe: Binary,
  signal?: AbortSignal,
): Promise<{ packets: number[][]; code: number | null }> {
  const args = [
    ...['-v', 'quiet'],
    ...(within === undefined ? [] : ['-read_intervals', within]),
    ...['-select_streams', `${stream}`, '-show_entries', `packet=${fields.join(',')}`],
    ...['-of', 'csv=print_section=0'],
    ...fileInput(path),
  ];
  const { stdout, code } = await answerOf(ffprobe, args, signal);
  const packets = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(',', fields.length).map(Number))
    .filter((packet) => packet.length === fields.length && packet.every(Number.isFinite));
  return { packets, code };
}
