import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { made, removeJobs } from '../../support/job';
import { frameCode } from '../../support/frameCode';
import { FFMPEG, runProgram } from '../../support/programs';
import { StreamPlayer } from './streamPlayer';

interface Clip {
  rate: string;
  frames: number;
  /** Seconds of sound, and after how many it sets in; null: none. */
  sound: { lasts: number; later?: number } | null;
  /** Of a picture that goes on after a while: the filter that gives each frame its time. */
  times?: string;
  /** Number of the frame to be seen at a moment; otherwise it follows from the rate. */
  shown?: (time: number) => number;
}

/** Numbered pictures, some of which refer to later ones; 640×360, so that a stream has two levels. */
const CLIPS: Record<string, Clip> = {
  'pictures that refer to later ones': { rate: '25', frames: 200, sound: { lasts: 8 } },
  '23.976 pictures a second': { rate: '24000/1001', frames: 192, sound: { lasts: 8 } },
  'an odd rate': { rate: '26777/1000', frames: 214, sound: { lasts: 8 } },
  'a low rate': { rate: '5', frames: 40, sound: { lasts: 8 } },
  'a rate that varies': {
    rate: '25',
    frames: 150,
    sound: { lasts: 7.5 },
    times: 'settb=1/1000,setpts=40*N+10*mod(2*N\\,5)+if(gte(N\\,75)\\,1500\\,0)',
    shown: (time) => (time < 3 ? Math.floor((time * 1000) / 40) : Math.max(74, Math.floor((time * 1000 - 1500) / 40))),
  },
  'no sound': { rate: '25', frames: 200, sound: null },
  'sound that sets in later': { rate: '25', frames: 200, sound: { lasts: 6.5, later: 1.5 } },
  'sound that lasts longer': { rate: '25', frames: 175, sound: { lasts: 9 } },
  'sound that ends earlier': { rate: '25', frames: 200, sound: { lasts: 5 } },
};
const [FIRST = '', ...OTHERS] = Object.keys(CLIPS);

const SEEKS = [4.5, 1.03, 6.3];

let player: StreamPlayer;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hls-player-'));
  player = await StreamPlayer.open();
});
afterAll(async () => {
  await player.close();
  await removeJobs();
  await rm(folder, { recursive: true });
});

async function clip(name: string): Promise<`/${string}`> {
  const { rate, frames, sound, times } = CLIPS[name] ?? { rate: '25', frames: 1, sound: null };
  const file = join(folder, `${name}.mp4`) as `/${string}`;
  const silentFor = `${sound?.later ?? 0}`;
  const tone = [
    '-itsoffset',
    silentFor,
    '-f',
    'lavfi',
    '-i',
    `sine=500:duration=${sound?.lasts ?? 1}:sample_rate=44100`,
  ];
  await runProgram(
    FFMPEG,
    [
      ...['-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'gray', '-s', '4x4', '-r', rate, '-i', '-'],
      ...(sound === null ? [] : [...tone, '-map', '0:v', '-map', '1:a', '-c:a', 'aac']),
      ...['-vf', `scale=640:360:flags=neighbor${times === undefined ? '' : `,${times}`}`, '-vsync', '0'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-pix_fmt', 'yuv420p', file],
    ],
    Buffer.concat(Array.from({ length: frames }, (_, n) => frameCode(n))),
  );
  return file;
}

const shownAt = (name: string, time: number): number => {
  const { rate = '25', shown } = CLIPS[name] ?? {};
  const [over = 25, under = 1] = rate.split('/').map(Number);
  return shown?.(time) ?? Math.floor((time * over) / under);
};

/** How many pictures of the clip another one may be away that is shown within 50 ms of it. */
const near = (name: string) => (name === 'a low rate' ? 1 : 2);

async function expectPlayed(name: string, how: 'hls.js' | 'video.js', format: 'fmp4' | 'ts', known: string[] = []) {
  const { file } = await made('adaptive_video', await clip(name), { segment_format: format });
  const seen = await player.play(how, file, SEEKS);
  expect(seen.errors.filter((error) => !known.includes(error))).toEqual([]);
  expect({ begins: seen.begins, at: seen.at, first: seen.first }).toEqual({ begins: 0, at: 0, first: 0 });
  expect(seen.levels).toBe(2);
  for (const [wanted, width] of seen.sizes) expect(width).toBe(wanted);
  for (const [n, { time, number }] of seen.seeks.entries()) {
    expect(Math.abs(time - (SEEKS[n] ?? 0))).toBeLessThan(0.05);
    expect(Math.abs((number ?? -10) - shownAt(name, time))).toBeLessThanOrEqual(near(name));
  }
  expect(seen.ended).toBe(true);
  return seen;
}

it.each([FIRST, ...OTHERS])('hls.js plays fragmented MP4 of %s, and has nothing to complain of', async (name) => {
  const { sizes } = await expectPlayed(name, 'hls.js', 'fmp4');
  expect(sizes).toHaveLength(2);
});

it.each([FIRST, 'no sound'])('video.js plays fragmented MP4 of %s', (name) => expectPlayed(name, 'video.js', 'fmp4'));

// hls.js 1.7.4 can miss that a sound has arrived that is a rendition of its own, where picture and sound of a transport stream come at the same moment.
it('hls.js begins a transport stream with its first picture', () =>
  expectPlayed(FIRST, 'hls.js', 'ts', ['bufferAppendNoProgress']));

it('hls.js has nothing to complain of in a transport stream without sound', () =>
  expectPlayed('no sound', 'hls.js', 'ts'));
