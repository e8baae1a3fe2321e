import type { Flaws } from './flaws';
import type { RunLog, StreamCount } from '../ffmpeg/log';

/** Two findings this close (seconds) are one, when they come from different clocks (decoding and showing). */
const SAME_PLACE = 0.5;

/** Pure: a list as at most so many lists of neighbours, none of them empty. */
export function inShares<T>(list: readonly T[], most: number): T[][] {
  const size = Math.ceil(list.length / most);
  return Array.from({ length: Math.min(most, Math.ceil(list.length / size) || 0) }, (_, share) =>
    list.slice(share * size, (share + 1) * size),
  );
}

/** Pure: what several looks at different places of one stream found. */
export const together = (looks: readonly Flaws[]): Flaws => ({
  packets: looks.reduce((sum, { packets }) => sum + packets, 0),
  at: looks.flatMap(({ at }) => at),
  timeBase: looks.find(({ timeBase }) => timeBase !== null)?.timeBase ?? null,
  whole: looks.every(({ whole }) => whole),
  fromKeyframe: looks[0]?.fromKeyframe ?? false,
  sizes: [...new Set(looks.flatMap(({ sizes }) => sizes))],
});

/** Pure: when packets were read that the demuxer itself called corrupt while the job ran, where no look has found anything close by. */
export function calledCorrupt(looks: readonly Flaws[], { index }: StreamCount, logs: readonly RunLog[]): number[] {
  const timeBase = looks[0]?.timeBase ?? NaN;
  const times = logs
    .flatMap((log) => log.corrupt)
    .filter(({ stream }) => stream === index)
    .map(({ dts }) => dts * timeBase);
  return times.filter(
    (time) => !Number.isNaN(time) && !looks.some(({ at }) => at.some((seen) => Math.abs(seen - time) < SAME_PLACE)),
  );
}
