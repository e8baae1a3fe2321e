import { errorOf, idOf, milliseconds, outputUrl } from '../../src/backends/hostedJob';
import { ittybitJob } from '../../src/backends/ittybit/job';
import { swiftiaJob } from '../../src/backends/swiftia/job';

describe('Ittybit', () => {
  const now = {
    id: 'job_abc123',
    object: 'job',
    kind: 'video',
    input: 'https://example.com/upload.mov',
    output: 'https://cdn.example/x.mp4',
    options: { width: 1280 },
    metadata: { order: 7 },
    status: 'succeeded',
    error: null,
    tasks: [{ id: 'task_001' }],
    created_at: 1711900000000,
    started_at: 1711900001000,
    finished_at: 1711900002000,
    updated_at: 1711900002000,
  };

  test('a job of today is taken as it is', () => {
    expect(ittybitJob(now)).toEqual(now);
  });

  test('a job of an older API is written in today’s words', () => {
    expect(
      ittybitJob({
        id: 'job_1',
        kind: 'audio',
        status: 'completed',
        input: { url: 'https://example.com/in.wav' },
        output: [{ url: 'https://cdn.example/a.mp3' }],
        created_at: 1735689886,
        completed: '2025-01-10T12:35:22Z',
      }),
    ).toEqual({
      id: 'job_1',
      object: 'job',
      kind: 'audio',
      status: 'succeeded',
      input: 'https://example.com/in.wav',
      output: 'https://cdn.example/a.mp3',
      options: {},
      metadata: {},
      error: null,
      created_at: 1735689886000,
      started_at: null,
      finished_at: Date.UTC(2025, 0, 10, 12, 35, 22),
      updated_at: null,
      completed: '2025-01-10T12:35:22Z',
    });
  });

  test.each([
    ['queued', 'queued'],
    ['waiting', 'queued'],
    ['processing', 'processing'],
    ['succeeded', 'succeeded'],
    ['completed', 'succeeded'],
    ['failed', 'failed'],
    ['cancelled', 'cancelled'],
    ['canceled', 'cancelled'],
    ['something new', 'processing'],
    [undefined, 'processing'],
    ['constructor', 'processing'],
  ])('the status %s is %s', (told, status) => {
    expect(ittybitJob({ id: 'job_1', status: told })?.status).toBe(status);
  });

  test.each([
    null,
    undefined,
    'job_1',
    7,
    [],
    {},
    { id: '' },
    { id: 7 },
    { id: '../x' },
    { id: 'a b' },
    { id: 'x'.repeat(129) },
  ])('%j is no job', (told) => {
    expect(ittybitJob(told)).toBeNull();
  });
});

describe('Swiftia', () => {
  test('a job of today', () => {
    const shorts = [{ id: 'short_1', content: 'A short', text: 'Words', startTime: 10.5, endTime: 70.3 }];
    expect(
      swiftiaJob({
        id: 'cm3',
        title: 'My job',
        cost: 0.93,
        status: 'COMPLETED',
        source: 'API',
        progress: 100,
        data: { shorts },
      }),
    ).toMatchObject({
      id: 'cm3',
      object: 'job',
      kind: 'shorts',
      status: 'succeeded',
      error: null,
      shorts,
      cost: 0.93,
      title: 'My job',
      progress: 100,
      output: null,
      input: null,
      metadata: {},
    });
  });

  test('older ones name the id otherwise and have the shorts elsewhere', () => {
    expect(
      swiftiaJob({ jobId: 'cm3', status: 'COMPLETED', createdAt: '2024-12-06T12:34:56Z', shorts: [{ id: 1 }] }),
    ).toMatchObject({
      id: 'cm3',
      status: 'succeeded',
      shorts: [{ id: 1 }],
      created_at: Date.UTC(2024, 11, 6, 12, 34, 56),
    });
  });

  test.each([
    ['COMPLETED', 'succeeded'],
    ['FAILED', 'failed'],
    ['PROCESSING', 'processing'],
    ['QUEUED', 'processing'],
    ['completed', 'processing'],
    [null, 'processing'],
    ['toString', 'processing'],
  ])('the status %s is %s', (told, status) => {
    expect(swiftiaJob({ id: 'cm3', status: told })?.status).toBe(status);
  });

  test.each([
    [{ error: { code: 'X', message: 'No speech' } }, { kind: 'X', message: 'No speech' }],
    [{ message: 'No speech' }, { kind: 'failed', message: 'No speech' }],
    [{}, { kind: 'failed', message: 'Swiftia says that the job failed, and not why.' }],
  ])('a failed one has an error: %j', (more, error) => {
    expect(swiftiaJob({ id: 'cm3', status: 'FAILED', ...more })?.error).toEqual(error);
  });

  test.each([{}, { id: 7 }, { jobId: '' }, null])('%j is no job', (told) => {
    expect(swiftiaJob(told)).toBeNull();
  });
});

test.each([
  [1711900000000, 1711900000000],
  [1711900000, 1711900000000],
  [0, 0],
  ['2024-12-06T12:34:56Z', Date.UTC(2024, 11, 6, 12, 34, 56)],
  ['soon', null],
  [null, null],
  [NaN, null],
])('the time %s is %s', (told, expected) => {
  expect(milliseconds(told)).toBe(expected);
});

test.each([
  ['https://x/a', 'https://x/a'],
  [{ url: 'https://x/a' }, 'https://x/a'],
  [['https://x/a', 'https://x/b'], 'https://x/a'],
  [[{ url: 'https://x/a' }], 'https://x/a'],
  [[], null],
  [null, null],
  ['', null],
  [{}, null],
  [7, null],
])('the output %j is %s', (told, expected) => {
  expect(outputUrl(told)).toBe(expected);
});

test.each([
  [null, null],
  [{}, null],
  ['It broke', { kind: 'failed', message: 'It broke' }],
  [
    { kind: 'a', message: 'b' },
    { kind: 'a', message: 'b' },
  ],
  [{ error: { message: 'b' } }, { kind: 'failed', message: 'b' }],
])('the error %j is %j', (told, expected) => {
  expect(errorOf(told)).toEqual(expected);
});

test.each(['.', '..', '...', 'a/b', 'a?b', 'a%2f', ' a', ''])('%j is no id', (told) => {
  expect(idOf(told)).toBeNull();
});
