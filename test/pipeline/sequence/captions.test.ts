import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { OptionsOf } from '../../../src/pipeline/kinds';
import { job, removeJobs, testBinaries } from '../../support/job';
import { decodeFrames } from '../../support/pixels';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';
import { probe } from '../../support/probe';
import { played } from './support';
import type { GivenClip } from './support';

const SIZE = { width: 320, height: 180 };
const FPS = 10;
/** What is said when, in seconds. */
const CUES = `1
00:00:01,000 --> 00:00:02,000
It's {\\an8}: a, "line"; 100% [of] it

2
00:00:03,000 --> 00:00:04,000
and another
`;
const SHOWN = [
  [1, 2],
  [3, 4],
] as const;

let folder: string;
/** Six seconds of grey; and what is said in it, under a name that filters would misread. */
let [grey, said] = ['', ''];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'captions-'));
  grey = join(folder, 'grey.mp4');
  await runProgram(BUNDLED_FFMPEG, [
    ...['-v', 'error', '-f', 'lavfi', '-i', `color=gray:size=320x180:rate=${FPS}:duration=6`],
    ...['-f', 'lavfi', '-i', 'sine=440:duration=6', '-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-c:a', 'aac', grey],
  ]);
  said = join(folder, "it's [said], a:b;c.srt");
  await writeFile(said, CUES);
});
afterAll(async () => {
  await removeJobs();
  await rm(folder, { recursive: true, force: true });
});

const run = (given: string | readonly GivenClip[], options: OptionsOf['video']) =>
  played(folder, typeof given === 'string' ? { input: given } : { inputs: given }, options);
const warned = ({ job }: Awaited<ReturnType<typeof run>>) => job.warnings?.map(({ kind }) => kind) ?? [];

/** Which frames have white letters, from the middle of the picture down. */
async function lettered(file: string): Promise<boolean[]> {
  const frames = await decodeFrames(file, SIZE);
  return frames.map((picture) => {
    for (let y = SIZE.height / 2; y < SIZE.height; y += 1)
      for (let x = 0; x < SIZE.width; x += 1) if (picture.pixel(x, y)[1] > 220) return true;
    return false;
  });
}

/** Frames that a time from the list lies in, once it is moved. */
const during = (count: number, move: (at: number) => number) =>
  Array.from({ length: count }, (_, index) =>
    SHOWN.some(([from, to]) => index / FPS >= move(from) - 1e-6 && index / FPS < move(to) - 1e-6),
  );

async function subtitlesOf(file: string): Promise<string> {
  const { ffmpeg } = await testBinaries();
  const { stdout } = await runProgram(ffmpeg.path, ['-v', 'error', '-i', file, '-map', '0:s', '-f', 'srt', '-']);
  return stdout
    .toString()
    .replaceAll('\r', '')
    .replaceAll(/<[^>]*>/g, '');
}

it('captions of a source are where they belong in a part of it that is played at another speed', async () => {
  const made = await run(grey, { subtitle_url: said, start: 0.4, end: 5.6, speed: 2 });
  expect(await lettered(made.file)).toEqual(during(26, (at) => (at - 0.4) / 2));
  expect(warned(made)).toEqual([]);
  // What the job shows is what was asked for.
  expect(made.job.options).toMatchObject({ subtitle_url: said });
  expect(made.job.options).not.toHaveProperty('transcript');
});

it('captions of a sequence go by its own time, across joints, and fade with it', async () => {
  const clips = [
    { url: grey, end: 1.5 },
    { url: grey, start: 4 },
    { url: grey, end: 0.5 },
  ];
  const made = await run(clips, { transcript: CUES, fade_out: 0.2, caption_look: 'box' });
  const seen = await lettered(made.file);
  expect(seen.slice(0, 38)).toEqual(during(40, (at) => at).slice(0, 38));
  expect(seen.at(-1)).toBe(false);
});

it('captions that are embedded leave the picture as it is', async () => {
  const made = await run(grey, { subtitle_url: said, subtitle_style: 'embed' });
  expect(warned(made)).toEqual(['remuxed']);
  expect((await probe(made.file)).streams.map(({ codec_name: codec }) => codec)).toEqual(['h264', 'aac', 'mov_text']);
  expect(await subtitlesOf(made.file)).toContain('00:00:01,000 --> 00:00:02,000\nIt\'s : a, "line"; 100% [of] it\n');
  const joined = await run(
    [
      { url: grey, start: 5 },
      { url: grey, end: 1 },
    ],
    {
      subtitle_url: said,
      subtitle_style: 'embed',
      format: 'webm',
      width: 64,
      audio: false,
    },
  );
  expect((await probe(joined.file)).streams.map(({ codec_name: codec }) => codec)).toEqual(['vp9', 'webvtt']);
  expect(await subtitlesOf(joined.file)).toContain('00:00:01,000 --> 00:00:02,000\nIt');
});

it('captions of a stream are in each of its renditions', async () => {
  const { file, error } = await job('adaptive_video', grey as `/${string}`, { transcript: CUES, start: 0.5, end: 3.5 });
  expect(error).toBeNull();
  const seen = await lettered(join(dirname(file), 'stream_0.m3u8'));
  expect(seen).toEqual(during(30, (at) => at - 0.5));
});

it('captions beside another sound', async () => {
  const made = await run(grey, { subtitle_url: said, audio_url: grey, end: 2 });
  expect((await lettered(made.file)).slice(8, 12)).toEqual([false, false, true, true]);
});

it('what says nothing in the part that is played is a warning', async () => {
  const made = await run(grey, { subtitle_url: said, start: 5 });
  expect(warned(made)).toEqual(expect.arrayContaining(['captions_missing']));
});

it.each<[string, string | Buffer, string]>([
  ['no captions', 'Once upon a time', 'is no SRT, WebVTT, TSV or JSON'],
  ['far too much', Buffer.alloc(13_000_000, 'a'), 'has 13,000,000 bytes'],
])('%s are refused, and named', async (_name, text, words) => {
  const file = join(folder, 'wrong.srt');
  await writeFile(file, text);
  const { error } = await run(grey, { subtitle_url: file });
  expect(error?.kind).toBe('captions_unreadable');
  expect(error?.message).toContain('"subtitle_url": The captions cannot be used: wrong.srt ');
  expect(error?.message).toContain(words);
});
