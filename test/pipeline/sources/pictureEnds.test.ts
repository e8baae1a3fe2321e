import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { job, removeJobs } from '../../support/job';
import { decodeFrame, decodeFrames, decodeImage } from '../../support/pixels';
import type { Picture } from '../../support/pixels';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';
import { decodeSound } from '../../support/sound';
import { wholeStream } from '../../support/wholeStream';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ends-'));
});
afterAll(async () => {
  await removeJobs();
  await rm(folder, { recursive: true, force: true });
});

const SIZE = { width: 64, height: 36 };

/** Red until its last half second, which is blue. */
async function clip(name: string, picture: number, sound: number): Promise<`/${string}`> {
  const path = join(folder, name);
  const shown = `color=red:s=64x36:r=25:d=${picture},drawbox=c=blue:t=fill:enable='gte(t,${picture - 0.5})',format=yuv420p`;
  await runProgram(BUNDLED_FFMPEG, [
    ...[
      '-v',
      'error',
      '-nostdin',
      '-y',
      '-f',
      'lavfi',
      '-i',
      shown,
      '-f',
      'lavfi',
      '-i',
      `sine=440:r=44100:d=${sound}`,
    ],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-c:a',
      'aac',
      ...(name.includes('live') ? ['-live', '1'] : []),
      path,
    ],
  ]);
  return `/${path}`;
}

const isBlue = (picture: Picture): boolean => {
  const [red, , blue] = picture.pixel(Math.floor(picture.width / 2), Math.floor(picture.height / 2));
  return red < 80 && blue > 170;
};

describe.each(['song.mp4', 'song.ts'])('a cut of %s after its last picture, whose sound goes on', (name) => {
  const CUT = { start: 6, end: 8 };
  let path: `/${string}`;
  beforeAll(async () => {
    path = await clip(name, 2, 9);
  });

  it('shows the last picture as long as it is heard', async () => {
    const seen = async (file: string) => (await decodeFrames(file, SIZE)).map(isBlue);
    const video = await job('video', path, CUT);
    expect(video.error).toBeNull();
    expect(await seen(video.file)).toEqual(new Array(50).fill(true));
    expect(Math.abs((await decodeSound(video.file)).duration - 2)).toBeLessThan(0.03);

    const across = await job('video', path, { start: 1, end: 5 });
    const acrossSeen = await seen(across.file);
    // Sound and picture of a transport stream begin up to two frames apart.
    expect([acrossSeen.slice(0, 12), acrossSeen.slice(15)]).toEqual([
      new Array(12).fill(false),
      new Array(85).fill(true),
    ]);

    const animation = await job('animation', path, { ...CUT, format: 'gif' });
    expect(await seen(animation.file)).toEqual(new Array(24).fill(true));
  });

  it('has it in shorts, thumbnails and images', async () => {
    const shorts = await job('shorts', path, { predefined_shorts: [CUT], size: '64x64', reframe: 'blur' });
    expect(shorts.error).toBeNull();
    const file = shorts.files.find((each) => each.endsWith('.mp4')) ?? '';
    const frames = await decodeFrames(file, { width: 64, height: 64 });
    expect(frames.map(isBlue)).toEqual(new Array(50).fill(true));
    const image = await job('image', path, { start: 7, format: 'png' });
    expect(isBlue(await decodeImage(image.file))).toBe(true);
    const thumbnails = await job('thumbnails', path, { times: [7], format: 'png' });
    const [thumbnail = ''] = thumbnails.files.filter((each) => each.endsWith('.png'));
    expect(isBlue(await decodeImage(thumbnail))).toBe(true);
  });
});

/** The same with a header that says it is 14 seconds long; its tags say how long each stream is. */
async function lying(name: string, picture: number, sound: number): Promise<`/${string}`> {
  const path = await clip(name, picture, sound);
  const bytes = await readFile(path);
  bytes.writeDoubleBE(14_000, bytes.indexOf(DURATION) + DURATION.length);
  await writeFile(path, bytes);
  return path;
}

/** Matroska's element for the length of the whole file, eight bytes long. */
const DURATION = Buffer.from([0x44, 0x89, 0x88]);

describe('picture and sound of a stream', () => {
  it.each([
    ['sound goes on', clip, 'mp4', 2, 4],
    ['picture goes on', clip, 'mp4', 4, 2],
    ['sound goes on and no length is said', clip, 'live.mkv', 2, 4],
    ['picture goes on and a length is said that nothing has', lying, 'lying.mkv', 4, 2],
    ['sound goes on and a length is said that nothing has', lying, 'lying.mkv', 2, 4],
  ] as const)('end together where the %s', async (_, make, extension, picture, sound) => {
    const path = await make(`${picture}-${sound}.${extension}`, picture, sound);
    for (const options of [{}, { start: 1, end: 3.5, segment_format: 'ts' }] as const) {
      const { error, file } = await job('adaptive_video', path, options);
      expect(error).toBeNull();
      const lasts = 'end' in options ? 2.5 : 4;
      const whole = (stream: number) => wholeStream(join(file, '..', `stream_${stream}.m3u8`));
      const frames = (await decodeFrames(await whole(0), SIZE)).length;
      // A codec may have given the source's sound a frame more.
      expect([Math.ceil(lasts * 25), lasts * 25 + 1]).toContain(frames);
      const { duration } = await decodeSound(await whole(1));
      expect(duration).toBeGreaterThanOrEqual(lasts - 0.001);
      // The encoder's own delay, and what its last frame has beyond the end: a frame of AAC each. A whole source has its own last frame.
      const given = 'end' in options ? lasts : Math.max(lasts, (await decodeSound(path)).duration);
      expect(Math.round((duration - given) * 44_100)).toBeLessThanOrEqual(2 * 1024);
      const last = await decodeFrame(await whole(0), { frame: frames - 1 });
      expect(isBlue(last)).toBe(lasts > picture - 0.5);
    }
  });
});
