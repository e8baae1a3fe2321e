import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../src/pipeline/job/job';
import { placeOfCommandLine } from '../../src/pipeline/storage/place';
import { sourceOf } from '../../src/pipeline/storage/sources';
import { fileInput } from '../../src/pipeline/plan/inputArgs';
import { rangeServer } from '../pipeline/storage/support/rangeServer';
import { canaries } from '../support/canaries';
import type { Canaries } from '../support/canaries';
import { job, removeJobs } from '../support/job';
import { testServers, uploaded } from '../support/jobServer';
import { outside, PUBLIC } from '../support/outside';
import { FFPROBE, runProgram } from '../support/programs';
import { traps } from '../support/traps';

let birds: Canaries;
let folder: string;
let files: Record<string, Buffer>;
beforeAll(async () => {
  birds = await canaries();
  folder = await mkdtemp(join(tmpdir(), 'traps-'));
  files = await traps(`http://127.0.0.1:${birds.port}/inside.ts`);
});
afterAll(async () => {
  await birds.close();
  await rm(folder, { recursive: true });
  await removeJobs();
});
const { name } = outside();
const { open } = testServers();

const isFilm = (what: string) => what.startsWith('a film');
/** A film has a picture in itself, which may be taken; a list has none, and is refused. */
function expectAsItIs(what: string, { status, error }: Pick<Job, 'status' | 'error'>): void {
  if (!isFilm(what))
    expect([what, { status, error }]).toMatchObject([
      what,
      { status: 'failed', error: { kind: expect.stringMatching(/^input_(unsupported|damaged)$/) as string } },
    ]);
  else expect([what, status]).toEqual([what, expect.stringMatching(/^(succeeded|failed)$/)]);
}

it.each([
  ['of this machine', 'list.m3u8', 'video'],
  ['of this machine', 'picture.svg', 'image'],
  ['on the web', 'video.mp4', 'video'],
  ['on the web', 'picture.svg', 'image'],
] as const)('a file %s makes nothing open what it names: as %s, made into %s', async (where, called, kind) => {
  name('public.test', [PUBLIC]);
  await Promise.all(
    Object.entries(files).map(async ([what, bytes], nth) => {
      const path = join(folder, `${nth} ${called}`);
      await writeFile(path, bytes);
      const server = await rangeServer(bytes);
      const source =
        where === 'on the web'
          ? { source: () => sourceOf(placeOfCommandLine(`http://public.test:${server.port}/${called}`), { env: {} }) }
          : {};
      const ended = await job(isFilm(what) ? 'image' : kind, `/${path.slice(1)}`, {}, source);
      await server.close();
      expectAsItIs(what, ended.job);
    }),
  );
  expect(birds.reached()).toBe(0);
});

it('a file that was uploaded makes the server open nothing either', async () => {
  const server = await open();
  await Promise.all(
    Object.entries(files).map(async ([what, bytes]) =>
      expectAsItIs(what, await server.run({ input: await uploaded(server, bytes), kind: 'image' })),
    ),
  );
  expect(birds.reached()).toBe(0);
});

/** How ffmpeg would have to be asked to fall into it. */
it.each<[string, string[]]>([
  ['HLS', ['-f', 'hls']],
  ['HLS after an ID3 tag', []],
  ['HLS with a key', ['-f', 'hls']],
  ['ffconcat', ['-f', 'concat', '-safe', '0']],
])('ffmpeg with other settings would: %s is a trap', async (what, how) => {
  const path = join(folder, 'trap.m3u8');
  await writeFile(path, files[what] ?? '');
  const before = birds.reached();
  await runProgram(FFPROBE, ['-v', 'error', '-protocol_whitelist', 'file,http,tcp,crypto', ...how, path]).catch(
    () => undefined,
  );
  expect(birds.reached()).toBeGreaterThan(before);
});

it('an alias of QuickTime is passed over, which other settings would follow', async () => {
  const path = join(folder, 'alias.mov');
  await writeFile(path, files['a film that lies elsewhere, in the Macintosh way'] ?? '');
  const said = async (...argv: string[]) => (await runProgram(FFPROBE, ['-v', 'warning', ...argv])).stderr;
  expect(await said(...fileInput(path))).toContain('Skipped opening external track');
  expect(await said('-enable_drefs', '1', '-use_absolute_path', '1', path)).toContain(
    "error opening alias: path='/elsewhere/a.mov'",
  );
});
