import { ittybit } from '../../../src/backends/ittybit/backend';
import { ittybitBackend } from '../../../src/backends/ittybit/openIttybit';
import type { BackendOrder } from '../../../src/backends/backendJob';
import type { ErrorKind } from '../../../src/pipeline/errors/table';
import { parseRequest } from '../../../src/pipeline/request/request';
import { expectError } from '../../support/expectError';
import { ittybitDouble, KEY } from '../../support/ittybitDouble';
import type { IttybitDouble, Mishap } from '../../support/ittybitDouble';
import { MediaJobError } from '../../../src/pipeline/errors/mediaError';

let double: IttybitDouble;
/** Waits that were asked for; none of them takes time. */
let paused: number[];
beforeEach(async () => {
  double = await ittybitDouble();
  paused = [];
});
afterEach(() => double.close());

const never = new AbortController().signal;
const order = (more: Partial<BackendOrder> = {}): BackendOrder => ({
  request: parseRequest({ kind: 'video', options: { width: 640 } }),
  input: 'https://example.com/a.mov',
  idempotencyKey: 'key-1',
  ...more,
});
const create = (more: Partial<BackendOrder> = {}, access = double.access) =>
  ittybitBackend(ittybit, access, {
    pause: async (ms) => void paused.push(ms),
    random: () => 0.5,
    now: () => Date.UTC(2026, 0, 1),
  }).create(order(more), never);

describe('what is sent', () => {
  test('is the request of the reference, and nothing besides', async () => {
    await create();
    expect(double.asked).toHaveLength(1);
    const [{ method, path, headers, body }] = double.asked as [IttybitDouble['asked'][number]];
    expect([method, path, body]).toEqual([
      'POST',
      '/jobs',
      { input: 'https://example.com/a.mov', kind: 'video', options: { width: 640 } },
    ]);
    expect(headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'content-type': 'application/json',
      'idempotency-key': 'key-1',
    });
  });

  test('with all that there can be', async () => {
    const request = {
      ...parseRequest({ kind: 'video', options: { format: 'webm' }, metadata: { order: 7 } }),
      output: 's3://bucket/key.webm',
    };
    await create({
      request,
      webhookUrl: 'https://example.com/hook',
      extraOptions: { watermark: { text: 'me' }, format: 'mp4' },
    });
    expect(double.asked[0]?.body).toEqual({
      input: 'https://example.com/a.mov',
      kind: 'video',
      options: { format: 'mp4', watermark: { text: 'me' } },
      output: 's3://bucket/key.webm',
      metadata: { order: 7 },
      webhook_url: 'https://example.com/hook',
    });
  });
});

