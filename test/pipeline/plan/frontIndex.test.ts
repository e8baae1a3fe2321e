import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCapabilities } from '../../../src/pipeline/ffmpeg/capabilities';
import { planVideo } from '../../../src/pipeline/kinds/video/plan';
import { roomForIndex } from '../../../src/pipeline/plan/frontIndex';
import { fileInput } from '../../../src/pipeline/plan/inputArgs';
import { encode } from '../../../src/pipeline/run/encode';
import { probeFile } from '../../../src/pipeline/inspect/probe';
import { testBinaries } from '../../support/job';
import { packets } from '../../support/probe';
import { FFMPEG, runProgram } from '../../support/programs';

const NEVER = new AbortController().signal;
const LEAST = 32 * 2 ** 20;

let root: string;
let large: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'media-jobs-index-'));
  large = join(root, 'large.mov');
  await runProgram(FFMPEG, [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=1280x720:r=25:d=1,noise=alls=60:allf=t',
    '-f',
    'lavfi',
    '-i',
    'sine=r=48000:d=1',
    '-pix_fmt',
    'yuv420p',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-profile:v',
    'high',
    '-qp',
    '12',
    '-bf',
    '2',
    '-g',
    '10',
    '-c:a',
    'aac',
    join(root, 'second.mov'),
  ]);
  // Encoded once and repeated, which takes as long as copying.
  await runProgram(FFMPEG, ['-v', 'error', '-stream_loop', '4', '-i', join(root, 'second.mov'), '-c', 'copy', large]);
  expect((await stat(large)).size).toBeGreaterThan(LEAST);
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));

async function plan() {
  const binaries = await testBinaries();
  const folder = await mkdtemp(join(root, 'made-'));
  const source = await probeFile(large, binaries, NEVER);
  const planned = planVideo(
    {},
    {
      source,
      input: fileInput(large),
      name: 'made',
      encoders: await readCapabilities(binaries.ffmpeg),
    },
  );
  const [step] = planned.steps;
  if (step?.tool !== 'ffmpeg' || step.once === undefined) throw new Error('no quicker way');
  return {
    planned,
    once: step.once,
    source,
    run: () => encode(planned, { folder, source, binaries, signal: NEVER, onProgress: () => undefined }),
    file: join(folder, 'made.mp4'),
  };
}

/** The names of the boxes of an MP4, in order, and the bytes of each. */
async function boxes(path: string): Promise<[string, number][]> {
  const file = await open(path);
  const found: [string, number][] = [];
  try {
    const { size } = await file.stat();
    for (let at = 0; at < size;) {
      const { buffer } = await file.read(Buffer.alloc(16), 0, 16, at);
      const short = buffer.readUInt32BE(0);
      const bytes = short === 1 ? Number(buffer.readBigUInt64BE(8)) : short;
      found.push([buffer.toString('latin1', 4, 8), bytes]);
      at += bytes;
    }
  } finally {
    await file.close();
  }
  return found;
}

const same = async (file: string) => {
  for (const stream of ['v:0', 'a:0'])
    expect((await packets(file, stream)).map(({ keyframe }) => keyframe)).toEqual(
      (await packets(large, stream)).map(({ keyframe }) => keyframe),
    );
  const { stdout } = await runProgram(FFMPEG, ['-v', 'error', '-i', file, '-map', '0', '-c', 'copy', '-f', 'md5', '-']);
  const { stdout: before } = await runProgram(FFMPEG, [
    '-v',
    'error',
    '-i',
    large,
    '-map',
    '0',
    '-c',
    'copy',
    '-f',
    'md5',
    '-',
  ]);
  expect(String(stdout)).toBe(String(before));
};

test('a large copy has its index in front, in the room that was kept for it, and is written once', async () => {
  const { once, source, run, file } = await plan();
  const room = roomForIndex(source) ?? 0;
  expect(once).toEqual(expect.arrayContaining(['-moov_size', `${room}`]));
  expect(once).not.toContain('+faststart');
  await run();
  const [kind, index, gap, ...others] = await boxes(file);
  expect([kind?.[0], index?.[0], gap?.[0], others.at(-1)?.[0]]).toEqual(['ftyp', 'moov', 'free', 'mdat']);
  expect((index?.[1] ?? 0) + (gap?.[1] ?? 0)).toBe(room);
  await same(file);
});

test('where the room is too small the file is made in the usual way', async () => {
  const { once, planned, run, file } = await plan();
  once[once.indexOf('-moov_size') + 1] = '100';
  expect(planned.steps[0]).toMatchObject({ once });
  await run();
  expect((await boxes(file)).map(([name]) => name).filter((name) => name !== 'free' && name !== 'wide')).toEqual([
    'ftyp',
    'moov',
    'mdat',
  ]);
  await same(file);
});

describe('roomForIndex', () => {
  const of = async (changes: Partial<Parameters<typeof roomForIndex>[0]>) =>
    roomForIndex({ ...(await plan()).source, ...changes });
  it('has more than the index took, and less than a hundredth of the file', async () => {
    const room = await of({ duration: 3600, bytes: 2 ** 31 });
    expect(room).toBeGreaterThan(3600 * (25 + 47) * 16);
    expect(room).toBeLessThan(2 ** 31 / 100);
  });
  it.each([
    ['the file is small', { bytes: LEAST - 1 }],
    ['its length is not known', { duration: null }],
    ['its length is only worked out', { durationDeclared: false }],
    ['the gap would be large for what is in it', { duration: 36_000, bytes: LEAST }],
  ])('keeps none where %s', async (_, changes) => expect(await of(changes)).toBeNull());
});
