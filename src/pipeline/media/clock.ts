import type { MediaInfo } from './mediaInfo';

/** Seconds at which a file's own clock begins, which is second 0 for the user: transport streams begin at any time. */
export function clockOf({ video, audio }: Pick<MediaInfo, 'video' | 'audio'>): number {
  const starts = [video, audio].flatMap((stream) => (stream === null ? [] : [stream.startTime]));
  return starts.length === 0 ? 0 : Math.min(...starts);
}
