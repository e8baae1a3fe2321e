import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorKind } from '../../src/pipeline/errors/table';
import type { KindName, OptionsOf } from '../../src/pipeline/kinds';
import { parseRequest } from '../../src/pipeline/request/request';
import { fixture, type FixtureName } from '../fixtures';
import { expectThisError, expectThrown } from '../support/expectError';
import { job, removeJobs } from '../support/job';
import { FFPROBE, runProgram } from '../support/programs';
import { expectNothingLeft } from './leftovers';

afterAll(removeJobs);

async function expectRefusal(
  kind: KindName,
  input: FixtureName | `/${string}`,
  options: OptionsOf[KindName],
  error: ErrorKind,
  words: string | RegExp = '',
): Promise<void> {
  const ended = await job(kind, input, options);
  const refusal = expectThisError(ended.error, error, words);
  expect(ended.job).toMatchObject({ status: 'failed', output: null, error: refusal.toJSON() });
  expect(ended.job.tasks.filter(({ status }) => status === 'processing' || status === 'waiting')).toEqual([]);
  await expectNothingLeft(ended);
}

describe('what is no media file', () => {
  test.each<[FixtureName, ErrorKind, string | RegExp]>([
    ['empty.mp4', 'input_empty', 'is empty (0 bytes)'],
    ['text.mp4', 'input_unsupported', 'it is text and not a media file'],
    ['noise.mp4', 'input_unsupported', 'its content is no video, audio or image format'],
    ['drawing.svg', 'input_unsupported', 'it is an SVG drawing'],
    ['playlist.mp4', 'input_unsupported', 'it is an HLS playlist'],
    ['playlist-relative.mp4', 'input_unsupported', 'it is an HLS playlist'],
    ['ffconcat.mp4', 'input_unsupported', 'it is an ffconcat list'],
    ['dash.mp4', 'input_unsupported', 'it is a DASH manifest'],
  ])('%s', async (name, error, words) => {
    for (const kind of ['video', 'image'] as const) await expectRefusal(kind, name, {}, error, words);
  });
});

/**
 * Lists of other files, in disguises that the first look at the content may not see through: then the list of formats that ffmpeg is given has to hold.
 * What they name is a pipe that nobody writes to: whoever opened it would wait for ever, and this test with it.
 */
describe('a list never makes ffmpeg open the file that it names', () => {
  const lists: Record<string, (other: string) => string> = {
    HLS: (other) => `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3.0,\n${other}\n#EXT-X-ENDLIST\n`,
    ffconcat: (other) => `ffconcat version 1.0\nfile '${other}'\n`,
    DASH: (other) =>
      `<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1"><BaseURL>${other}</BaseURL></Representation></AdaptationSet></Period></MPD>\n`,
  };
  const disguises: Record<string, (text: string) => Buffer> = {
    plain: (text) => Buffer.from(text),
    'after blank lines': (text) => Buffer.from(`\n\n${text}`),
    'with bytes that are no text': (text) => Buffer.concat([Buffer.from(text), Buffer.from([0, 1, 2, 255])]),
  };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lists-'));
    execFileSync('mkfifo', [join(folder, 'other.ts')]);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(Object.keys(lists).flatMap((list) => Object.keys(disguises).map((disguise) => [list, disguise])))(
    '%s, %s',
    async (list, disguise) => {
      const path = join(folder, `${list}, ${disguise}.mp4`);
      await writeFile(path, disguises[disguise]?.(lists[list]?.(join(folder, 'other.ts')) ?? '') ?? '');
      await expectRefusal('video', `/${path}`, {}, 'input_unsupported');
    },
  );

  test("with ffmpeg's own settings they would: the trap is a trap", async () => {
    const path = await fixture('playlist-relative.mp4');
    const { stdout } = await runProgram(FFPROBE, [
      '-v',
      'error',
      '-f',
      'hls',
      '-allowed_extensions',
      'ALL',
      '-show_entries',
      'stream=codec_name',
      '-of',
      'csv',
      path,
    ]);
    expect(stdout.toString()).toContain('h264');
  });
});

describe('what is cut off', () => {
  test.each<[KindName, FixtureName, ErrorKind, string | RegExp]>([
    ['video', 'truncated-moov-last.mov', 'input_damaged', 'its index (the moov atom) is missing'],
    [
      'video',
      'truncated-moov-first.mp4',
      'output_incomplete',
      /lasts 1\.8\d s instead of 3\.00 s: the picture of the input ends before its own header says/,
    ],
    ['audio', 'truncated-moov-first.mp4', 'output_incomplete', /lasts 1\.\d\d s instead of 3\.00 s: the sound/],
    ['video', 'truncated.mkv', 'output_incomplete', 'ends before its own header says'],
    ['video', 'truncated.webm', 'output_incomplete', 'ends before its own header says'],
    ['audio', 'truncated.wav', 'output_incomplete', /lasts 1\.8\d s instead of 3\.00 s/],
    ['image', 'truncated.jpg', 'input_damaged', 'could not be read to its end'],
    ['image', 'truncated.png', 'input_damaged', 'could not be read to its end'],
  ])('%s of %s', (kind, name, error, words) => expectRefusal(kind, name, {}, error, words));

  test('also when it is encoded anew, and when all of it is taken into a stream for players', async () => {
    await expectRefusal(
      'video',
      'truncated.webm',
      { format: 'webm', quality: 'very_low' },
      'output_incomplete',
      'ends before its own header says',
    );
    await expectRefusal(
      'adaptive_video',
      'truncated.webm',
      { quality: 'very_low' },
      'output_incomplete',
      'ends before its own header says',
    );
  });

  test('but a part that is there is made, without a word', async () => {
    const ended = await job('video', 'truncated.webm', { start: 0.2, end: 0.8, quality: 'very_low' });
    expect(ended.error).toBeNull();
    expect(ended.job.warnings ?? []).toEqual([]);
  });
});

describe('too much', () => {
  test('a picture of 20,000×20,000 pixels is refused before it is unpacked', async () => {
    const before = process.memoryUsage().rss;
    await expectRefusal('image', 'huge.png', {}, 'input_too_large', '20000×20000');
    // Unpacked it would take 400 MB at one byte a pixel.
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
    expect((await stat(await fixture('huge.png'))).size).toBeLessThan(1e6);
  });
  test('a width of 90,000 is no request', () => {
    expectThrown(
      () => parseRequest({ kind: 'video', options: { width: 90_000 } }),
      'request_invalid',
      '"width" must be at most 8,192',
    );
  });
  test('a percentage that makes more than the limit', () =>
    expectRefusal('video', 'card-16x9.mp4', { width: '5000%' }, 'size_invalid'));
});

describe('a range', () => {
  test('of no length is no request', () => {
    expectThrown(
      () => parseRequest({ kind: 'video', options: { start: 1, end: 1 } }),
      'request_invalid',
      '"end" must be greater than "start" (1)',
    );
  });
  test.each([[{ start: 2, end: 3 }], [{ start: 6, end: 7 }]])('%o past the end says how long the input is', (range) =>
    expectRefusal('video', 'card-16x9.mp4', range, 'range_invalid', 'The input lasts 2.0'),
  );
});

test('an input that a job was refused for is as it was', async () => {
  const path = await fixture('text.mp4');
  const before = await readFile(path);
  await expectRefusal('audio', 'text.mp4', {}, 'input_unsupported');
  expect(await readFile(path)).toEqual(before);
});