describe('asked again', () => {
  const busy: [string, Mishap[], number[]][] = [
    [
      'after the seconds that it asks for, and a random time',
      [{ status: 429, headers: { 'retry-after': '7' } }],
      [7_250],
    ],
    [
      'after a date that it asks for',
      [{ status: 503, headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' } }],
      [5_250],
    ],
    [
      'after a random time up to a limit that doubles',
      [
        { status: 500 },
        { status: 502 },
        { status: 504 },
        { status: 500, body: { kind: 'internal_error', message: 'Oops' } },
      ],
      [250, 500, 1_000, 2_000],
    ],
    ['when the connection is cut before it has done anything', ['cut'], [250]],
    ['when it is cut after, with the same key', ['cut after'], [250]],
  ];
  test.each(busy)('%s', async (_, mishaps, pauses) => {
    double.mishaps = mishaps;
    expect((await create()).status).toBe('queued');
    expect(paused).toEqual(pauses);
    expect(double.jobs.size).toBe(1);
    expect(new Set(double.asked.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set(['key-1']));
  });

  test('not for ever', async () => {
    double.mishaps = Array<Mishap>(20).fill({ status: 500 });
    const error = await expectError(create(), 'backend_unreachable', 'it answers 500');
    expect(error.retryable).toBe(true);
    expect(double.asked).toHaveLength(6);
  });

  test('not when it asks for more time than there is', async () => {
    double.mishaps = [{ status: 429, headers: { 'retry-after': '3600' } }];
    await expectError(create(), 'backend_unreachable', 'Retry-After: 3600 s');
    expect([double.asked.length, paused]).toEqual([1, []]);
  });

  test('not when it is cancelled in the meantime', async () => {
    const stop = new AbortController();
    double.mishaps = [{ status: 500 }];
    const backend = ittybitBackend(ittybit, double.access, { pause: async () => stop.abort() });
    await expectError(backend.create(order(), stop.signal), 'cancelled');
    expect(double.asked).toHaveLength(1);
  });
});

describe('refused at once', () => {
  const refusals: [number, unknown, ErrorKind, string][] = [
    [
      400,
      { kind: 'input_required', message: 'Missing input' },
      'input_required',
      'Ittybit: Missing input. Name a file',
    ],
    [400, { kind: 'invalid_input', message: 'Bad URL scheme' }, 'invalid_input', 'Bad URL scheme'],
    [
      400,
      { kind: 'invalid_format', message: 'Unknown format for kind' },
      'invalid_format',
      'Choose one of the formats',
    ],
    [
      400,
      { kind: 'invalid_codec', message: 'Codec incompatible with container' },
      'invalid_codec',
      'Codec incompatible',
    ],
    [
      400,
      { kind: 'format_unsupported', message: 'Cannot make gif of audio.' },
      'format_unsupported',
      'Ittybit: Cannot make gif of audio. Choose another format.',
    ],
    [400, { kind: 'request_invalid', message: 'quality must be a word' }, 'request_invalid', 'quality must be a word'],
    [401, { kind: 'token_missing', message: 'No Authorization header' }, 'token_missing', 'No Authorization header'],
    [401, { kind: 'token_invalid', message: 'Bad API key' }, 'token_invalid', 'Check the key'],
    [402, { kind: 'payment_required', message: 'Add a card' }, 'payment_required', 'Add a card'],
    [403, { kind: 'project_required', message: 'No project' }, 'project_required', 'Make a project'],
    [
      404,
      { kind: 'connection_not_found', message: 'No connection for my-bucket' },
      'backend_error',
      'Ittybit answers "connection_not_found": No connection for my-bucket.',
    ],
    [
      418,
      { kind: 'teapot', message: 'Short and stout' },
      'backend_error',
      'Ittybit answers "teapot": Short and stout.',
    ],
    [400, { message: 'an older error' }, 'request_invalid', 'an older error'],
    [402, { error: { message: 'an older error' } }, 'payment_required', 'an older error'],
    [401, {}, 'token_invalid', 'does not accept the API key (401)'],
    [404, '<html>', 'backend_refused', 'as if it had no jobs'],
    [409, '<html>', 'backend_refused', 'answers 409'],
    [200, [], 'backend_refused', 'its answer is no job'],
    [201, '<html>', 'backend_refused', 'its answer is no job'],
    [204, '', 'backend_refused', 'answers 204'],
  ];
  test.each(refusals)('%i %j is %s', async (status, body, kind, words) => {
    double.mishaps = [{ status, body }];
    const error = await expectError(create(), kind, words);
    expect(error.retryable).toBe(false);
    expect([double.asked.length, paused]).toEqual([1, []]);
  });

  test('an error of a server of this package is told in its own words', async () => {
    const told = new MediaJobError('token_invalid', {
      sentence: 'The API key is not known here.',
      next: 'Check the key.',
    });
    double.mishaps = [{ status: 401, body: told.toJSON() }];
    expect((await expectError(create(), 'token_invalid')).toJSON()).toEqual(told.toJSON());
  });

  test('a redirect, and nobody else is shown the key', async () => {
    const other = await ittybitDouble();
    try {
      double.mishaps = [{ status: 308, headers: { location: `${other.origin}/jobs` } }];
      await expectError(create(), 'backend_refused', 'redirect');
      expect(other.asked).toEqual([]);
    } finally {
      await other.close();
    }
  });
});

test('no error has a key or a signature in it, whatever the API repeats', async () => {
  const url = 'https://user:canary-1@example.com/a.mov?X-Amz-Signature=canary-2&token=canary-3';
  for (const kind of ['invalid_input', 'teapot', `kind-${KEY}`]) {
    double.mishaps = [{ status: 400, body: { kind, message: `Cannot fetch ${url} for ${KEY}\nBearer ${KEY}` } }];
    const error = await create({ input: url }).then(
      () => null,
      (thrown: unknown) => thrown as MediaJobError,
    );
    expect(error?.message).toContain('Cannot fetch https://***@example.com/a.mov?X-Amz-Signature=***');
    expect(JSON.stringify([error?.toJSON(), error?.stack, error?.cause ?? null])).not.toMatch(
      new RegExp(`canary|${KEY}`),
    );
  }
});

describe('a key whose job has failed', () => {
  const keys = () => double.asked.map(({ headers }) => headers['idempotency-key']);
  const end = (id: string, status: string) => Object.assign(double.jobs.get(id) ?? {}, { status });

  test('creates another one, which it answers from then on, until that has failed, too', async () => {
    const { id: first } = await create();
    end(first, 'failed');
    const { id: second } = await create();
    expect([second === first, (await create()).id, double.jobs.size]).toEqual([false, second, 2]);
    end(second, 'failed');
    const { id: third } = await create();
    expect([double.jobs.size, (await create()).id]).toEqual([3, third]);
    expect(new Set(keys()).size).toBe(3);
    expect(keys().every((key) => String(key).length <= 255)).toBe(true);
  });

  test.each(['queued', 'processing', 'succeeded', 'cancelled'])('answers one that is %s as it is', async (status) => {
    const { id } = await create();
    end(id, status);
    expect([(await create()).id, double.jobs.size]).toEqual([id, 1]);
  });
});
