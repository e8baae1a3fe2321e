import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assCaptions, captionsFilter, TRIAL, tryCaptions } from '../../../src/pipeline/captions/burntCaptions';
import { cuesOf, webVtt } from '../../../src/pipeline/captions/captions';
import { expectError } from '../../support/expectError';
import { testBinaries } from '../../support/job';

const WORDS = ['This', 'is', 'said', 'word', 'by', 'word'].map((text, index) => ({
  text,
  start: 10 + index * 0.5,
  end: 10.4 + index * 0.5,
}));
const TRANSCRIPT = [
  { text: 'This is said word by word', start: 10, end: 12.9, words: WORDS },
  { text: 'And a <line> {of} its own', start: 20, end: 22, words: [] },
];
const SIZE = { width: 1080, height: 1920 };
const STYLE = { position: 'bottom', highlight: '#ffd400' } as const;
const signal = new AbortController().signal;

it('makes cues that begin where the short begins', () => {
  expect(cuesOf(TRANSCRIPT, { start: 9.5, end: 21 })).toEqual([
    { text: 'This is said word by word', start: 0.5, end: 3.4 },
    { text: 'And a <line> {of} its own', start: 10.5, end: 11.5 },
  ]);
  expect(cuesOf(TRANSCRIPT, { start: 13, end: 19 })).toEqual([]);
  expect(webVtt([{ text: 'a < b', start: 3661.5, end: 3662 }])).toBe(
    'WEBVTT\n\n01:01:01.500 --> 01:01:02.000\na &lt; b\n',
  );
});

it('lights each word while it is said, in pages that can be read', () => {
  const lines = assCaptions(TRANSCRIPT, { start: 9.5, end: 22 }, SIZE, STYLE)
    .split('\n')
    .filter((line) => line.startsWith('Dialogue'));
  expect(lines).toHaveLength(7);
  expect(lines[1]).toBe('Dialogue: 0,0:00:01.00,0:00:01.50,Default,This {\\c&H00D4FF&}is{\\c&HFFFFFF&} said word by');
  expect(lines[5]).toBe('Dialogue: 0,0:00:03.00,0:00:04.00,Default,{\\c&H00D4FF&}word{\\c&HFFFFFF&}');
  expect(lines[6]).toBe('Dialogue: 0,0:00:10.50,0:00:12.50,Default,And a <line> (of) its own');
});

it('puts captions where they are wanted', () => {
  const ass = assCaptions(TRANSCRIPT, { start: 10, end: 11 }, SIZE, { ...STYLE, position: 'top' });
  expect(ass).toContain('Dialogue: 0,0:00:00.00,0:00:00.50');
  expect(ass).toMatch(/PlayResX: 1080\nPlayResY: 1920[\s\S]*Style: .*,0,8,65,65,307,1\n/);
});

describe('drawing', () => {
  let folder = '';
  let file = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "media-jobs-test-it's [1], a;b-"));
    file = join(folder, 'a:b.ass');
    await writeFile(file, assCaptions(TRIAL, { start: 0, end: 1 }, SIZE, STYLE));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('escapes a path so that ffmpeg reads it as it is, and says what is missing', async () => {
    const { ffmpeg } = await testBinaries();
    expect(captionsFilter("/a:b/it's")).toBe("ass=filename=/a\\\\:b/it\\\\\\'s");
    // Without a font nothing is drawn: that is the one error that may come.
    await tryCaptions(file, ffmpeg, signal).catch((error: unknown) =>
      expect(error).toMatchObject({
        kind: 'captions_impossible',
        message: expect.stringContaining('no font') as string,
      }),
    );
    // What is empty cannot be seen, as where there is no font.
    await writeFile(file, assCaptions([], { start: 0, end: 1 }, SIZE, STYLE));
    await expectError(tryCaptions(file, ffmpeg, signal), 'captions_impossible', 'no font');
  });
});
