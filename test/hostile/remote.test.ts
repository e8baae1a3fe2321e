import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { KindName, OptionsOf } from '../../src/pipeline/kinds';
import { placeOnWeb } from '../../src/pipeline/storage/place';
import { parseAllowList } from '../../src/pipeline/net/guard';
import { httpSource } from '../../src/pipeline/storage/sources';
import { parseRequest } from '../../src/pipeline/request/request';
import { dryRun } from '../../src/pipeline/run/dryRun';
import { rangeServer } from '../pipeline/storage/support/rangeServer';
import type { RangeServer, RangeServerUse } from '../pipeline/storage/support/rangeServer';
import { serve } from '../pipeline/storage/support/server';
import { tempFolder } from '../pipeline/storage/support/tempFolder';
import { canaries } from '../support/canaries';
import { expectThisError } from '../support/expectError';
import { fakeProgram } from '../support/fakeBinary';
import { job, made, removeJobs, testBinaries } from '../support/job';
import type { EndedTestJob, TestJobUse } from '../support/job';
import { eventually, processesOf } from '../support/processes';
import { FFMPEG, runProgram } from '../support/programs';
import { expectNothingLeft } from './leftovers';
import { longClips } from './longClip';
import type { LongClips } from './longClip';

let clips: LongClips;
beforeAll(async () => {
  clips = await longClips();
});
afterAll(removeJobs);

const folder = tempFolder();
const closing: { close(): Promise<void> }[] = [];
const listening = () => process.getActiveResourcesInfo().filter((what) => what === 'TCPServerWrap').length;
afterEach(async () => {
  await Promise.all(closing.splice(0).map((each) => each.close()));
  // Neither the readers' servers nor those of the test.
  await eventually(async () => listening() === 0);
});

async function served(path: string, use?: RangeServerUse): Promise<RangeServer> {
  const server = await rangeServer(path, use);
  closing.push(server);
  return server;
}

const sourceAt = (server: { origin: string; port: number }, name: string) =>
  httpSource(placeOnWeb(`${server.origin}/${name}`), {
    allow: parseAllowList(`127.0.0.1:${server.port}`),
    pause: async () => undefined,
  });

/** Runs a job on a file behind a server. */
const remoteJob = <K extends KindName>(
  kind: K,
  server: RangeServer,
  path: string,
  options: OptionsOf[K],
  use: TestJobUse = {},
): Promise<EndedTestJob> => job(kind, `/${path}`, options, { ...use, source: () => sourceAt(server, basename(path)) });

/** Each packet of a file with its times and a hash of what is in it: two that differ are told apart by where they do. */
const packetsOf = async (path: string): Promise<string[]> =>
  String(
    (await runProgram(FFMPEG, ['-v', 'error', '-i', path, '-map', '0', '-c', 'copy', '-f', 'framemd5', '-'])).stdout,
  ).split('\n');

/** The same from a server and from the disk comes to the same. */
async function expectSame<K extends KindName>(
  kind: K,
  path: `/${string}`,
  options: OptionsOf[K],
  use?: RangeServerUse,
): Promise<RangeServer> {
  const server = await served(path, use);
  const ended = await remoteJob(kind, server, path, options);
  if (ended.error !== null) throw ended.error;
  const local = await made(kind, path, options);
  expect(ended.job.warnings).toEqual(local.job.warnings);
  if (kind === 'video') expect(await packetsOf(ended.file)).toEqual(await packetsOf(local.file));
  expect((await readFile(ended.file)).equals(await readFile(local.file))).toBe(true);
  expect(basename(ended.file)).toBe(basename(local.file));
  return server;
}

const share = ({ sent, size }: RangeServer) => sent() / size;

describe.each(['first', 'last'] as const)('of ten minutes with the index %s', (index) => {
  it('a picture at 300 s takes 3% of the bytes', async () =>
    expect(share(await expectSame('image', clips[index], { start: 300 }))).toBeLessThan(0.03));
  it('ten seconds take 5%', async () =>
    expect(
      share(await expectSame('video', clips[index], { start: 300, end: 310, width: 160, quality: 'very_low' })),
    ).toBeLessThan(0.05));
});

