import type { VideoFormat } from '../media/formats';

/** A front index (`faststart`) lets a browser play before it has the whole file. */
export const VIDEO_MUXERS: Record<VideoFormat, readonly string[]> = {
  mp4: ['-movflags', '+faststart', '-f', 'mp4'],
  mov: ['-movflags', '+faststart', '-f', 'mov'],
  webm: ['-f', 'webm'],
};

/** The same with so many bytes kept free for the index, which ffmpeg fails to write where they are too few. */
export const muxerWithRoom = (format: 'mp4' | 'mov', room: number): string[] => ['-moov_size', `${room}`, '-f', format];
