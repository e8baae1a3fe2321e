import { formatBytes, formatDuration, table } from '../../src/cli/format';
import { printable } from '../../src/cli/io';
import { shellQuote } from '../../src/cli/shellQuote';
import { runProgram } from '../support/programs';

test.each([
  [0, '0:00.0'],
  [5.24, '0:05.2'],
  [59.96, '1:00.0'],
  [184, '3:04.0'],
  [3723.5, '1:02:03.5'],
  [3599.99, '1:00:00.0'],
])('%d s is %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [13_634_719, '13.6 MB'],
  [2_500_000_000, '2.5 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('columns are aligned, without blanks at the end', () => {
  expect(
    table([
      ['', 'before', 'after'],
      ['codec', 'h264 + aac', 'vp9'],
    ]),
  ).toBe('       before      after\ncodec  h264 + aac  vp9');
});

test('a quoted command comes back from a shell word for word', async () => {
  const words = [
    'plain-1.2/3',
    '',
    'two words',
    "it's",
    '"quoted"',
    '$HOME `id` \\ ;|&<>*?[]{}~#!',
    'line\nbreak',
    'ä',
    '-vf',
    'a=b:c,d',
  ];
  const { stdout } = await runProgram('/bin/sh', ['-c', shellQuote(['printf', '%s\\0', ...words])]);
  expect(stdout.toString().split('\0').slice(0, -1)).toEqual(words);
});

test('control characters of a name do not reach a terminal', () => {
  expect(printable('a\u001b[31mb\nc\u202ed')).toBe('a�[31mb�c�d');
});
