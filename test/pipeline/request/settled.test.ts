import { parseRequest } from '../../../src/pipeline/request/request';
import { settled } from '../../../src/pipeline/request/settled';

test.each([
  ['00:00:02.5', 2.5],
  ['1:02:03', 3723],
  ['100:00:00', 360_000],
  ['02:05', 125],
  ['0:00.25', 0.25],
  [' 00:10 ', 10],
])('the time %s is %d seconds', (text, seconds) => {
  expect(settled({ start: text, end: text })).toEqual({ start: seconds, end: seconds });
});

test.each(['5', '1:60', '60:00', '-1:00', '1:2:3:4', '00:00:00.1234567', '1:00s', '', '0'.repeat(1_000_000) + ':00'])(
  'what is no time stays for the schema to refuse: %.20s',
  (text) => {
    expect(settled({ start: text })).toEqual({ start: text });
    expect(() => parseRequest({ kind: 'video', options: { start: text } })).toThrow(
      expect.objectContaining({ kind: 'request_invalid' }),
    );
  },
);

test.each([
  [{ duration: 60 }, { end: 60 }],
  [
    { start: 2.5, duration: 0.1 },
    { start: 2.5, end: 2.6 },
  ],
  [
    { start: '00:01:00', duration: '0:30' },
    { start: 60, end: 90 },
  ],
  [
    { width: 640.5, height: 359.4, max_width: 99.9 },
    { width: 641, height: 359, max_width: 100 },
  ],
  [{ width: '50%' }, { width: '50%' }],
  [{ caption_size: 48 }, { caption_size: '48' }],
  [{ transcript: { words: [{ word: 'a' }] } }, { transcript: '{"words":[{"word":"a"}]}' }],
  [{ format: 'jpg' }, { format: 'jpeg' }],
  [{ max_bytes: '16 MB' }, { max_bytes: 16_000_000 }],
  [{ max_bytes: '1.5mib' }, { max_bytes: 1_572_864 }],
  [{ max_bytes: '16 pounds' }, { max_bytes: '16 pounds' }],
])('%j is %j', (given, meant) => expect(settled(given)).toEqual(meant));

test('a length is the end of a job, whatever its kind', () => {
  for (const kind of ['video', 'audio', 'animation', 'adaptive_video'])
    expect(parseRequest({ kind, options: { start: 1, duration: 2 } }).options).toEqual({ start: 1, end: 3 });
});

test.each([
  [{ end: 3, duration: 2 }, /"duration" only goes without "end"/],
  [{ duration: 0 }, /"duration" must be greater than 0/],
  [{ duration: 'a while' }, /"duration" must be a number/],
  [{ start: -1, duration: 2 }, /"start" must be at least 0/],
])('%j is refused', (options, words) => {
  expect(() => parseRequest({ kind: 'video', options })).toThrow(words);
});
