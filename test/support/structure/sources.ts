import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUNDLED_FFMPEG, runProgram } from '../programs';
import { gif, matroska, mp4, mpegts, ogg, png, riff } from './formats';
import type { Format } from './parts';

interface Recipe {
  file: string;
  format: Format;
  argv: string[];
}

const PICTURE = ['-f', 'lavfi', '-i', 'testsrc2=size=96x64:rate=10:duration=2'];
const SOUND = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=2'];
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '5', '-bf', '2', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];

/** Two seconds each, of one kind of container. Made with the bundled build, so that a number names the same file everywhere. */
const RECIPES: Recipe[] = [
  { file: 'end.mp4', format: mp4, argv: [...PICTURE, ...SOUND, ...H264] },
  { file: 'front.mp4', format: mp4, argv: [...PICTURE, ...SOUND, ...H264, '-movflags', 'faststart'] },
  {
    file: 'fragments.mp4',
    format: mp4,
    argv: [...PICTURE, ...SOUND, ...H264, '-movflags', 'frag_keyframe+empty_moov+default_base_moof'],
  },
  { file: 'clip.mkv', format: matroska, argv: [...PICTURE, ...SOUND, ...H264] },
  {
    file: 'clip.webm',
    format: matroska,
    argv: [...PICTURE, ...SOUND, '-c:v', 'libvpx', '-deadline', 'realtime', '-g', '5', '-c:a', 'libopus'],
  },
  { file: 'clip.ts', format: mpegts, argv: [...PICTURE, ...SOUND, ...H264] },
  { file: 'clip.avi', format: riff, argv: [...PICTURE, ...SOUND, '-c:v', 'mpeg4', '-c:a', 'libmp3lame'] },
  { file: 'clip.wav', format: riff, argv: SOUND },
  { file: 'picture.webp', format: riff, argv: [...PICTURE, '-frames:v', '1', '-c:v', 'libwebp'] },
  { file: 'clip.ogg', format: ogg, argv: [...SOUND, '-c:a', 'libvorbis'] },
  { file: 'picture.png', format: png, argv: [...PICTURE, '-frames:v', '1'] },
  { file: 'moving.webp', format: riff, argv: [...PICTURE, '-c:v', 'libwebp', '-loop', '0', '-t', '1'] },
  { file: 'moving.gif', format: gif, argv: [...PICTURE, '-t', '1'] },
];

/** A whole file whose structure can be broken. */
export interface Whole {
  name: string;
  format: Format;
  bytes: Buffer;
}

/** Makes them all, in a folder. */
export const wholeFiles = (folder: string): Promise<Whole[]> =>
  Promise.all(
    RECIPES.map(async ({ file, format, argv }) => {
      const path = join(folder, file);
      await runProgram(BUNDLED_FFMPEG, ['-v', 'error', '-bitexact', ...argv, '-fflags', '+bitexact', '-y', path]);
      return { name: file, format, bytes: await readFile(path) };
    }),
  );
