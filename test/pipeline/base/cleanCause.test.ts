import { inspect } from 'node:util';
import { mediaError } from '../../../src/pipeline/errors/mediaError';

/** Everything that a logger could find in an error. */
const all = (error: unknown): string => inspect(error, { depth: 9, showHidden: true });

it('takes the storage’s answer out of an error of S3’s SDK, but for what tells what went wrong', () => {
  const answer = {
    $metadata: { httpStatusCode: 403 },
    $fault: 'client',
    Code: 'SignatureDoesNotMatch',
    CanonicalRequest: 'x-amz-security-token:canary',
    AWSAccessKeyId: 'canary',
    'Token-0': 'canary',
  };
  const error = mediaError(
    'download_failed',
    { input: 's3://b/k', why: 'refused' },
    Object.assign(new Error('refused'), { name: 'SignatureDoesNotMatch' }, answer),
  );
  expect(all(error)).not.toContain('canary');
  expect(error.cause).toMatchObject({
    name: 'SignatureDoesNotMatch',
    message: 'refused',
    $metadata: { httpStatusCode: 403 },
    Code: 'SignatureDoesNotMatch',
  });
});

it('masks addresses in what errors carry, however deep down, and leaves the rest', () => {
  const deep = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: 'http://me:canary@[' });
  const cause = new Error('could not ask https://e.com/?sig=canary', { cause: deep });
  const error = mediaError('internal_error', { why: 'x' }, cause);
  expect(all(error)).not.toContain('canary');
  expect(error.cause).toBe(cause);
  expect(cause.message).toBe('could not ask https://e.com/?sig=***');
  expect(deep).toMatchObject({ message: 'Invalid URL', code: 'ERR_INVALID_URL', input: 'http://***@[' });
});

it('takes causes that cannot be changed, or go round in a circle, or are no errors', () => {
  const circle = new Error('https://e.com/?sig=1');
  circle.cause = circle;
  for (const cause of [
    circle,
    Object.freeze(new Error('frozen ?sig=1')),
    'text',
    null,
    undefined,
    { message: 'no error' },
  ])
    expect(mediaError('cancelled', {}, cause).kind).toBe('cancelled');
});
