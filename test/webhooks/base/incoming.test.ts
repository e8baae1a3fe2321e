import { gzipSync } from 'node:zlib';
import type { IncomingHttpHeaders } from 'node:http';
import { jsonObject, MAX_BODY_BYTES, textOfBody } from '../../../src/webhooks/base/incoming';
import { expectRefusal } from '../../support/expectRefusal';

const BODY = '{"id":"job_1"}';
const read = (headers: IncomingHttpHeaders = {}, rawBody: Buffer | string = BODY) =>
  textOfBody({ url: '/', headers: { 'content-type': 'application/json', ...headers }, rawBody: Buffer.from(rawBody) });

test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON ;charset=UTF-8'])(
  '%s is read',
  (type) => {
    expect(read({ 'content-type': type })).toBe(BODY);
  },
);

test.each([
  undefined,
  '',
  'text/plain',
  'text/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json-patch+json',
  'application/jsonp',
  'text/plain; x=application/json',
])('%s is not', async (type) => {
  const { status } = await expectRefusal(
    () => read({ 'content-type': type }),
    'content_type_invalid',
    'application/json',
  );
  expect(status).toBe(415);
});

test.each([undefined, 'identity', 'gzip', 'deflate'])('a body that came as %s is unpacked by then', (encoding) => {
  expect(read({ 'content-encoding': encoding })).toBe(BODY);
});

test.each(['br', 'zstd', 'compress', 'x-gzip', 'GZIP', 'gzip, gzip'])(
  'one that came as %s is not, and refused',
  async (encoding) => {
    const { status } = await expectRefusal(
      () => read({ 'content-encoding': encoding }),
      'content_encoding_invalid',
      'gzip',
    );
    expect(status).toBe(415);
  },
);

test('a gzip that nobody unpacked is no text', async () => {
  await expectRefusal(() => read({ 'content-encoding': 'gzip' }, gzipSync(BODY)), 'body_invalid', 'UTF-8');
});

test('a body of the largest size is read, a byte more is refused', async () => {
  const text = JSON.stringify('x'.repeat(MAX_BODY_BYTES - 2));
  expect(read({}, text)).toBe(text);
  const { status } = await expectRefusal(() => read({}, `${text} `), 'body_too_large', '1,000,000 bytes');
  expect(status).toBe(413);
});

test.each([
  ['a byte that is none', [0x7b, 0xff, 0x7d]],
  ['a character cut short', [0x7b, 0xe2, 0x82]],
  ['a character in more bytes than it takes', [0xc0, 0xaf]],
  ['half of a pair', [0xed, 0xa0, 0x80]],
  ['UTF-16', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
])('%s is no UTF-8', async (_, bytes) => {
  await expectRefusal(() => read({}, Buffer.from(bytes)), 'body_invalid', 'UTF-8');
});

test('the text holds exactly the bytes that came', () => {
  const text = '\uFEFF{"name":"Käse 🎬 \\u0000 \uFFFD"}';
  expect(Buffer.from(read({}, text))).toEqual(Buffer.from(text));
});

test('JSON is read, with or without a byte order mark', () => {
  expect(jsonObject(BODY)).toEqual({ id: 'job_1' });
  expect(jsonObject(`\uFEFF${BODY}`)).toEqual({ id: 'job_1' });
});

test.each(['', 'null', '[]', '"text"', '7', '{', '{"a":1}{"b":2}', '{id:1}'])('%s is no JSON object', async (text) => {
  await expectRefusal(() => jsonObject(text), 'body_invalid', 'no JSON object');
});
