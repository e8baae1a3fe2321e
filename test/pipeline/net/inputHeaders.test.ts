import { headerLines, inputHeaders } from '../../../src/pipeline/net/inputHeaders';
import { expectThrown } from '../../support/expectError';

it('takes names in any case, and of one that is there twice the last', () => {
  expect(
    inputHeaders([
      ['Authorization', 'Bearer a'],
      ['X-Key', 'b'],
      ['x-key', 'c'],
    ]),
  ).toEqual({ authorization: 'Bearer a', 'x-key': 'c' });
});

it('reads lines', () => {
  expect(headerLines('Authorization: Bearer a:b\r\n\n  Cookie:c=d  \n')).toEqual([
    ['Authorization', 'Bearer a:b'],
    ['Cookie', 'c=d'],
  ]);
});

it.each([
  ['no colon', headerLines('canary'), 'The name of header 1 is none'],
  ['a name with a blank', headerLines('a b: canary'), 'The name of header 1 is none'],
  ['no value', headerLines('X-Key:'), 'The header X-Key must have a value of printable ASCII'],
  ['a line break in its value', [['X-Key', 'canary\r\nHost: elsewhere']] as const, 'The header X-Key must have'],
  [
    'what the connection has itself',
    headerLines('Host: canary\nTransfer-Encoding: chunked'),
    'The header Host is set by the download itself. The header Transfer-Encoding',
  ],
  ['what parts are asked for by', headerLines('range: bytes=0-canary'), 'The header range is set'],
  ['more than servers take', headerLines(`X-Key: canary${'a'.repeat(8_000)}`), 'more than 8,000 bytes'],
])('refuses %s, and shows no value', (_, lines, words) => {
  const { message } = expectThrown(() => inputHeaders(lines), 'request_invalid', words);
  expect(message).not.toContain('canary');
});
