import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assCaptions } from '../../../src/pipeline/captions/burntCaptions';
import type { CaptionStyle } from '../../../src/pipeline/captions/captionStyle';
import { captionStyleOf } from '../../../src/pipeline/captions/captionStyle';
import { cuesOf, webVtt } from '../../../src/pipeline/captions/captions';
import { readTranscript } from '../../../src/pipeline/captions/transcript';
import type { Transcript } from '../../../src/pipeline/captions/transcript';
import { captionsFilter } from '../../../src/pipeline/captions/captionsFilter';
import { tryCaptions } from '../../../src/pipeline/captions/tryCaptions';
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
const STYLE = captionStyleOf({});
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
  expect(lines[1]).toBe('Dialogue: 0,0:00:01.00,0:00:01.50,Default,This {\\c&H00D4FF&}is{\\c&HFFFFFF&} said');
  expect(lines[5]).toBe('Dialogue: 0,0:00:03.00,0:00:04.00,Default,word by {\\c&H00D4FF&}word{\\c&HFFFFFF&}');
  expect(lines[6]).toBe('Dialogue: 0,0:00:10.50,0:00:12.50,Default,And a <line>\\N(of) its own');
});

it('puts captions where they are wanted', () => {
  const ass = assCaptions(TRANSCRIPT, { start: 10, end: 11 }, SIZE, { ...STYLE, position: 'top' });
  expect(ass).toContain('Dialogue: 0,0:00:00.00,0:00:00.50');
  expect(ass).toMatch(/PlayResX: 1080\nPlayResY: 1920[\s\S]*Style: .*,0,8,65,65,307,1\n/);
});

it('draws each look', () => {
  const [first] = TRANSCRIPT;
  const drawn = (look: CaptionStyle['look'], more: Partial<CaptionStyle> = {}) =>
    assCaptions(first === undefined ? [] : [first], { start: 10, end: 14 }, SIZE, { ...STYLE, look, ...more })
      .split('\n')
      .filter((line) => line.startsWith('Dialogue') || line.startsWith('Style'));
  const [, ...single] = drawn('word');
  expect(single.map((line) => line.split(/[{}]/).at(-1))).toEqual(['This', 'is', 'said', 'word', 'by', 'word']);
  const [sungStyle, ...sung] = drawn('karaoke');
  expect(sungStyle).toContain(',&H0000D4FF,&H00FFFFFF,');
  expect(sung).toEqual([
    String.raw`Dialogue: 0,0:00:00.00,0:00:01.50,Default,{\k50}This {\k50}is {\k50}said`,
    String.raw`Dialogue: 0,0:00:01.50,0:00:03.50,Default,{\k50}word {\k50}by {\k100}word`,
  ]);
  expect(drawn('bounce').filter((line) => line.includes(String.raw`\t(0,`))).toHaveLength(2);
  expect(drawn('box')[0]).toContain(',-1,3,');
  expect(drawn('outline', { font: 'Liberation Serif', size: '20%', letterCase: 'upper' }).slice(0, 2)).toEqual([
    expect.stringContaining('Style: Default,Liberation Serif,384,'),
    expect.stringMatching(/Default,\{\\c&H00D4FF&\}THIS/),
  ]);
});

it('shows what was written for a time whole, or in pages that share it', () => {
  const cue = {
    text: 'It is a sentence that nobody can read at once, since it is far too long',
    start: 0,
    end: 7,
    words: [],
  };
  const lines = assCaptions([cue], { start: 0, end: 10 }, SIZE, STYLE)
    .split('\n')
    .filter((line) => line.startsWith('Dialogue'));
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) {
    const shown = line.split(',Default,')[1]?.split(String.raw`\N`) ?? [];
    expect(shown.length).toBeLessThanOrEqual(2);
    for (const one of shown) expect(one.length).toBeLessThanOrEqual(21);
  }
  const said = lines
    .map((line) => line.split(',Default,')[1])
    .join(' ')
    .replaceAll(String.raw`\N`, ' ');
  expect(said).toBe(cue.text);
});

describe('what nobody says', () => {
  const drawn = (transcript: Transcript, seconds = 10) =>
    assCaptions(transcript, { start: 0, end: seconds }, SIZE, STYLE)
      .split('\n')
      .filter((line) => line.startsWith('Dialogue'));
  const cue = (text: string, start = 0) => ({ text, start, end: start + 1, words: [] });

  it('is refused before it is laid out, but for what is not played', () => {
    const all = [cue('a '.repeat(60_001).trim()), cue('b', 20)];
    expect(() => drawn(all)).toThrow('there are more than 60,000 words or 500,000 letters in what is played');
    expect(() => drawn([cue('a'.repeat(500_001))])).toThrow('there are more than');
    const later = all.map((one) => ({ ...one, start: one.start + 20, end: one.end + 20 }));
    expect(drawn([cue('now'), ...later])).toHaveLength(1);
  });

  it('is shown in part where it is said all at once', () => {
    expect(drawn(Array.from({ length: 100 }, () => cue('at once')))).toHaveLength(6);
    expect(drawn(Array.from({ length: 5 }, (_, index) => cue('in turn', index)))).toHaveLength(5);
  });

  it('is cut where it is one word', () => {
    expect(drawn([cue('x'.repeat(5_000))])[0]).toMatch(/\}x{100}…$/);
  });

  it('is no transcript where a day has not so many words', () => {
    expect(readTranscript('0,1,a\n'.repeat(250_001))).toBeNull();
    expect(readTranscript('00:00.000 --> 00:01.000\na\n\n'.repeat(250_001))).toBeNull();
  });
});

describe('drawing', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "media-jobs-test-it's [1], a;b-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('escapes a path so that ffmpeg reads it as it is', () => {
    expect(captionsFilter("/a:b/it's", 'c')).toBe("ass=filename=/a\\\\:b/it\\\\\\'s:fontsdir=c");
  });

  it('draws with the font that comes along, and says what no font can draw', async () => {
    const { ffmpeg } = await testBinaries();
    const use = { ffmpeg, folder, signal };
    expect(await tryCaptions("Hügel, Ελλάδα, ж: it's {fine}", STYLE, use)).toEqual([]);
    // A character that nobody will ever give a shape to.
    expect(await tryCaptions('a\u{e0fff}\uabfe', { ...STYLE, font: 'No Such Font' }, use)).toEqual([
      { kind: 'font_missing', message: expect.stringContaining('There is no font No Such Font here') as string },
    ]);
    const [missing] = await tryCaptions('a 𓀀𓀁', STYLE, use);
    expect(missing).toMatchObject({
      kind: 'characters_missing',
      message: expect.stringContaining('draw 𓀀 𓀁: a box') as string,
    });
  });
});
