import type { MediaInfo } from '../media/mediaInfo';
import { kindOf } from '../kinds';
import { isTimeless } from '../plan/sourcePicture';
import type { Binary } from '../ffmpeg/find';
import { fileInput } from '../plan/inputArgs';
import type { JobRequest } from '../kinds/jobRequest';
import type { Imported } from '../plan/imported';
import { listInput } from '../plan/filesList';

/** ffmpeg gives a list of pictures 25 ticks a second: at this speed a tick is a millisecond of the animation. */
const SLOWED = 40;

/** Animated pictures that ffmpeg cannot decode. */
const BY_SHARP = ['webp'];

/**
 * PURE. Makes a source one that this ffmpeg can read, and gets upright: most are as they are; an animated WebP is taken apart by sharp and put together
 * losslessly, each frame with its own time. The names of files that are made for that are relative to the job's folder.
 * @param index of the input, counted from 0
 */
export function planImport(
  media: MediaInfo,
  { kind, options }: JobRequest,
  { turnsOnly }: Pick<Binary, 'turnsOnly'>,
  index = 0,
): Imported {
  const source = turnsOnly ? withMirror(media) : media;
  if (source.video?.showsBackground) return freed(source);
  // sharp takes that one out of it by itself.
  const firstAlone = kindOf(kind).takesFirstPicture?.(options) === true;
  if (isTimeless(source) || firstAlone || !BY_SHARP.includes(source.format))
    return { steps: [], source, input: fileInput(source.path) };
  const frames = `media-jobs-frames${index === 0 ? '' : `-${index}`}`;
  const list = `${frames}/list.ffconcat`;
  const slow = `${frames}-slow.mkv`;
  const path = `${frames}.mkv`;
  const join = ['-y', ...listInput(list, 'png_pipe,image2'), '-c', 'copy', '-f', 'matroska', `file:${slow}`];
  const hasten = [
    '-y',
    '-itsscale',
    `${1 / SLOWED}`,
    ...fileInput(slow),
    '-c',
    'copy',
    '-f',
    'matroska',
    `file:${path}`,
  ];
  return {
    steps: [
      { tool: 'sharp', operation: { do: 'split', input: source.path, folder: frames, list, slowed: SLOWED } },
      { tool: 'ffmpeg', argv: join, seconds: source.duration === null ? null : source.duration * SLOWED },
      { tool: 'ffmpeg', argv: hasten, seconds: source.duration },
    ],
    source: { ...source, durationDeclared: false },
    input: fileInput(path),
  };
}

/** Whatever is made of it, ffmpeg reads the copy. */
function freed(source: MediaInfo): Imported {
  const output = 'media-jobs-canvas.gif';
  return {
    steps: [{ tool: 'sharp', operation: { do: 'free', input: source.path, output } }],
    source,
    input: fileInput(output),
  };
}

/** A mirrored picture that is turned as if it were not is upside down or the wrong way round: of the two ways to mirror it one is missing, which its turn tells. */
function withMirror(media: MediaInfo): MediaInfo {
  const { video } = media;
  if (!video?.mirrored) return media;
  return { ...media, video: { ...video, unturned: video.rotation % 180 === 0 ? 'vflip' : 'hflip' } };
}
