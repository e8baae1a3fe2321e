import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCapabilities } from '../../../src/pipeline/ffmpeg/capabilities';
import { planVideo } from '../../../src/pipeline/kinds/video/plan';
import type { VideoOptions } from '../../../src/pipeline/kinds/video/schema';
import { fileInput } from '../../../src/pipeline/plan/inputArgs';
import type { Step } from '../../../src/pipeline/plan/types';
import { encode } from '../../../src/pipeline/run/encode';
import { probeFile } from '../../../src/pipeline/inspect/probe';
import { runPieces } from '../../../src/pipeline/run/runPieces';
import { fixture } from '../../fixtures';
import { readFrameCode } from '../../support/frameCode';
import { testBinaries } from '../../support/job';
import { decodeFrames } from '../../support/pixels';
import { packets, probe } from '../../support/probe';
import { processesNaming } from '../../support/processes';
import { runProgram, FFMPEG } from '../../support/programs';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'media-jobs-pieces-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const NEVER = new AbortController().signal;

async function planned(path: string, options: VideoOptions, cores: number) {
  const binaries = await testBinaries();
  const folder = await mkdtemp(join(root, 'made-'));
  const source = await probeFile(path, binaries, NEVER);
  const plan = planVideo(
    { format: 'webm', quality: 'low', width: 96, ...options },
    {
      source,
      input: fileInput(path),
      name: 'made',
      encoders: await readCapabilities(binaries.ffmpeg),
      cores,
    },
  );
  const [step] = plan.steps;
  return { plan, folder, source, binaries, pieces: step?.tool === 'ffmpeg' ? step.pieces : undefined };
}

async function made(
  path: string,
  options: VideoOptions,
  cores: number,
  {
    signal = NEVER,
    onProgress = () => undefined,
  }: { signal?: AbortSignal; onProgress?: (percent: number) => void } = {},
) {
  const { plan, folder, source, binaries, pieces } = await planned(path, options, cores);
  const ended = encode(plan, { folder, source, binaries, signal, onProgress });
  return { ended, folder, pieces: pieces?.each.length ?? 0, file: join(folder, 'made.webm') };
}

const numbers = async (file: string) => (await decodeFrames(file, { width: 64, height: 36 })).map(readFrameCode);

describe('in pieces as in one go', () => {
  it.each([
    ['frames.mp4', { fps: 60 }, 3],
    ['frames.mp4', { fps: 60, start: 2.5, end: 9.25 }, 2],
    ['frames-ntsc.mov', { fps: 50 }, 3],
    // The second piece begins in a pause of 1.5 s, in which the frame before it stays on the screen.
    ['vfr.mp4', { fps: 100 }, 2],
  ] as const)('%s %j', async (name, options, count) => {
    const path = await fixture(name);
    const percents: number[] = [];
    const [whole, joined] = [
      await made(path, options, 1),
      await made(path, options, 2, { onProgress: (percent) => percents.push(percent) }),
    ];
    const [one, other] = [await whole.ended, await joined.ended];
    expect([whole.pieces, joined.pieces]).toEqual([0, count]);
    expect(await numbers(joined.file)).toEqual(await numbers(whole.file));
    const times = async (file: string, stream: string) =>
      (await packets(file, stream)).map(({ time, keyframe }) => [time, keyframe]);
    expect(await times(joined.file, 'v:0')).toEqual(await times(whole.file, 'v:0'));
    if ((await probe(path)).audio) {
      expect(await times(joined.file, 'a:0')).toEqual(await times(whole.file, 'a:0'));
      const heard = async (file: string) =>
        String((await runProgram(FFMPEG, ['-v', 'error', '-i', file, '-map', '0:a', '-f', 'md5', '-'])).stdout);
      expect(await heard(joined.file)).toBe(await heard(whole.file));
    }
    expect({ ...other.output, url: '', bytes: 0, bitrate: 0 }).toEqual({
      ...one.output,
      url: '',
      bytes: 0,
      bitrate: 0,
    });
    const { color_space, color_primaries, color_transfer, color_range } = (await probe(whole.file)).video ?? {};
    expect((await probe(joined.file)).video).toMatchObject({
      color_space,
      color_primaries,
      color_transfer,
      color_range,
    });
    expect(other.warnings).toEqual([]);
    expect(await readdir(joined.folder)).toEqual(['made.webm']);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
    expect(percents.at(-1)).toBe(100);
  });
});

it('stops all of them at once, and leaves no piece behind', async () => {
  const stop = new AbortController();
  const { ended, folder } = await made(await fixture('frames.mp4'), { fps: 60, width: 320 }, 2, {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(ended).rejects.toMatchObject({ kind: 'cancelled' });
  expect(await processesNaming(folder)).toEqual([]);
  expect((await readdir(folder)).filter((name) => name !== 'made.webm')).toEqual([]);
});

it('fails when a piece has not the frames that were planned, and leaves nothing behind', async () => {
  const { folder, binaries, pieces } = await planned(await fixture('frames.mp4'), { fps: 60 }, 2);
  if (pieces === undefined) throw new Error('There are no pieces');
  const wrong = {
    ...pieces,
    each: pieces.each.map((piece, index) => (index === 1 ? { ...piece, frames: 241 } : piece)),
  };
  await expect(
    runPieces(wrong, { ffmpeg: binaries.ffmpeg, folder, signal: NEVER, onProgress: () => undefined }),
  ).rejects.toMatchObject({
    kind: 'encode_failed',
    message: expect.stringContaining('has 240 pictures instead of 241') as string,
  });
  expect(await readdir(folder)).toEqual([]);
});

it('is made in one go when that fails, which says what is wrong with the source', async () => {
  const path = join(root, 'cut.mp4');
  await runProgram(FFMPEG, [
    '-v',
    'error',
    '-i',
    await fixture('frames.mp4'),
    '-c',
    'copy',
    '-movflags',
    '+faststart',
    path,
  ]);
  const file = await open(path, 'r+');
  await file.truncate(Math.round(0.6 * (await stat(path)).size));
  await file.close();
  for (const cores of [1, 2])
    await expect((await made(path, { fps: 60 }, cores)).ended).rejects.toMatchObject({ kind: 'output_incomplete' });
});

it('is what a step means beside its plain command', async () => {
  const { plan } = await planned(await fixture('frames.mp4'), { fps: 60 }, 2);
  const { plan: plain } = await planned(await fixture('frames.mp4'), { fps: 60 }, 1);
  const argv = ([step]: Step[]) => (step?.tool === 'ffmpeg' ? step.argv.slice(0, -1) : []);
  expect(argv(plan.steps)).toEqual(argv(plain.steps));
});
