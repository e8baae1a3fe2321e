import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { growing } from '../../../src/pipeline/run/growing';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'growing-'));
  for (const name of ['stream_0_00000.ts', 'stream_0_00001.ts', 'stream_0.m3u8', 'a.mp3', 'b.mp4'])
    await writeFile(join(folder, name), name);
});
afterAll(() => rm(folder, { recursive: true }));

it('is what only gets longer, and segments that another one follows', async () => {
  const outputs = [
    { file: 'stream_0.m3u8', format: 'hls', mime: 'application/vnd.apple.mpegurl' },
    { file: 'a.mp3', format: 'mp3', mime: 'audio/mpeg' },
    { file: 'b.mp4', format: 'mp4', mime: 'video/mp4' },
  ] as const;
  expect(await growing(folder, outputs)).toEqual([
    { file: 'a.mp3', mime: 'audio/mpeg', path: join(folder, 'a.mp3'), whole: false },
    {
      file: 'stream_0_00000.ts',
      mime: 'video/mp2t',
      path: join(folder, 'stream_0_00000.ts'),
      whole: true,
      settle: expect.any(Function),
    },
  ]);
});

it('is nothing of files that are written in any order', async () =>
  expect(await growing(folder, [{ file: 'b.mp4', format: 'mp4', mime: 'video/mp4' }])).toEqual([]));
