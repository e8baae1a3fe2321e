import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ShortsOptions } from '../../../../src/pipeline/kinds/shorts/schema';
import { fakeProgram } from '../../../support/fakeBinary';
import { job, made, removeJobs, testBinaries } from '../../../support/job';
import type { Box } from '../../../support/picture';
import { decodeFrames } from '../../../support/pixels';
import type { Picture } from '../../../support/pixels';
import { BUNDLED_FFMPEG, runProgram } from '../../../support/programs';
import { channel, decodeSound, part } from '../../../support/sound';

/** Widths of the source per second, per second: what docs promise of a crop, whatever the code goes by. */
const MOST_SEEN_AS_SMOOTH = 1.5;

// Taken once: jest's sandbox makes each look at a global slow, and these loops look often.
const { abs, floor, max, min, PI, round, sin } = Math;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-jobs-test-'));
});
afterAll(async () => {
  await removeJobs();
  await rm(folder, { recursive: true, force: true });
});

describe('a face, followed in the finished clip', () => {
  const FPS = 20;
  const SECONDS = 6;
  const SOURCE = { width: 320, height: 180 };
  const SMALL = { width: 90, height: 160 };
  /** Pixels of the source, and how many of the source's a pixel of the clip is. */
  const FACE = 28;
  const SCALE = SOURCE.height / SMALL.height;
  /** Two rendered pixels of one place differ by as much; accelerations are taken over this many pictures, so that it weighs little. */
  const STEP = 8;
  /** Share of the width at which the face's left side is, at a second. */
  const SCENES: [name: string, cut: number | null, left: (at: number) => number][] = [
    ['that crosses the picture slowly', null, (at) => 0.1 + (0.72 * at) / SECONDS],
    ['that turns back', null, (at) => (at < 3 ? 0.12 + 0.22 * at : 0.78 - 0.22 * (at - 3))],
    ['that is elsewhere after a cut', 3, (at) => (at < 3 ? 0.12 + 0.04 * at : 0.8 - 0.08 * (at - 3))],
  ];
  const leftIn = (scene: number, index: number): number => round((SCENES[scene]?.[2](index / FPS) ?? 0) * SOURCE.width);

  let clips: Picture[][];
  beforeAll(async () => {
    const path = join(folder, 'scenes.mp4');
    const frames = SCENES.flatMap(([, cut], scene) =>
      Array.from({ length: SECONDS * FPS }, (_, index) =>
        drawn(2 * scene + (cut !== null && index >= cut * FPS ? 1 : 0), leftIn(scene, index)),
      ),
    );
    await runProgram(
      BUNDLED_FFMPEG,
      [
        '-v',
        'error',
        '-y',
        '-f',
        'rawvideo',
        '-pix_fmt',
        'gray',
        '-s',
        '320x180',
        '-r',
        `${FPS}`,
        '-i',
        'pipe:0',
        '-pix_fmt',
        'yuv420p',
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-crf',
        '16',
        '-g',
        '40',
        path,
      ],
      Buffer.concat(frames),
    );
    const parts = SCENES.map((_, scene) => ({ start: scene * SECONDS, end: (scene + 1) * SECONDS }));
    const {
      job: { shorts = [] },
    } = await made('shorts', path as `/${string}`, { predefined_shorts: parts, size: '90x160', reframe: 'track' });
    clips = await Promise.all(shorts.map(({ output }) => decodeFrames(output ?? '', SMALL)));
  });

  /** Shots of their own stripes; a picture is one with a bright square on it. */
  const shots = Array.from({ length: 2 * SCENES.length }, (_, shot) =>
    Buffer.from(
      Array.from(
        { length: SOURCE.width * SOURCE.height },
        (_each, place) => 90 + 30 * sin((place % SOURCE.width) / (9 + 5 * shot) + floor(place / SOURCE.width) / 30),
      ),
    ),
  );
  function drawn(shot: number, left: number): Buffer {
    const pixels = Buffer.from(shots[shot] ?? []);
    for (let y = 50; y < 50 + FACE; y += 1) pixels.fill(235, y * SOURCE.width + left, y * SOURCE.width + left + FACE);
    return pixels;
  }

  /** Where the face is in a picture; null when not all of it is. */
  function faceIn(picture: Picture): Box | null {
    const middle = round((50 + FACE / 2) / SCALE);
    const bright = Array.from({ length: SMALL.width }, (_, x) => x).filter((x) => picture.pixel(x, middle)[1] > 190);
    const [left, right] = [bright[0] ?? 0, bright.at(-1) ?? -1];
    return right - left + 1 >= FACE / SCALE - 1.5 ? { left, top: middle, width: right - left + 1, height: 1 } : null;
  }

  it.each(SCENES.map(([name, cut], scene) => [name, scene, cut] as const))(
    '%s stays in it and is followed without a jerk',
    (_name, scene, cut) => {
      const faces = (clips[scene] ?? []).map(faceIn);
      expect(faces).toHaveLength(SECONDS * FPS);
      expect(faces.filter((face) => face !== null).length / faces.length).toBeGreaterThanOrEqual(0.95);
      // The crop's left side in widths of the source, from where the face is in the source and in the clip.
      const crop = faces.map((face, index) =>
        face === null ? null : (leftIn(scene, index) - face.left * SCALE) / SOURCE.width,
      );
      const at = (index: number) => crop[index] ?? null;
      const ranges =
        cut === null
          ? [[0, faces.length]]
          : [
              [0, cut * FPS],
              [cut * FPS, faces.length],
            ];
      let most = 0;
      for (const [from = 0, to = 0] of ranges) {
        for (let index = from + STEP; index + STEP < to; index += 1) {
          const [before, now, after] = [at(index - STEP), at(index), at(index + STEP)];
          if (before !== null && now !== null && after !== null)
            most = max(most, abs(after - 2 * now + before) / (STEP / FPS) ** 2);
        }
      }
      // A pixel of the clip more or less, twice, is what cannot be seen.
      expect(most).toBeLessThanOrEqual(MOST_SEEN_AS_SMOOTH + (2 * SCALE) / SOURCE.width / (STEP / FPS) ** 2);
      const moved = crop.filter((left) => left !== null);
      expect(max(...moved) - min(...moved)).toBeGreaterThan(0.2);
      // At a cut it is there at once.
      if (cut !== null) expect([faces[cut * FPS], faces[cut * FPS + 1]]).not.toContain(null);
    },
  );
});

