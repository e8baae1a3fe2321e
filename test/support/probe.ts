import { FFPROBE, runProgram } from './programs';

/** A stream as ffprobe prints it. Numbers that ffprobe prints as text are text here. */
export interface ProbedStream {
  index: number;
  codec_type: string;
  codec_name: string;
  codec_tag_string?: string;
  profile?: string;
  width?: number;
  height?: number;
  pix_fmt?: string;
  field_order?: string;
  sample_aspect_ratio?: string;
  r_frame_rate: string;
  avg_frame_rate: string;
  color_space?: string;
  color_transfer?: string;
  color_primaries?: string;
  color_range?: string;
  sample_rate?: string;
  channels?: number;
  channel_layout?: string;
  start_time?: string;
  duration?: string;
  bit_rate?: string;
  nb_frames?: string;
  tags?: Record<string, string>;
  disposition?: Record<string, number>;
  side_data_list?: (Record<string, string | number> & { side_data_type: string })[];
}

export interface Probed {
  format: {
    format_name: string;
    duration?: string;
    start_time?: string;
    bit_rate?: string;
    size: string;
    tags?: Record<string, string>;
  };
  streams: ProbedStream[];
  /** First video stream that is no cover picture. */
  video: ProbedStream | undefined;
  /** First audio stream. */
  audio: ProbedStream | undefined;
}

async function ffprobe<T>(path: string, argv: readonly string[]): Promise<T> {
  const { stdout } = await runProgram(FFPROBE, ['-v', 'error', '-of', 'json', ...argv, path]);
  return JSON.parse(stdout.toString()) as T;
}

/** What ffprobe says about a file. @throws Error when ffprobe cannot read it */
export async function probe(path: string): Promise<Probed> {
  const found = await ffprobe<Pick<Probed, 'format' | 'streams'>>(path, ['-show_format', '-show_streams']);
  return {
    ...found,
    video: found.streams.find((stream) => stream.codec_type === 'video' && stream.disposition?.['attached_pic'] !== 1),
    audio: found.streams.find((stream) => stream.codec_type === 'audio'),
  };
}

/** Clockwise degrees that a player turns the stored picture: 0, 90, 180 or 270. */
export function rotationOf(stream: ProbedStream): number {
  const matrix = stream.side_data_list?.find((side) => side.side_data_type === 'Display Matrix');
  return (360 - Number(matrix?.['rotation'] ?? 0)) % 360;
}

/** Seconds at which each frame of a stream (`v:0`, `a:0`) is shown, in that order; the file is decoded for it. */
export async function frameTimes(path: string, stream = 'v:0'): Promise<number[]> {
  const { frames } = await ffprobe<{ frames: { best_effort_timestamp_time: string }[] }>(path, [
    '-select_streams',
    stream,
    '-show_entries',
    'frame=best_effort_timestamp_time',
  ]);
  return frames.map((frame) => Number(frame.best_effort_timestamp_time));
}

/** One packet: seconds, and where its bytes lie in the file. */
export interface Packet {
  time: number;
  keyframe: boolean;
  offset: number;
  size: number;
}

/** The packets of a stream (`v:0`, `a:0`) in file order; nothing is decoded. */
export async function packets(path: string, stream = 'v:0'): Promise<Packet[]> {
  const found = await ffprobe<{ packets: { pts_time?: string; flags: string; pos: string; size: string }[] }>(path, [
    '-select_streams',
    stream,
    '-show_entries',
    'packet=pts_time,flags,pos,size',
  ]);
  return found.packets.map((packet) => ({
    time: Number(packet.pts_time ?? NaN),
    keyframe: packet.flags.includes('K'),
    offset: Number(packet.pos),
    size: Number(packet.size),
  }));
}

/** When the pictures of a file are decoded and shown, in the units of its stream. */
export async function packetTimes(file: string): Promise<{ decoded: number; shown: number }[]> {
  const { stdout } = await runProgram(FFPROBE, [
    ...['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=dts,pts', '-of', 'json', file],
  ]);
  const { packets: all } = JSON.parse(stdout.toString()) as { packets: { dts: number; pts: number }[] };
  return all.map(({ dts, pts }) => ({ decoded: dts, shown: pts }));
}
