import type { Transition } from '../../media/transition';
import type { Canvas } from './canvas';

/** Where the picture of one clip becomes that of the next. */
export interface TransitionUse {
  transition: Exclude<Transition, 'none'>;
  frames: number;
  canvas: Pick<Canvas, 'width' | 'height' | 'frameRate'>;
}

/**
 * Pure: a filter graph from `[going]` and `[coming]` to `[crossed]`, of filters that every build of ffmpeg has: old ones have no `xfade`. At its first frame there is the clip
 * that goes; the one that comes is there at the frame after the last.
 */
export function transitionPicture({ transition, frames, canvas }: TransitionUse): string[] {
  const { width, height, frameRate } = canvas;
  // How far the next clip has come, in whole samples of its colours. Filters do not agree which frame is the first: they do in times.
  const moved = `2*floor(${width / 2}*round(t*${frameRate})/${frames})`;
  switch (transition) {
    case 'crossfade':
      return [
        `[coming]format=yuva420p,fade=t=in:start_frame=0:nb_frames=${frames}:alpha=1[over]`,
        '[going][over]overlay=eof_action=pass,format=yuv420p[crossed]',
      ];
    case 'fade_black':
      return blackBetween(Math.ceil(frames / 2), frames);
    case 'slide':
      return [`[going][coming]hstack,crop=w=${width}:h=${height}:x='${moved}':y=0[crossed]`];
    case 'wipe':
      // What is left of the clip that goes is cut off at the front, and put back in its place.
      return [
        `[going]pad=w=${2 * width}:h=${height}:x=0:y=0,crop=w=${width}:h=${height}:x='${moved}':y=0[left]`,
        `[coming][left]overlay=x='${moved}':y=0:eof_action=pass,format=yuv420p[crossed]`,
      ];
  }
}

/** The black is reached in the middle. */
const blackBetween = (half: number, frames: number): string[] => [
  `[going]trim=end_frame=${half},fade=t=out:start_frame=0:nb_frames=${half}[out]`,
  `[coming]trim=start_frame=${half}:end_frame=${frames},setpts=PTS-STARTPTS,fade=t=in:start_frame=0:nb_frames=${Math.max(1, frames - half)}[in]`,
  '[out][in]concat=n=2:v=1:a=0[crossed]',
];
