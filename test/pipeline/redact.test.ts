import { redact } from '../../src/pipeline/redact';

it.each([
  ['https://user:pa55@example.com/a.mp4', 'https://***@example.com/a.mp4'],
  ['s3://AKIA:secret@bucket/key', 's3://***@bucket/key'],
  ['https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIA%2F1&X-Amz-Signature=abc&X-Amz-Expires=9', 'https://b.s3.amazonaws.com/k?X-Amz-Credential=***&X-Amz-Signature=***&X-Amz-Expires=9'],
  ['see https://x.blob.core.windows.net/c/b?sv=2020&sig=a%2Bb now', 'see https://x.blob.core.windows.net/c/b?sv=2020&sig=*** now'],
  ['https://e.com/?token=t0p#frag', 'https://e.com/?token=***#frag'],
  ['Authorization: Bearer abcdef123456', 'Authorization: Bearer ***'],
])('masks the secret in %s', (text, masked) => expect(redact(text)).toBe(masked));

it.each(['https://example.com/upload.mov', 'https://example.com/a%20b.mp4?width=3&v=2', '/home/me/a@b/video.mp4', 'a key and a token of thanks'])('leaves %s as it is', (text) => expect(redact(text)).toBe(text));
