import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settleSegment } from '../../../src/pipeline/hls/settleSegment';
import { FFMPEG, runProgram } from '../../support/programs';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settled-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a segment that is read while its times are set is found as it was, and never empty', async () => {
  await runProgram(
    FFMPEG,
    [
      ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=64x36:r=25:d=1', '-c:v', 'libx264', '-bf', '2'],
      ...['-pix_fmt', 'yuv420p', '-f', 'hls', '-hls_segment_type', 'fmp4', '-hls_segment_filename', 's_%05d.m4s'],
      's.m3u8',
    ],
    undefined,
    folder,
  );
  const path = join(folder, 's_00000.m4s');
  const before = await readFile(path);
  const held = await open(path, 'r');
  await Promise.all([settleSegment(path), settleSegment(path)]);
  expect(await held.readFile()).toEqual(before);
  await held.close();
  const after = await readFile(path);
  expect(after).not.toEqual(before);
  await settleSegment(path);
  expect(await readFile(path)).toEqual(after);
  expect((await readdir(folder)).sort()).toEqual(['init.mp4', 's.m3u8', 's_00000.m4s']);
});