describe('every container comes to the same as from the disk', () => {
  test.each(['mp4', 'mov', 'mkv', 'ts', 'avi', 'flv'] as const)('%s: a picture', async (name) => {
    await expectSame('image', clips.short[name], { start: 21, width: 320 });
  });
  test.each(['mkv', 'ts', 'wav', 'mp3'] as const)('%s: all of its sound, every byte once', async (name) => {
    const server = await expectSame('audio', clips.short[name], { format: 'wav' });
    expect(server.sent()).toBeLessThanOrEqual(server.size);
  });
  test('as a stream for players', async () => {
    const server = await served(clips.short.mov);
    const ended = await remoteJob('adaptive_video', server, clips.short.mov, { start: 5, end: 8, height: 144 });
    expect(ended.error).toBeNull();
    expect(ended.files.map((file) => basename(file))).toContain('master.m3u8');
  });
});

it('a file that is cut off is found out as it is on the disk', async () => {
  const path = join(folder(), 'cut.mkv');
  await writeFile(path, await readFile(clips.short.mkv));
  await truncate(path, 4_400_000);
  const server = await served(path);
  expectThisError(
    (await remoteJob('audio', server, path, { format: 'wav' })).error,
    'output_incomplete',
    'ends before its own header says',
  );
  const mp3 = join(folder(), 'cut.mp3');
  await writeFile(mp3, (await readFile(clips.short.mp3)).subarray(0, -300));
  const ended = await remoteJob('audio', await served(mp3), mp3, { format: 'wav' });
  expect(ended.job.warnings?.[0]?.message).toContain('the last piece of sound');
});

describe('a connection', () => {
  it('that is cut again and again changes nothing', async () => {
    const server = await expectSame(
      'audio',
      clips.short.mov,
      { format: 'aac', quality: 'low' },
      {
        instead: (nth, _request, response) => nth % 2 === 0 && Boolean(response.socket?.destroy()),
      },
    );
    expect(server.asked.length).toBeGreaterThan(10);
  });

  it.each<[string, RangeServerUse]>([
    ['download_failed', { instead: (nth, _request, response) => nth > 6 && Boolean(response.socket?.destroy()) }],
    ['input_changed', { headers: (nth) => ({ etag: nth > 6 ? '"two"' : '"one"' }) }],
    ['input_not_found', { instead: (nth, _request, response) => nth > 6 && Boolean(response.writeHead(404).end()) }],
  ])(
    'that fails in the middle of the work is %s, whatever ffmpeg makes of it, and nothing is left',
    async (kind, use) => {
      const server = await served(clips.short.mov, use);
      const ended = await remoteJob('audio', server, clips.short.mov, { format: 'flac' });
      expect(ended.error).toMatchObject({ kind });
      expect(ended.job.tasks.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'failed', 'cancelled']);
      expect(server.asked.length).toBeGreaterThan(6);
      await expectNothingLeft(ended);
    },
  );

  it('for an ffmpeg that was built without a network is read to its end first', async () => {
    const binaries = await testBinaries();
    const path = await fakeProgram(
      join(folder(), 'ffmpeg'),
      `case "$*" in *-protocols*) printf 'Input:\\n  file\\nOutput:\\n';; *) exec '${binaries.ffmpeg.path}' "$@";; esac`,
    );
    const server = await served(clips.short.mp4);
    const ended = await remoteJob(
      'image',
      server,
      clips.short.mp4,
      { start: 21 },
      { binaries: { ...binaries, ffmpeg: { ...binaries.ffmpeg, path } } },
    );
    expect(ended.error).toBeNull();
    expect(server.asked).toEqual([{ from: 0, to: server.size }]);
  });

  it('without ranges is read to its end first', async () => {
    const path = clips.short.mp4;
    const bytes = await readFile(path);
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'content-length': bytes.length }).end(bytes),
    );
    closing.push(server);
    const ended = await job('image', path, { start: 21 }, { source: () => sourceAt(server, 'short.mp4') });
    expect(ended.error).toBeNull();
    expect(server.requests).toHaveLength(1);
  });
});

