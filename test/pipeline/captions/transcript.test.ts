import { readTranscript, textWithin, titleOf } from '../../../src/pipeline/captions/transcript';

const HELLO = { text: 'Hello there', start: 1, end: 2.5, words: [] };
const YOU = { text: 'You & me', start: 3, end: 4, words: [] };

it('reads SRT, also of Windows', () => {
  expect(
    readTranscript(
      '\uFEFF1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Hello</i>\r\nthere\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n{\\an8}You &amp; me\r\n',
    ),
  ).toEqual([HELLO, YOU]);
});

it('reads WebVTT with voices, styles and places of cues', () => {
  expect(
    readTranscript(
      'WEBVTT\n\n00:01.000 --> 00:02.500 align:start line:0\n<v Bob>Hello <00:01.500>there\n\n1\n00:03.000 --> 00:04.000\nYou &amp; me\n',
    ),
  ).toEqual([HELLO, YOU]);
});

it('reads segments and words of Whisper', () => {
  const words = [
    { word: ' Hello', start: 1, end: 1.4 },
    { word: ' there', start: 1.5, end: 2.5 },
  ];
  const timed = [
    { text: 'Hello', start: 1, end: 1.4 },
    { text: 'there', start: 1.5, end: 2.5 },
  ];
  expect(
    readTranscript(
      JSON.stringify({
        text: 'Hello there',
        segments: [
          { id: 0, start: 1, end: 2.5, text: ' Hello there', words },
          { id: 1, start: 3, end: 4, text: ' You & me' },
        ],
      }),
    ),
  ).toEqual([{ ...HELLO, words: timed }, YOU]);
  expect(readTranscript(JSON.stringify({ words: [...words, { word: 'Bye.', start: 5, end: 5.5 }] }))).toEqual([
    { ...HELLO, words: timed },
    { text: 'Bye.', start: 5, end: 5.5, words: [{ text: 'Bye.', start: 5, end: 5.5 }] },
  ]);
});

it('reads the shorts of a job of Swiftia, of both generations, with words where they have times', () => {
  const today = [
    { id: 'a', content: 'About a greeting', text: 'Hello there', startTime: 1, endTime: 2.5 },
    { id: 'b', text: 'You & me', startTime: 3, endTime: 4, words: [{ text: 'You', startTime: 3, endTime: 3.4 }] },
  ];
  const timed = { ...YOU, words: [{ text: 'You &', start: 3, end: 3.4 }] };
  expect(
    readTranscript(JSON.stringify({ id: 'cm3', status: 'COMPLETED', progress: 100, data: { shorts: today } })),
  ).toEqual([HELLO, timed]);
  expect(readTranscript(JSON.stringify(today))).toEqual([HELLO, timed]);
  expect(
    readTranscript(
      JSON.stringify({
        shorts: [{ title: 'First', start: 1, end: 2.5, text: 'Hello there', cropFileUrl: 'https://x.example/a' }],
      }),
    ),
  ).toEqual([HELLO]);
  expect(
    readTranscript(JSON.stringify({ data: { shorts: [{ content: 'Nothing said', startTime: 1, endTime: 2 }] } })),
  ).toBeNull();
});

it('reads a plain list', () => {
  expect(readTranscript(JSON.stringify([{ start: 1, end: 2.5, text: 'Hello there' }]))).toEqual([HELLO]);
});

it.each(['', 'nonsense', '{"a":1}', '{broken', '[]', 'WEBVTT', '1\n00:00:05,000 --> 00:00:04,000\nbackwards'])(
  'is null for %j',
  (text) => {
    expect(readTranscript(text)).toBeNull();
  },
);

it('says what is said in a part, and makes a title of it', () => {
  expect(textWithin([HELLO, YOU], { start: 1.2, end: 3.2 })).toBe('Hello there');
  expect(titleOf('Why does it work? Nobody knows.')).toBe('Why does it work?');
  expect(titleOf('word '.repeat(30))).toBe(`${'word '.repeat(12).trim()}…`.slice(0, 62));
  expect(titleOf('')).toBeNull();
});
