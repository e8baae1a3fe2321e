import { parse } from '@plussub/srt-vtt-parser';
import fc from 'fast-check';
import { subtitlesIn } from '../../../src/pipeline/captions/subtitles';

const read = (text: string) => [...subtitlesIn(text)];
const stamp = (ms: number, point: string): string => {
  const two = (value: number) => `${Math.floor(value)}`.padStart(2, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}${point}${`${ms % 1000}`.padStart(3, '0')}`;
};

/** Lines as people write them: an empty one would end the cue. */
const line = fc.stringMatching(/^[a-z<{&][ -,.-~é日]{0,20}[a-z.]$/);
const cue = fc.record({
  from: fc.nat(36_000_000),
  to: fc.nat(36_000_000),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
});

it.each([
  ['SRT', ',', ''],
  ['WebVTT', '.', 'WEBVTT\n\nNOTE of whoever\nwrote it\n\nSTYLE\n::cue { color: red }\n\n'],
])('reads %s as another parser does', (_name, point, head) =>
  fc.assert(
    fc.property(fc.array(cue, { minLength: 1, maxLength: 8 }), (cues) => {
      const text = cues
        .map(
          ({ from, to, lines }, at) => `${at + 1}\n${stamp(from, point)} --> ${stamp(to, point)}\n${lines.join('\n')}`,
        )
        .join('\n\n');
      const { entries } = parse(`${head}${text}\n\n`) as { entries: { from: number; to: number; text: string }[] };
      expect(read(`${head}${text}`)).toEqual(
        entries.map((entry) => ({ text: entry.text, start: entry.from / 1000, end: entry.to / 1000 })),
      );
    }),
  ),
);

it.each([
  ['a time without hours or parts of a second', '00:01 --> 1:02\na', 1, 62],
  ['what says where it is shown', '00:01.5 --> 00:02.25 align:start line:0%\na', 1.5, 2.25],
  ['a comma where WebVTT has a point', 'WEBVTT\n\n00:00:01,000 --> 00:00:02,000\na', 1, 2],
  ['a name of the cue, and blanks', 'intro\n 01:00:00.000\t-->  01:00:01.000 \na', 3600, 3601],
])('takes %s', (_name, text, start, end) => expect(read(text)).toEqual([{ text: 'a', start, end }]));

it('ends a cue at a line of blanks, and at the end', () => {
  expect(read('00:01 --> 00:02\na\nb\n \t\n00:03 --> 00:04\nc\n')).toEqual([
    { text: 'a\nb', start: 1, end: 2 },
    { text: 'c\n', start: 3, end: 4 },
  ]);
});

it.each(['-->', 'a --> b\nc', '00:01 --> x\na', '00:01 -> 00:02\na', '00:01:02:03:04 --> 00:02\na', '1 --> 2\na'])(
  'passes over %j, and goes on behind it',
  (wrong) => {
    expect(read(wrong)).toEqual([]);
    expect(read(`${wrong}\n\n00:01 --> 00:02\na`)).toEqual([{ text: 'a', start: 1, end: 2 }]);
  },
);
