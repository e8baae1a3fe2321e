import type { Binary } from '../../ffmpeg/find';
import { runFfmpeg } from '../../ffmpeg/run';
import type { MediaInfo, VideoInfo } from '../../media/mediaInfo';
import { fileInput } from '../../plan/inputArgs';
import { preroll, timeRange } from '../../plan/timeRange';
import type { PictureAnalysis } from './analysis';
import { frameMeter, measuredSize } from './frameMeter';
import type { MeasuredFrame } from './frameMeter';
import type { Part } from '../../media/part';

/** Most pictures a second that are measured: what is lost above is less than a frame of a short's beginning. */
const MOST_FPS = 30;

export interface PictureUse {
  ffmpeg: Binary;
  signal: AbortSignal;
  /** Gets the share that is done, 0–1. */
  onShare: (share: number) => void;
}

/** Pictures per second that are measured of a source. */
export function measuredFps({ fps }: Pick<VideoInfo, 'fps'>): number {
  if (fps <= 0 || fps > 2 * MOST_FPS) return 25;
  return fps <= MOST_FPS ? fps : fps / 2;
}

const turned = ({ unturned }: VideoInfo): string => (unturned === undefined ? '' : `${unturned},`);

/** Looks at every picture of a part. Nothing is scaled up to save: decoding is what costs. @throws what ffmpeg throws */
export async function examine(
  source: MediaInfo,
  picture: VideoInfo,
  { start, end }: Part,
  { ffmpeg, signal, onShare }: PictureUse,
): Promise<MeasuredFrame[]> {
  const fps = measuredFps(picture);
  const size = measuredSize(picture);
  const range = timeRange({ start, end }, source.duration, preroll(source));
  const frames: MeasuredFrame[] = [];
  const meter = frameMeter(size, (index, frame) => {
    frames.push({ at: Math.round((start + index / fps) * 1000) / 1000, ...frame });
    onShare(index / fps / (end - start));
  });
  // The deblocking of a decoder changes nothing that is seen at this size, and costs a fifth of its time.
  const argv = [
    '-skip_loop_filter',
    'all',
    ...range.seek,
    ...fileInput(source.path),
    '-map',
    `0:${picture.index}`,
    '-an',
    ...range.limit,
    '-vf',
    `${turned(picture)}fps=fps=${fps}:start_time=0,scale=${size.width}:${size.height}:flags=area,format=gray`,
    '-f',
    'rawvideo',
    'pipe:1',
  ];
  await runFfmpeg(ffmpeg, argv, { signal, onBytes: meter.read });
  return frames;
}

/** Looks at the keyframes alone, one a second: a few CPU seconds for ten minutes. @throws what ffmpeg throws */
export async function glance(
  source: MediaInfo,
  picture: VideoInfo,
  { ffmpeg, signal, onShare }: PictureUse,
): Promise<PictureAnalysis['sparse']> {
  const size = measuredSize(picture);
  const sparse: PictureAnalysis['sparse'] = [];
  const meter = frameMeter(size, (index, { luma, dark, change }) => {
    sparse.push({ at: index, luma, dark, change });
    onShare(source.duration ? index / source.duration : 0);
  });
  const argv = [
    '-skip_frame',
    'nokey',
    '-skip_loop_filter',
    'all',
    ...fileInput(source.path),
    '-map',
    `0:${picture.index}`,
    '-an',
    '-vf',
    `${turned(picture)}fps=fps=1:start_time=0:round=down,scale=${size.width}:${size.height}:flags=area,format=gray`,
    '-f',
    'rawvideo',
    'pipe:1',
  ];
  await runFfmpeg(ffmpeg, argv, { signal, onBytes: meter.read });
  return sparse;
}
