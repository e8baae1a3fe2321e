import type { VideoFormat } from '../kinds/formats';

/** A front index (`faststart`) lets a browser play before it has the whole file. */
export const VIDEO_MUXERS: Record<VideoFormat, readonly string[]> = {
  mp4: ['-movflags', '+faststart', '-f', 'mp4'],
  mov: ['-movflags', '+faststart', '-f', 'mov'],
  webm: ['-f', 'webm'],
};
