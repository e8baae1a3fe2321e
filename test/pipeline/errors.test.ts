import { ERRORS, mediaError, toMediaError } from '../../src/pipeline/errors';

it('fills the sentence and what to do next', () => {
  const error = mediaError('address_refused', { address: 'http://10.0.0.1/', why: 'it is not public', host: '10.0.0.1:80' });
  expect(error.toJSON()).toEqual({ kind: 'address_refused', message: 'The address http://10.0.0.1/ is refused: it is not public. Use a public address. An administrator can allow this one: MEDIA_JOBS_ALLOW_HOSTS=10.0.0.1:80' });
  expect(error).toMatchObject({ status: 403, retryable: false });
});
it('never shows a secret', () => expect(mediaError('input_not_found', { input: 'https://u:p@h/x?X-Amz-Signature=s' }).message).toBe('There is no file https://***@h/x?X-Amz-Signature=***.'));
it('keeps the cause', () => {
  const cause = new Error('inner');
  expect(mediaError('disk_full', { where: '' }, cause).cause).toBe(cause);
});
it('knows a full disk and a cancelled job by the errors of Node', () => {
  expect(toMediaError(Object.assign(new Error('x'), { code: 'ENOSPC' })).kind).toBe('disk_full');
  expect(toMediaError(new DOMException('x', 'AbortError')).kind).toBe('cancelled');
  expect(toMediaError('odd')).toMatchObject({ kind: 'internal_error', status: 500 });
});
it('has for every kind a sentence, a way on and an HTTP error status', () => {
  for (const row of Object.values(ERRORS)) {
    expect(row.sentence.length).toBeGreaterThan(0);
    expect(row.next.endsWith('.') || row.next.endsWith('{host}')).toBe(true);
    expect(row.status).toBeGreaterThanOrEqual(400);
  }
});
