import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeDamage } from '../../../src/pipeline/inspect/damage';
import { logReader } from '../../../src/pipeline/ffmpeg/log';
import type { RunLog, Span } from '../../../src/pipeline/ffmpeg/log';
import type { JobWarning } from '../../../src/pipeline/job/job';
import { asRecorded } from '../../../src/pipeline/plan/reading';
import type { Reading } from '../../../src/pipeline/plan/reading';
import { probeFile } from '../../../src/pipeline/inspect/probe';
import { fixture } from '../../fixtures';
import { expectError } from '../../support/expectError';
import { testBinaries } from '../../support/job';
import { packets } from '../../support/probe';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';

const SECONDS = 120;
let folder: string;
/** busy.mp4 twenty times over, and with packets spoiled. */
let long: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'damage-'));
  long = join(folder, 'long.mp4');
  await runProgram(BUNDLED_FFMPEG, [
    '-v',
    'error',
    '-nostdin',
    '-stream_loop',
    '19',
    '-i',
    await fixture('busy.mp4'),
    '-c',
    'copy',
    '-t',
    String(SECONDS),
    long,
  ]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The long clip with all its pictures between two times (seconds) turned into noise, but for the keyframes. */
async function spoiledBetween(name: string, from: number, to: number): Promise<string> {
  const bytes = await readFile(long);
  for (const { time, keyframe, offset, size } of await packets(long)) {
    if (!keyframe && time >= from && time < to)
      for (let at = offset; at < offset + size; at++) bytes[at] = (Math.imul(at, 2_654_435_761) >>> 11) & 255;
  }
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

/** What a run would have said. */
function said(copied: boolean, spans: Span[], lines: string[] = []): RunLog {
  const log = logReader();
  log.read("[info] Input #0, mov, from 'x':");
  log.read(`[info]   Stream #0:0 -> #0:0 ${copied ? '(copy)' : '(h264 (native) -> h264 (libx264))'}`);
  lines.forEach(log.read);
  log.read(
    `[verbose]   Input stream #0:0 (video): 3000 packets read (9 bytes); ${copied ? '' : '2990 frames decoded; '}`,
  );
  return { ...log.ended(), spans };
}

/** All of it, unless a part is named. */
async function judge(path: string, log: RunLog, part?: Reading): Promise<JobWarning[]> {
  const binaries = await testBinaries();
  const source = await probeFile(path, binaries);
  return judgeDamage({
    source,
    part: part ?? asRecorded(0, source.duration),
    logs: [log],
    binaries,
    signal: new AbortController().signal,
  });
}
const COMPLAINT = '[h264 @ 0x1] [error] Invalid NAL unit size (1 > 0).';

test('in a long file only what lies around a complaint is looked at, and what is there is found', async () => {
  const path = await spoiledBetween('a.mp4', 90, 90.2);
  const [warning] = await judge(path, said(false, [{ from: 88, to: 89 }], [COMPLAINT]));
  expect(warning).toMatchObject({ kind: 'input_damaged', count: 5 });
  for (const at of warning?.at ?? []) expect(Math.abs(at - 90.1)).toBeLessThan(0.3);
  expect(warning?.message).toMatch(/5 of 3000 pictures could not be decoded cleanly, near 90\.0\d s, 90\.0\d s/);
  expect(warning?.message).toMatch(/ffmpeg's words, 1×: h264: Invalid NAL unit size \(N > N\)$/);
  expect(await judge(path, said(false, [{ from: 20, to: 21 }], [COMPLAINT]))).toEqual([]);
});

test('a complaint that a second look cannot confirm is no damage, unless a decoder has refused a packet', async () => {
  expect(await judge(long, said(false, [{ from: 20, to: 21 }], [COMPLAINT]))).toEqual([]);
  const refused = said(
    false,
    [{ from: 20, to: 21 }],
    ['[error] Error while decoding stream #0:0: Invalid data found when processing input'],
  );
  expect(await judge(long, refused)).toMatchObject([{ kind: 'input_damaged', count: 1 }]);
  // In a part of a file it may have been meant for what lies behind it.
  expect(await judge(long, refused, asRecorded(10, 20))).toEqual([]);
});

test('a packet that the demuxer called corrupt is placed by its own time', async () => {
  const [warning] = await judge(
    long,
    said(false, [{ from: 59, to: 61 }], ['[mov,mp4 @ 0x1] [warning] Packet corrupt (stream = 0, dts = 768000).']),
  );
  expect(warning).toMatchObject({ count: 1, at: [60] });
});

test('a part is judged by itself', async () => {
  const path = await spoiledBetween('b.mp4', 30, 40);
  await expectError(
    judge(path, said(false, [{ from: 0, to: 10 }], [COMPLAINT]), asRecorded(30, 10)),
    'input_damaged',
    /The input b\.mp4 is damaged: 2\d\d of 2\d\d pictures cannot be decoded cleanly/,
  );
  expect(await judge(path, said(false, [{ from: 0, to: 10 }], [COMPLAINT]), asRecorded(10, 10))).toEqual([]);
});

test('of a long copy samples are looked at: enough to see that it is mostly broken', async () => {
  await expectError(
    judge(await spoiledBetween('c.mp4', 20, 110), said(true, [])),
    'input_damaged',
    'pictures cannot be decoded cleanly',
  );
  expect(await judge(long, said(true, []))).toEqual([]);
});

test('a cancelled look ends in a cancelled job', async () => {
  const binaries = await testBinaries();
  const source = await probeFile(long, binaries);
  await expectError(
    judgeDamage({
      source,
      part: asRecorded(0, SECONDS),
      logs: [said(true, [])],
      binaries,
      signal: AbortSignal.abort(),
    }),
    'cancelled',
  );
});
