/** One entry of a media playlist. */
export interface Segment {
  file: string;
  seconds: number;
}

/** The segments that a media playlist (RFC 8216) lists, in order. */
export function segmentsOf(playlist: string): Segment[] {
  const lines = playlist.split('\n');
  const segments: Segment[] = [];
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('#EXTINF:')) continue;
    const seconds = /^#EXTINF:([\d.]+)/.exec(line)?.[1];
    const file = lines[index + 1]?.replace(/\r$/, '');
    if (seconds !== undefined && file) segments.push({ file, seconds: Number(seconds) });
  }
  return segments;
}

export const secondsOf = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { seconds }) => sum + seconds, 0);
