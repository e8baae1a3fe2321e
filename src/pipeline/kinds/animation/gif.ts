import { FINEST_FPS } from '../../media/frame';
import type { Animation, Written } from './written';

/** A GIF of which each picture is whole, and what was seen of its transparency. */
const WHOLE = 'media-jobs-whole.gif';
const SEEN = 'media-jobs-transparency.txt';

/**
 * Pure: a GIF in one pass, its palette made from the very frames that it then colours. ffmpeg writes what changes from one picture to the next, which is right
 * as long as nothing becomes transparent. Where it may, whole pictures are written beside that, and take its place if it does.
 */
export function writtenGif(animation: Animation): Written {
  const { stream, filters, file, fineness, mayClear } = animation;
  const palette = `palettegen=max_colors=${fineness.colors}:stats_mode=full[p];[b][p]paletteuse=dither=sierra2_4a:diff_mode=rectangle`;
  if (!mayClear) {
    const graph = `${filters},split[a][b];[a]${palette}`;
    return {
      argv: ['-map', `0:${stream}`, '-an', '-vf', graph, ...outputOf(animation, file)],
      after: null,
      passing: [],
    };
  }
  const seen = `alphaextract,signalstats,metadata=print:key=lavfi.signalstats.YMIN:file=${SEEN}[seen]`;
  const graph = `[0:${stream}]${filters},split=3[alpha][a][b];[alpha]${seen};[a]${palette},split[part][whole]`;
  return {
    argv: [
      ...['-filter_complex', graph, '-map', '[part]', ...outputOf(animation, file)],
      ...['-map', '[whole]', '-gifflags', '-offsetting-transdiff', ...outputOf(animation, WHOLE)],
      ...['-map', '[seen]', '-f', 'null', '-'],
    ],
    after: { do: 'clear', input: WHOLE, seen: SEEN, output: file },
    passing: [WHOLE, SEEN],
  };
}

const outputOf = ({ encoder, seconds, fps, plays }: Animation, file: string): string[] => [
  ...['-c:v', encoder, '-final_delay', lastDelay(seconds, fps), '-loop', repeats(plays)],
  ...['-f', 'gif', '-map_metadata', '-1', `file:${file}`],
];

/** ffmpeg counts how often a GIF is played after the first time, and -1 is not at all. */
const repeats = (plays: number): string => (plays === 1 ? '-1' : `${Math.max(0, plays - 1)}`);

/** Hundredths of a second for which the last picture of a GIF is shown: without them as long as the one before, and not at all if there is none. */
function lastDelay(seconds: number, fps: number): string {
  const before = Math.max(1, Math.round(seconds * fps)) - 1;
  return `${Math.max(100 / FINEST_FPS, Math.round(100 * seconds) - Math.round((100 * before) / fps))}`;
}
