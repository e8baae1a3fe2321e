/** One entry of a media playlist. */
export interface Segment {
  file: string;
  seconds: number;
}

/** The segments that a media playlist (RFC 8216) lists, in order. */
export function segmentsOf(playlist: string): Segment[] {
  const entries = playlist.matchAll(/^#EXTINF:([\d.]+)(?:[^\d.\n][^\n]*)?\n([^\r\n]+)/gm);
  return Array.from(entries, ([, seconds = '', file = '']) => ({ file, seconds: Number(seconds) }));
}

/** The file that all segments of a media playlist begin with; null: they are whole by themselves. */
export const beginningOf = (playlist: string): string | null =>
  /^#EXT-X-MAP:URI="([^"\r\n]+)"/m.exec(playlist)?.[1] ?? null;

export const secondsOf = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { seconds }) => sum + seconds, 0);
