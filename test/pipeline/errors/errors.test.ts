import { ERRORS } from '../../../src/pipeline/errors/table';
import { nameOfInput, ofInput } from '../../../src/pipeline/errors/ofInput';
import { errorOfJob, mediaError, toMediaError } from '../../../src/pipeline/errors/mediaError';

it('fills the sentence and what to do next', () => {
  const error = mediaError('address_refused', {
    address: 'http://10.0.0.1/',
    why: 'it is not public',
    host: '10.0.0.1:80',
  });
  expect(error.toJSON()).toEqual({
    kind: 'address_refused',
    message:
      'The address http://10.0.0.1/ is refused: it is not public. Use a public address. An administrator can allow this one: MEDIA_JOBS_ALLOW_HOSTS=10.0.0.1:80',
  });
  expect(error).toMatchObject({ status: 403, retryable: false });
});
it('never shows a secret', () =>
  expect(mediaError('input_not_found', { input: 'https://u:p@h/x?X-Amz-Signature=s' }).message).toBe(
    'There is no file https://***@h/x?X-Amz-Signature=***.',
  ));
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
    expect(row.next).toMatch(/(\.|\{host\}|\{way\})$/);
    expect(row.status).toBeGreaterThanOrEqual(400);
  }
});

describe('the error of a job that has ended', () => {
  const details = {
    input: 'a (1).mp4',
    why: 'it is text. Not media',
    host: 'h:1',
    way: 'Do this. Then that.',
    store: '/x',
    id: 'job_1',
    address: 'http://x/',
    problems: 'One. Two.',
  };

  it.each(Object.keys(ERRORS) as (keyof typeof ERRORS)[])('%s is the one that it was', (kind) => {
    const made = mediaError(kind, details as never);
    const again = errorOfJob(made.toJSON());
    expect(again.toJSON()).toEqual(made.toJSON());
    expect(again).toMatchObject({ kind, status: made.status, retryable: made.retryable });
    expect(again.message).not.toBe('');
  });

  it('has its sentence apart from what to do next', () => {
    const made = mediaError('address_refused', details);
    expect(errorOfJob(made.toJSON())).toMatchObject({ message: made.message, next: made.next });
  });

  it('names the input that is to blame, apart from what to do next', () => {
    const made = ofInput(mediaError('input_not_found', { input: 'a.mp4' }), nameOfInput(1, 3));
    const again = errorOfJob(made.toJSON());
    expect(again.toJSON()).toEqual(made.toJSON());
    expect(again).toMatchObject({ message: 'Input 2 of 3: There is no file a.mp4.', next: made.next, inputIndex: 1 });
  });

  it('is told in its words when they are not those of the table, and when its kind is not known', () => {
    expect(errorOfJob({ kind: 'cancelled', message: 'Stopped by hand' })).toMatchObject({
      kind: 'cancelled',
      message: 'Stopped by hand',
      next: '',
    });
    expect(errorOfJob({ kind: 'of_tomorrow', message: 'New words' })).toMatchObject({
      kind: 'internal_error',
      message: expect.stringContaining('New words') as string,
    });
  });
});