describe('captions that are drawn in, and sound that is cut', () => {
  const FPS = 10;
  /** In seconds of the source; the short begins at START, in the middle of a tone. */
  const START = 1;
  const WORDS = [
    { word: 'Hello', start: 2, end: 2.4 },
    { word: 'there', start: 2.5, end: 3 },
  ];
  const OPTIONS: ShortsOptions = {
    predefined_shorts: [{ start: START, end: 5 }],
    size: '180x320',
    reframe: 'center',
    loudness: 'keep',
    transcript: JSON.stringify({ words: WORDS }),
    captions: 'burn',
    caption_color: '#ff0000',
  };
  let source: `/${string}`;
  beforeAll(async () => {
    source = join(folder, 'grey.mp4') as `/${string}`;
    await runProgram(BUNDLED_FFMPEG, [
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      `color=gray:size=180x320:rate=${FPS}:duration=6`,
      '-f',
      'lavfi',
      '-i',
      'aevalsrc=exprs=0.4*sin(2*PI*440*t):s=48000:d=6',
      '-pix_fmt',
      'yuv420p',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-c:a',
      'aac',
      '-b:a',
      '192k',
      source,
    ]);
  });

  it('shows each word while it is said and not before, and does not click', async () => {
    const {
      job: { shorts = [] },
    } = await made('shorts', source, OPTIONS);
    const clip = shorts[0]?.output ?? '';
    const frames = await decodeFrames(clip, { width: 180, height: 320 });
    expect(frames).toHaveLength(4 * FPS);
    const lit = frames.map((picture) => redOf(picture));
    const [first, second, gone] = [WORDS[0]?.start ?? 0, WORDS[1]?.start ?? 0, (WORDS[1]?.end ?? 0) + 0.6].map((at) =>
      round((at - START) * FPS),
    ) as [number, number, number];
    expect(lit.map((red) => red !== null)).toEqual(frames.map((_, index) => index >= first && index < gone));
    // The first word stands left of the second.
    expect(lit[second]?.left).toBeGreaterThan(lit[second - 1]?.left ?? Infinity);

    const sound = await decodeSound(clip, { timeline: true });
    const peak = (from: number, to: number) =>
      part(channel(sound), sound.rate, from, to).reduce((most, sample) => max(most, abs(sample)), 0);
    expect(peak(0.1, 0.2)).toBeGreaterThan(0.35);
    // A step from nothing to 0.4 is a click; a fade of 8 ms has reached an eighth of that after the first of them.
    expect(peak(0, 0.001)).toBeLessThan(0.12);
    expect(peak(3.999, 4)).toBeLessThan(0.12);
    const loudest = (from: number, to: number) => steps(part(channel(sound), sound.rate, from, to));
    expect(max(loudest(0, 0.05), loudest(3.95, 4.05))).toBeLessThan((1.5 * 0.4 * 2 * PI * 440) / sound.rate);
  });

  it('is refused by an ffmpeg without libass before anything is cut', async () => {
    const binaries = await testBinaries();
    const { path } = binaries.ffmpeg;
    const without = await fakeProgram(
      join(folder, 'without-ass'),
      `case "$*" in *-filters*) "${path}" "$@" | grep -v ' ass ';; *) exec "${path}" "$@";; esac`,
    );
    const { error, files, changes } = await job('shorts', source, OPTIONS, {
      binaries: { ...binaries, ffmpeg: { ...binaries.ffmpeg, path: without } },
    });
    expect(error).toMatchObject({
      kind: 'captions_impossible',
      message: expect.stringContaining('was built without libass') as string,
    });
    expect(files).toEqual([]);
    expect(changes.at(-1)?.tasks.find(({ kind }) => kind === 'analyse')?.started_at).toBeNull();
  });

  it('has letters on a machine without a font', async () => {
    const none = join(folder, 'fonts.conf');
    await writeFile(none, '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>');
    const binaries = await testBinaries();
    const ffmpeg = { ...binaries.ffmpeg, env: { FONTCONFIG_FILE: none, HOME: folder } };
    const use = { binaries: { ...binaries, ffmpeg } };
    const { job: ended, error } = await job('shorts', source, OPTIONS, use);
    expect(error).toBeNull();
    const frames = await decodeFrames(ended.shorts?.[0]?.output ?? '', { width: 180, height: 320 });
    expect(frames.some((picture) => redOf(picture) !== null)).toBe(true);
  });

  /** The box of what is red in a picture; null where nothing is. */
  function redOf(picture: Picture): { left: number } | null {
    let left = Infinity;
    for (let y = 0; y < picture.height; y += 1) {
      for (let x = 0; x < picture.width; x += 1) {
        const [red, green] = picture.pixel(x, y);
        if (red - green > 80) left = min(left, x);
      }
    }
    return left === Infinity ? null : { left };
  }

  /** The largest difference between two samples. */
  const steps = (samples: Float32Array): number =>
    samples.reduce((most, sample, index) => max(most, abs(sample - (samples[index - 1] ?? sample))), 0);
});
