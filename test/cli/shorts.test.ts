import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../src/pipeline/job/job';
import { fixture } from '../fixtures';
import { TALK } from '../fixtures/recipes/talks';
import { decodeImage } from '../support/pixels';
import { FFMPEG, FFPROBE } from '../support/programs';
import { runHere } from '../support/runHere';

let folder = '';
let talk = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-jobs-test-'));
  talk = await fixture('talk.mp4');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...words: string[]) => runHere([...words, '--ffmpeg', FFMPEG, '--ffprobe', FFPROBE], { cwd: folder });
const WISH = ['--min-duration', '5', '--max-duration', '12'];

test('shorts cuts what a file says, with the titles and captions that others give it', async () => {
  await writeFile(
    join(folder, 'parts.json'),
    JSON.stringify([
      { title: 'Mine', start: 4, end: 6 },
      { start: 8, end: 10 },
    ]),
  );
  await writeFile(join(folder, 'talk.srt'), '1\n00:00:08,200 --> 00:00:09,000\nHello there.\n');
  const { code, text } = await run(
    'shorts',
    '-i',
    talk,
    '-o',
    'out/',
    '--predefined',
    'parts.json',
    '--transcript',
    'talk.srt',
    '--captions',
    'sidecar',
    '--size',
    '90x160',
    '--reframe',
    'center',
  );
  expect(text).toMatch(
    /Done in .*out\/shorts\.json\n\n1\. {2}0:04\.0–0:06\.0 {2}Mine\n {3}.*out\/short-1\.mp4\n {3}It was given\.\n2\. {2}0:08\.0–0:10\.0 {2}Hello there\./,
  );
  expect(code).toBe(0);
  expect((await readdir(join(folder, 'out'))).sort()).toEqual([
    'short-1.jpg',
    'short-1.mp4',
    'short-1.vtt',
    'short-2.jpg',
    'short-2.mp4',
    'short-2.vtt',
    'shorts.json',
  ]);
});

test('shorts takes an earlier result’s place only when told to', async () => {
  const words = [
    'shorts',
    '-i',
    talk,
    '-o',
    'again',
    '--predefined',
    '[{"start": 1, "end": 2}]',
    '--size',
    '90x160',
    '--json',
  ];
  const first = await run(...words);
  expect(first.code).toBe(0);
  expect((JSON.parse(first.text.trim().split('\n').at(-1) ?? '') as Job).shorts).toMatchObject([
    { start: 1, end: 2, status: 'succeeded' },
  ]);
  expect((await run(...words)).text).toContain('exists already');
  expect((await run(...words, '--overwrite')).code).toBe(0);
});

test('a dry run names the commands', async () => {
  const { code, text } = await run(
    'shorts',
    '-i',
    talk,
    '--predefined',
    '[{"start": 4, "end": 6}]',
    '--size',
    '90x160',
    '--dry-run',
  );
  expect(code).toBe(0);
  expect(text).toMatch(/mkdir -p .*talk\.shorts/);
  expect(text).toMatch(/-itsoffset -0.3 -ss 3.7 .* -t 2 .*short-1\.mp4/);
  expect(text).toContain('#   short-1.mp4, video/mp4, h264 + aac, 90×160, 0:02.0');
});

test.each([
  [['--predefined', '[{"start": 0, "end": 301}]'], 'makes a short of 301.0 s; at most 300 s are possible'],
  [['--predefined', '[{"start": 5, "end": 4}]', '--count', '2'], 'only goes without "--predefined"'],
  [['--predefined', '[nonsense'], '"--predefined" must be a list'],
  [['--predefined', 'nowhere.json'], 'There is no file nowhere.json.'],
  [['--max-duration', '91'], '"--max-duration" must be at most 90'],
  [['--min-duration', '20', '--max-duration', '10'], 'must not be less than "--min-duration" (20)'],
  [['--size', '100x101'], '"--size" must look like 1080x1920'],
  [['--size', '100x100', '--aspect', '1:1'], '"--size" only goes without "--aspect"'],
  [['--captions', 'sidecar'], '"--captions" needs a "--transcript"'],
  [['--backend', 'ittybit'], '"--backend" is not a flag of this command'],
  [['-o', '-'], 'Shorts are a set of files: let "-o" name a folder'],
])('shorts refuses %j', async (words, why) => {
  const { code, text, stderr } = await run('shorts', '-i', talk, ...words);
  expect([code === 2 || code === 1, text + stderr]).toEqual([true, expect.stringContaining(why)]);
  expect((await readdir(folder)).some((name) => name.startsWith('.media-jobs') || name.endsWith('.shorts'))).toBe(
    false,
  );
});

test('analyze says what would be chosen and draws it', async () => {
  const { code, text } = await run('analyze', '-i', talk, '--count', '1', ...WISH);
  expect(code).toBe(0);
  expect(text).toMatch(
    /^0:40\.[01] long: 10 pauses, 1 loud moment; every picture looked at in 0:40\.[01] of it: 6 cuts\.\n1\. {2}0:\d\d\.\d–0:\d\d\.\d {2}score \d\d\n {4}Holds a moment 1\d dB louder/,
  );
  expect(await decodeImage(join(folder, 'talk.analysis.png'))).toMatchObject({ width: 1600 });
});

test('analyze takes what is proposed before what it would choose itself', async () => {
  const { code, text } = await run(
    'analyze',
    '-i',
    talk,
    '-o',
    'proposed.png',
    '--count',
    '1',
    ...WISH,
    '--proposed',
    '[{"title": "Mine", "start": 27.5, "end": 39}]',
  );
  expect(code).toBe(0);
  expect(text).toMatch(/\n1\. {2}0:2[78]\.\d–0:39\.\d {2}score \d\d\n {4}Was proposed\. /);
});

test('analyze tells all of it in JSON', async () => {
  const { code, text } = await run('analyze', '-i', talk, '-o', 'sheet.png', '--count', '2', ...WISH, '--json');
  expect(code).toBe(0);
  const { picture, sound, choices } = JSON.parse(text) as {
    picture: { cuts: number[]; black: object[] };
    sound: { pauses: object[] };
    choices: object[];
  };
  expect(picture.cuts).toEqual([...TALK.cuts, TALK.black.end].sort((a, b) => a - b));
  expect(picture.black).toEqual([TALK.black]);
  expect([sound.pauses.length, choices.length]).toEqual([TALK.seconds / TALK.every, 2]);
});
