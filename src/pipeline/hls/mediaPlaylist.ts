/** One entry of a media playlist. */
export interface Segment {
  file: string;
  seconds: number;
}

/** The segments that a media playlist (RFC 8216) lists, in order. */
export function segmentsOf(playlist: string): Segment[] {
  const lines = playlist.split(/\r?\n/);
  return lines.flatMap((line, index) => {
    const seconds = /^#EXTINF:([\d.]+)/.exec(line)?.[1];
    const file = lines[index + 1];
    return seconds !== undefined && file ? [{ file, seconds: Number(seconds) }] : [];
  });
}

export const secondsOf = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { seconds }) => sum + seconds, 0);
