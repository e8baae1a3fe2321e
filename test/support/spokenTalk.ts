import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { numbers } from '../../benchmarks/sources/talk.mts';
import type { Talk } from '../../benchmarks/sources/talk.mts';
import { runProgram } from './programs';

// Taken once: jest's sandbox makes each look at a global slow, and these loops look often.
const { abs, floor, max, min, round, sin } = Math;

const RATE = 22_050;
const FPS = 10;
const WIDTH = 64;
const HEIGHT = 36;
/** Highest samples of a sentence, and of a loud one: 12 dB apart. */
const PLAIN = 0.2;
const LOUD = 0.8;
/** Where somebody gets loud, and how long after the second time the picture is black for how long; shares of the talk, and seconds. */
const LOUD_AT = [0.27, 0.71];
const BLACK = { after: 5, seconds: 3 };

const SENTENCES = [
  'Nobody expected the small machine to work on the first day',
  'We measured the same thing twice and got two answers',
  'The best part of the story is how it ended',
  'Every short clip begins where somebody takes a breath',
  'There was a green door at the end of the long corridor',
  'It took us three weeks to find the broken cable',
  'People ask me why we did not simply buy a new one',
  'The answer is written on the last page of the book',
];

/** A talk spoken by espeak-ng, with what is known of it; `black` is the part without a picture. */
export interface SpokenTalk extends Talk {
  black: { start: number; end: number };
}

/** Makes ten minutes of a talk at `folder/spoken.mp4`: sentences with pauses between them, two of them loud, shots that are cut at known times, and one black part. */
export async function makeSpokenTalk(ffmpeg: string, folder: string, seconds = 600): Promise<SpokenTalk> {
  const { samples, pauses, moments } = await spoken(seconds);
  const black = {
    start: round((moments[1]?.end ?? 0) + BLACK.after),
    end: round((moments[1]?.end ?? 0) + BLACK.after) + BLACK.seconds,
  };
  const next = numbers(21);
  const cuts = [black.start, black.end];
  for (let at = 4 + 9 * next(); at < seconds - 3; at += 3 + 10 * next()) {
    const cut = round(at * FPS) / FPS;
    if (cuts.every((other) => abs(other - cut) > 1) && (cut < black.start || cut > black.end)) cuts.push(cut);
  }
  cuts.sort((a, b) => a - b);
  const sound = join(folder, 'spoken.pcm');
  await writeFile(sound, samples);
  const path = join(folder, 'spoken.mp4');
  const frames = Buffer.concat(Array.from({ length: seconds * FPS }, (_, index) => frame(index / FPS, cuts, black)));
  await runProgram(
    ffmpeg,
    [
      '-v',
      'error',
      '-y',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'gray',
      '-s',
      `${WIDTH}x${HEIGHT}`,
      '-r',
      `${FPS}`,
      '-i',
      'pipe:0',
      '-f',
      's16le',
      '-ar',
      `${RATE}`,
      '-ac',
      '1',
      '-i',
      sound,
      '-vf',
      'scale=320:180:flags=bicubic,format=yuv420p',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-crf',
      '28',
      '-g',
      '50',
      '-c:a',
      'aac',
      '-b:a',
      '64k',
      '-t',
      `${seconds}`,
      path,
    ],
    frames,
  );
  return { path, seconds, cuts, pauses, moments, black };
}

/** Sentence after sentence with pauses of 0.4 to 1.3 s, as 16-bit samples. */
async function spoken(seconds: number): Promise<Pick<Talk, 'pauses' | 'moments'> & { samples: Buffer }> {
  const next = numbers(77);
  const sentences = await Promise.all(SENTENCES.map(sentence));
  const samples = Buffer.alloc(2 * seconds * RATE);
  const pauses: Talk['pauses'] = [];
  const moments: Talk['moments'] = [];
  for (let at = 0; at < seconds;) {
    const words = sentences[floor(next() * sentences.length)] ?? new Float32Array();
    const end = min(seconds, at + words.length / RATE);
    const pause = 0.4 + 0.9 * next();
    const loud = LOUD_AT.some((share) => at <= share * seconds && end + pause > share * seconds);
    if (loud) moments.push({ start: at, end });
    pauses.push({ start: end, end: min(seconds, end + pause) });
    const first = round(at * RATE);
    for (let index = 0; index < words.length && first + index < samples.length / 2; index += 1)
      samples.writeInt16LE(round(32_767 * (loud ? LOUD : PLAIN) * (words[index] ?? 0)), 2 * (first + index));
    at = end + pause;
  }
  return { samples, pauses, moments };
}

/** What espeak-ng says, without the silence around it, its highest sample 1. @throws where there is no espeak-ng: apt-get install espeak-ng */
async function sentence(text: string): Promise<Float32Array> {
  const { stdout } = await runProgram('espeak-ng', ['-v', 'en', '-s', '150', '--stdout', text]);
  const header = 44;
  const all = Float32Array.from(
    { length: floor((stdout.length - header) / 2) },
    (_, index) => stdout.readInt16LE(header + 2 * index) / 32_768,
  );
  const peak = all.reduce((most, sample) => max(most, abs(sample)), 0);
  const heard = (sample: number) => abs(sample) > 0.03 * peak;
  return all.slice(all.findIndex(heard), all.findLastIndex(heard) + 1).map((sample) => sample / peak);
}

/** A shot of its own brightness and pattern, over which the camera pans, with grain. */
function frame(at: number, cuts: readonly number[], black: { start: number; end: number }): Buffer {
  if (at >= black.start && at < black.end) return Buffer.alloc(WIDTH * HEIGHT, 16);
  const shot = cuts.filter((cut) => cut <= at).length;
  const next = numbers(100 + shot);
  const [base, across, down, fine, speed] = [
    70 + 110 * next(),
    0.1 + 0.25 * next(),
    0.1 + 0.3 * next(),
    0.6 + 0.6 * next(),
    2 + 3 * next(),
  ];
  const grain = numbers(round(at * FPS));
  const pixels = Buffer.alloc(WIDTH * HEIGHT);
  for (let place = 0; place < pixels.length; place += 1) {
    const [x, y] = [(place % WIDTH) + speed * at, floor(place / WIDTH)];
    pixels[place] = max(
      20,
      min(235, base + 30 * sin(across * x + 6 * sin(down * y)) + 12 * sin(fine * (x - y)) + 6 * grain() - 3),
    );
  }
  return pixels;
}