describe('while it is read', () => {
  /** A server that keeps everybody waiting from its nth answer on. */
  const holding = (from: number): RangeServerUse => ({ instead: (nth) => nth > from });
  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux(
    'no command line holds the password or the address, which only the environment of ffmpeg knows; a stop ends it all',
    async () => {
      const path = clips.short.mov;
      const server = await served(path, holding(6));
      const stop = new AbortController();
      const running = remoteJob('audio', server, path, { format: 'flac' }, { signal: stop.signal });
      await eventually(async () => server.asked.length > 6);
      const readers = await eventually(async () => {
        const found = (await processesOf('http_proxy=http://media:')).filter(({ program }) =>
          program.startsWith('ffmpeg'),
        );
        return found.length > 0 && found;
      });
      for (const { pid, commandLine } of readers) {
        const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
        const password = /http_proxy=http:\/\/media:([0-9a-f]{48})@127\.0\.0\.1:\d+/.exec(environment)?.[1] ?? '';
        expect(password).toHaveLength(48);
        expect(commandLine).toContain('-protocol_whitelist http,tcp');
        expect(commandLine).toContain('http://source.invalid/short.mov');
        expect(commandLine).not.toContain(password);
        expect(commandLine).not.toContain(`:${server.port}`);
        expect((await processesOf(password)).every((each) => !each.commandLine.includes(password))).toBe(true);
      }
      stop.abort();
      const ended = await running;
      expectThisError(ended.error, 'cancelled');
      await eventually(async () => server.requests.every(({ socket }) => socket.destroyed));
      await expectNothingLeft(ended);
    },
  );

  onLinux('its folder holds no more of it than was fetched', async () => {
    const path = clips.last;
    const server = await served(path, holding(8));
    const stop = new AbortController();
    const running = remoteJob('audio', server, path, {}, { signal: stop.signal, workRoot: folder() });
    await eventually(async () => server.asked.length > 8);
    const [work = ''] = await readdir(folder());
    const kept = await stat(join(folder(), work, 'source'));
    expect(kept.blocks * 512).toBeLessThan(10_000_000);
    stop.abort();
    expectThisError((await running).error, 'cancelled');
  });
});

describe('what a server sends that is no media', () => {
  it.each(['', '\0\x01\x02\xff'])('a playlist makes nothing open what it lists (%#)', async (disguise) => {
    const bird = await canaries();
    closing.push(bird);
    const path = join(folder(), 'video.mp4');
    const list = `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3.0,\nhttp://127.0.0.1:${bird.port}/inside.ts\n#EXT-X-ENDLIST\n`;
    await writeFile(
      path,
      Buffer.concat([Buffer.from(list), Buffer.from(disguise, 'latin1'), Buffer.alloc(5_000_000, '\n# nothing')]),
    );
    const server = await served(path);
    const ended = await remoteJob('video', server, path, {});
    expectThisError(ended.error, 'input_unsupported', /playlist|no video, audio or image format/);
    expect(bird.reached()).toBe(0);
    await expectNothingLeft(ended);
  });

  it('a login page is refused in words, and not read to its end', async () => {
    const path = join(folder(), 'page');
    await writeFile(path, `<!doctype html><html>${'login '.repeat(2_000_000)}`);
    const server = await served(path);
    expectThisError((await remoteJob('video', server, path, {})).error, 'input_unsupported', 'it is a web page');
    expect(share(server)).toBeLessThan(0.1);
  });
});

it('a picture is fetched as a whole, since it is read by another library', async () => {
  const path = join(folder(), 'large.png');
  const { default: sharp } = await import('sharp');
  const noise = {
    create: {
      width: 1600,
      height: 1200,
      channels: 3 as const,
      background: '#888',
      noise: { type: 'gaussian' as const, mean: 128, sigma: 60 },
    },
  };
  await sharp(noise).png({ compressionLevel: 0 }).toFile(path);
  const server = await expectSame('image', `/${path.slice(1)}`, { width: 100 });
  expect(server.size).toBeGreaterThan(5_000_000);
  expect(server.sent()).toBe(server.size);
});

it('a dry run reads little, and its commands name the address and no proxy', async () => {
  const server = await served(clips.last);
  const source = sourceAt(server, 'my clip.mp4');
  const planned = await dryRun({
    request: parseRequest({ kind: 'audio', options: {} }),
    source,
    binaries: await testBinaries(),
    signal: new AbortController().signal,
    workRoot: folder(),
  });
  const words = planned.plan.flatMap(({ argv }) => argv);
  expect(words).toContain(source.shown);
  expect(words.join(' ')).not.toMatch(/source\.invalid|http_proxy|media:/);
  expect(share(server)).toBeLessThan(0.03);
});
