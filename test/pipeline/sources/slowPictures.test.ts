import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ffmpeg } from '../../fixtures/recipe';
import { made, removeJobs } from '../../support/job';
import { decodeFrames } from '../../support/pixels';

let root: string;
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'slow-'))));
afterAll(() => rm(root, { recursive: true, force: true }));
afterAll(removeJobs);

it.each([4, 1])('a stream of %i pictures of three seconds each lasts as long as they are shown', async (count) => {
  const slow = join(root, `${count}.mp4`) as `/${string}`;
  await ffmpeg(['-f', 'lavfi', '-i', 'testsrc2=s=64x48:r=1/3', '-frames:v', `${count}`, slow]);
  const { file } = await made('adaptive_video', slow, {});
  const playlist = await readFile(join(dirname(file), 'stream_0.m3u8'), 'utf8');
  const seconds = [...playlist.matchAll(/^#EXTINF:([\d.]+)/gm)].reduce((sum, [, length]) => sum + Number(length), 0);
  expect(seconds).toBeCloseTo(3 * count, 2);
  expect(await decodeFrames(file, { width: 8, height: 6 })).toHaveLength(3 * count);
});
