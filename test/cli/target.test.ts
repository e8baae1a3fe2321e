import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTarget } from '../../src/pipeline/request/target';
import { pathOf, placeOf, refuseInputAsOutput } from '../../src/cli/target';
import type { KindName } from '../../src/pipeline/kinds';
import type { Format } from '../../src/pipeline/media/formats';
import { readInput } from '../../src/cli/inputSource';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'target-'));
  await mkdir(join(root, 'there'));
  await writeFile(join(root, 'there', 'other.txt'), 'x');
  await mkdir(join(root, 'empty'));
  await mkdir(join(root, 'earlier'));
  await writeFile(join(root, 'earlier', 'master.m3u8'), '#EXTM3U');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function path(
  kind: KindName,
  output: string | undefined,
  inputName: string,
  format: Format,
): Promise<string | null> {
  const found = pathOf(await readTarget(kind, output, root), inputName, kind, format);
  return found === null ? null : found.replace(`${root}/`, '');
}

test.each<[KindName, string | undefined, string, Format, string | null]>([
  ['video', undefined, 'clip.mov', 'mp4', 'clip.mp4'],
  ['video', undefined, 'two.dots.mov', 'webm', 'two.dots.webm'],
  ['image', undefined, 'photo', 'jpeg', 'photo.jpg'],
  ['audio', undefined, '.mp4', 'mp3', '.mp4.mp3'],
  ['video', 'out.mp4', 'clip.mov', 'mp4', 'out.mp4'],
  ['video', 'deep/out', 'clip.mov', 'mp4', 'deep/out'],
  ['video', 'there', 'clip.mov', 'mp4', 'there/clip.mp4'],
  ['video', 'absent/', 'clip.mov', 'mp4', 'absent/clip.mp4'],
  ['video', '-', 'clip.mov', 'mp4', null],
  ['video', 's3://bucket/key.mp4', 'clip.mov', 'mp4', null],
  ['adaptive_video', undefined, 'clip.mov', 'hls', 'clip.hls'],
  ['adaptive_video', 'stream', 'clip.mov', 'hls', 'stream'],
  ['adaptive_video', 'stream/', 'clip.mov', 'hls', 'stream'],
  ['adaptive_video', 'empty', 'clip.mov', 'hls', 'empty'],
  ['adaptive_video', 'earlier', 'clip.mov', 'hls', 'earlier'],
  ['adaptive_video', 'there', 'clip.mov', 'hls', 'there/clip.hls'],
])('%s -o %s of %s as %s is written to %s', async (kind, output, inputName, format, expected) => {
  expect(await path(kind, output, inputName, format)).toBe(expected);
});

test('below an S3 key an HLS set always gets a folder', async () => {
  expect(await readTarget('adaptive_video', 's3://bucket/stream', root)).toEqual({
    is: 'stored',
    address: 's3://bucket/stream/',
    extension: null,
  });
  expect(await readTarget('video', 's3://bucket/folder.x/', root)).toEqual({
    is: 'stored',
    address: 's3://bucket/folder.x/',
    extension: null,
  });
});

test('the input is never its own output, by whatever name or link', async () => {
  const input = join(root, 'in.mp4');
  await writeFile(input, 'x');
  await link(input, join(root, 'hard.mp4'));
  await symlink('in.mp4', join(root, 'soft.mp4'));
  const refused = (output: string, from = 'in.mp4') =>
    refuseInputAsOutput({ is: 'named', path: output, extension: null }, output, [readInput(from)], root);
  for (const name of ['in.mp4', 'hard.mp4', 'soft.mp4', 'there/../in.mp4']) {
    await expect(refused(join(root, name))).rejects.toMatchObject({
      kind: 'request_invalid',
      message: expect.stringContaining('is the input itself'),
    });
  }
  await expect(refused(input, 'soft.mp4')).rejects.toMatchObject({ kind: 'request_invalid' });
  await expect(refused(join(root, 'other.mp4'))).resolves.toBeUndefined();
  await expect(refused(input, 'https://example.com/in.mp4')).resolves.toBeUndefined();
  const object = await readTarget('video', 's3://bucket/a.mp4', root);
  await expect(refuseInputAsOutput(object, null, [readInput('s3://bucket/a.mp4')], root)).rejects.toMatchObject({
    kind: 'request_invalid',
  });
});

test('a dry run names files as the job would', async () => {
  expect(placeOf(await readTarget('video', 'deep/out.mp4', root), 'clip.mov', 'video', root)).toEqual({
    folder: join(root, 'deep'),
    file: 'out.mp4',
  });
  expect(placeOf(await readTarget('video', 'there', root), 'clip.mov', 'video', root)).toEqual({
    folder: join(root, 'there'),
    file: null,
  });
  expect(placeOf(await readTarget('adaptive_video', undefined, root), 'clip.mov', 'adaptive_video', root)).toEqual({
    folder: join(root, 'clip.hls'),
    file: null,
  });
  expect(placeOf({ is: 'stdout' }, 'clip.mov', 'video', root)).toEqual({ folder: root, file: null });
});
