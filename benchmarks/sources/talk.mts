// A long talk for benchmarks, the same on every machine: shots of textured pictures that are panned over, with grain, and sound that comes in sentences.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import sharp from 'sharp';

export interface Talk {
  path: string;
  seconds: number;
  /** Seconds at which the picture cuts. */
  cuts: number[];
  /** Where nobody speaks. */
  pauses: { start: number; end: number }[];
  /** Loud sentences. */
  moments: { start: number; end: number }[];
}

const FPS = 25;
const RATE = 16_000;
/** The picture repeats after so many seconds; the sound does not. */
const LOOP = 120;
const SHOTS = 14;

/** Mulberry32: numbers in 0–1 that look random and are the same each time. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A texture with detail of every size, in a colour of its own, as photographs have. */
async function texture(seed: number, path: string): Promise<void> {
  const next = numbers(seed);
  const octave = (width: number, height: number): Promise<Buffer> => {
    const pixels = Buffer.from(Array.from({ length: width * height * 3 }, () => Math.floor(next() * 256)));
    return sharp(pixels, { raw: { width, height, channels: 3 } })
      .resize(1600, 900, { kernel: 'cubic' })
      .png({ compressionLevel: 0 })
      .toBuffer();
  };
  const base = { r: 60 + 130 * next(), g: 60 + 130 * next(), b: 60 + 130 * next() };
  const layers = await Promise.all([octave(4, 3), octave(24, 14), octave(160, 90)]);
  const faded = await Promise.all(
    layers.map((layer, index) =>
      sharp(layer).ensureAlpha([0.5, 0.3, 0.2][index]).png({ compressionLevel: 0 }).toBuffer(),
    ),
  );
  await sharp({ create: { width: 1600, height: 900, channels: 3, background: base } })
    .composite(faded.map((input) => ({ input })))
    .png({ compressionLevel: 0 })
    .toFile(path);
}

/** Makes the talk at `folder/talk.mp4`; takes a minute or two. */
export async function makeTalk(ffmpeg: string, folder: string, seconds = 600): Promise<Talk> {
  const next = numbers(5);
  const run = (...argv: string[]) => execa(ffmpeg, ['-v', 'error', '-y', ...argv], { stdin: 'ignore' });
  const lengths = Array.from({ length: SHOTS }, () => 2 + 12 * next());
  const sum = lengths.reduce((total, length) => total + length, 0);
  const frames = lengths.map((length) => Math.round((length * LOOP * FPS) / sum));
  frames[SHOTS - 1] = LOOP * FPS - frames.slice(0, -1).reduce((total, count) => total + count, 0);
  const inputs: string[] = [];
  const graph: string[] = [];
  for (const [index, count] of frames.entries()) {
    const path = join(folder, `texture-${index}.png`);
    await texture(100 + index, path);
    inputs.push('-loop', '1', '-framerate', `${FPS}`, '-t', `${count / FPS}`, '-i', path);
    graph.push(
      `[${index}:v]crop=1280:720:x='160+${Math.round(150 * (2 * next() - 1))}*sin(t/${(3 + 5 * next()).toFixed(1)})':y=90,noise=alls=6:allf=t,setpts=N/${FPS}/TB,format=yuv420p,setsar=1[v${index}]`,
    );
  }
  const loop = join(folder, 'loop.mp4');
  await run(
    ...inputs,
    '-filter_complex',
    `${graph.join(';')};${frames.map((_, index) => `[v${index}]`).join('')}concat=n=${SHOTS}:v=1[out]`,
    '-map',
    '[out]',
    '-r',
    `${FPS}`,
    '-c:v',
    'libx264',
    '-preset',
    'superfast',
    '-crf',
    '25',
    '-g',
    '125',
    '-bf',
    '2',
    loop,
  );
  const sound = join(folder, 'sound.pcm');
  const { pauses, moments } = await speech(sound, seconds);
  const path = join(folder, 'talk.mp4');
  await run(
    '-stream_loop',
    `${Math.ceil(seconds / LOOP) - 1}`,
    '-i',
    loop,
    '-f',
    's16le',
    '-ar',
    `${RATE}`,
    '-ac',
    '1',
    '-i',
    sound,
    '-map',
    '0:v',
    '-map',
    '1:a',
    '-t',
    `${seconds}`,
    '-c:v',
    'copy',
    '-c:a',
    'aac',
    '-b:a',
    '96k',
    path,
  );
  await Promise.all([loop, sound].map((file) => rm(file)));
  const starts = frames.map((_, index) => frames.slice(0, index).reduce((total, count) => total + count, 0) / FPS);
  const cuts = Array.from({ length: Math.ceil(seconds / LOOP) }, (_, turn) =>
    starts.map((start) => turn * LOOP + start),
  )
    .flat()
    .filter((at) => at > 0 && at < seconds);
  return { path, seconds, cuts, pauses, moments };
}

/** Sentences of syllables with pauses between them, in a room that is not quite silent; two sentences are loud. */
async function speech(path: string, seconds: number): Promise<Pick<Talk, 'pauses' | 'moments'>> {
  const next = numbers(77);
  const out = createWriteStream(path);
  const pauses: Talk['pauses'] = [];
  const moments: Talk['moments'] = [];
  for (let at = 0, sentence = 0; at < seconds; sentence += 1) {
    const spoken = 2 + 6 * next();
    const pause = 0.4 + 0.9 * next();
    const loud = [0.27, 0.71].some((share) => at <= share * seconds && at + spoken + pause > share * seconds);
    const end = Math.min(seconds, at + spoken);
    if (loud) moments.push({ start: at, end });
    pauses.push({ start: end, end: Math.min(seconds, end + pause) });
    const samples = Buffer.alloc(2 * Math.round((spoken + pause) * RATE));
    for (let index = 0; index < samples.length / 2; index += 1) {
      const t = index / RATE;
      const syllable = t < spoken ? (0.35 + 0.65 * Math.abs(Math.sin(Math.PI * 3.7 * t))) * (loud ? 0.75 : 0.2) : 0;
      samples.writeInt16LE(
        Math.round(
          32_767 *
            (syllable * (0.6 * Math.sin(2 * Math.PI * (160 + 30 * Math.sin(4 * t)) * t) + 0.4 * (2 * next() - 1)) +
              0.001 * (2 * next() - 1)),
        ),
        2 * index,
      );
    }
    if (!out.write(samples)) await once(out, 'drain');
    at += spoken + pause;
  }
  out.end();
  await once(out, 'finish');
  return { pauses, moments };
}
