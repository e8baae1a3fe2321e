import { ittybit } from '../../src/backends/ittybit/backend';
import { ittybitBackend } from '../../src/backends/ittybit/openIttybit';
import type { BackendJob } from '../../src/backends/backendJob';
import { pollPause } from '../../src/backends/pollPause';
import { waitForHostedJob } from '../../src/backends/waitForHostedJob';
import type { HostedWait } from '../../src/backends/waitForHostedJob';
import { parseRequest } from '../../src/pipeline/request/request';
import { expectError } from '../support/expectError';
import { ittybitDouble } from '../support/ittybitDouble';
import type { IttybitDouble } from '../support/ittybitDouble';

let double: IttybitDouble;
let job: BackendJob;
/** The clock goes on by what is waited, and by nothing else. */
let time: number;
let pauses: number[];
beforeEach(async () => {
  double = await ittybitDouble();
  job = await ittybitBackend(ittybit, double.access).create(
    { request: parseRequest({ kind: 'video' }), input: 'https://example.com/a.mov', idempotencyKey: 'k' },
    new AbortController().signal,
  );
  double.asked.length = 0;
  [time, pauses] = [0, []];
});
afterEach(() => double.close());

const pause = async (ms: number) => {
  pauses.push(ms);
  time += ms;
};
const wait = (more: Partial<HostedWait> = {}) =>
  waitForHostedJob(job, {
    backend: ittybitBackend(ittybit, double.access, { pause: async () => undefined }),
    signal: new AbortController().signal,
    timeLimit: null,
    pause,
    random: () => 0.5,
    clock: () => time,
    ...more,
  });

test('a job is looked at until it has ended, and each look is told', async () => {
  const seen: string[] = [];
  double.course = [
    { status: 'queued' },
    { status: 'processing' },
    { status: 'failed', error: { kind: 'encode_failed', message: 'no' } },
  ];
  const ended = await wait({ onChange: ({ status }) => seen.push(status) });
  expect(ended).toMatchObject({ status: 'failed', error: { kind: 'encode_failed' } });
  expect(seen).toEqual(['queued', 'queued', 'processing', 'failed']);
});

test('one that has ended already is not looked at', async () => {
  job = { ...job, status: 'succeeded' };
  expect(await wait()).toBe(job);
  expect(double.asked).toEqual([]);
});

test('the intervals grow with the time that it takes, up to 15 s', async () => {
  double.course = [...Array<object>(60).fill({ status: 'processing' }), { status: 'succeeded' }];
  await wait();
  expect(pauses[0]).toBe(500);
  expect(Math.max(...pauses)).toBe(15_000);
  expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
  // Ten minutes of work cost no more looks than that.
  expect(
    pauses.filter((_, index) => pauses.slice(0, index).reduce((sum, each) => sum + each, 0) < 600_000).length,
  ).toBeLessThan(75);
  expect([pollPause(10_000, 0), pollPause(10_000, 0.999)]).toEqual([750, 1250]);
});

test('an API that is out of reach for a while does not end the wait; one that stays so does', async () => {
  double.mishaps = Array<{ status: number }>(30).fill({ status: 500 });
  expect((await wait()).status).toBe('succeeded');
  await double.close();
  const { access } = double;
  double = await ittybitDouble();
  time = 0;
  await expectError(
    wait({ backend: ittybitBackend(ittybit, access, { pause: async () => undefined }) }),
    'backend_unreachable',
  );
  expect(time).toBeGreaterThanOrEqual(900_000);
});

test('a job that is gone, and a key that is no longer known, end it at once', async () => {
  double.jobs.clear();
  await expectError(wait(), 'job_not_found', `no longer has the job ${job.id}`);
  await expectError(
    wait({ backend: ittybitBackend(ittybit, { ...double.access, apiKey: 'another' }) }),
    'token_invalid',
  );
});

describe('a stop', () => {
  const stop = async (cancels: boolean) => {
    double.cancels = cancels;
    double.course = [{ status: 'processing' }];
    const controller = new AbortController();
    let left = false;
    await expectError(
      wait({
        signal: controller.signal,
        onLeft: () => (left = true),
        pause: async (ms) => {
          await pause(ms);
          if (pauses.length === 3) controller.abort();
        },
      }),
      'cancelled',
    );
    return left;
  };

  test('cancels the job where the server says that it can', async () => {
    expect(await stop(true)).toBe(false);
    expect(double.lines().slice(-2)).toEqual(['GET /health', `DELETE /jobs/${job.id}`]);
    expect(double.jobs.get(job.id)?.status).toBe('cancelled');
  });

  test('leaves it running at the hosted API, which documents no cancelling and is sent none', async () => {
    expect(await stop(false)).toBe(true);
    expect(double.lines().filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  test('the key goes along with DELETE, but not with the question', async () => {
    await stop(true);
    expect(double.asked.map(({ path, headers }) => [path, headers.authorization !== undefined])).toEqual([
      ...Array<unknown>(2).fill([`/jobs/${job.id}`, true]),
      ['/health', false],
      [`/jobs/${job.id}`, true],
    ]);
  });
});

test.each([
  [true, 'it has been cancelled'],
  [false, 'documents no way to cancel'],
])('the time limit (server cancels: %s)', async (cancels, words) => {
  double.cancels = cancels;
  double.course = [{ status: 'processing' }];
  await expectError(wait({ timeLimit: 20_000 }), 'hosted_time_limit', words);
  expect(time).toBe(20_000);
  expect(double.lines().filter((line) => line.startsWith('DELETE'))).toHaveLength(cancels ? 1 : 0);
});
