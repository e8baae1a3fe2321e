import { swiftiaClient } from '../../../src/backends/swiftia/client';
import { driveSwiftia } from '../../../src/backends/swiftia/driveSwiftia';
import type { SwiftiaDrive } from '../../../src/backends/swiftia/driveSwiftia';
import { newSteps } from '../../../src/backends/swiftia/steps';
import type { SwiftiaSteps } from '../../../src/backends/swiftia/steps';
import type { ErrorKind } from '../../../src/pipeline/errors/table';
import { expectError } from '../../support/expectError';
import { PHONE, REFUSALS, swiftiaDouble } from '../../support/swiftiaDouble';
import type { Generation, Mishap, Route, SwiftiaDouble } from '../../support/swiftiaDouble';

let double: SwiftiaDouble;
/** Waits that were asked for, none of which takes time; what the API wanted to be left alone for; and all that was written down. */
let paused: number[];
let held: number[];
let saved: SwiftiaSteps[];
beforeEach(async () => {
  double = await swiftiaDouble();
  [paused, held, saved] = [[], [], []];
});
afterEach(() => double.close());

const never = new AbortController().signal;
const pause = async (ms: number) => void paused.push(ms);
const limit = { turn: async () => undefined, hold: async (ms: number) => void held.push(ms) };

/** Goes on from what was written down last. */
function drive({
  within = 20_000,
  access = double.access,
  ...more
}: Partial<SwiftiaDrive> & { within?: number; access?: SwiftiaDouble['access'] } = {}): Promise<SwiftiaSteps> {
  return driveSwiftia({
    client: swiftiaClient(access, { within, paidWithin: within, limit, pause, random: () => 0 }),
    steps: saved.at(-1) ?? newSteps(),
    save: async (steps) => void saved.push(steps),
    order: async () => ({ fileUrl: 'https://example.com/talk.mp4', name: 'My talk' }),
    render: { preset: 'VIRAL' },
    until: 'ended',
    signal: never,
    pause,
    random: () => 0.5,
    ...more,
  });
}

const posts = (path: string) => double.lines().filter((line) => line === `POST ${path}`).length;

describe.each<Generation>(['newer', 'older', 'oldest'])('a job at an API of the %s generation', (generation) => {
  test('goes through both stages, and every short is rendered once', async () => {
    double.generation = generation;
    const ended = await drive();
    expect(ended).toMatchObject({
      at: 'ended',
      jobId: 'cm3xg93fi0001',
      error: null,
      cost: { total: 0.93, breakdown: { shortGen: 0.205, youtubeProcessing: 0.72 } },
      progress: 100,
    });
    expect(ended.shorts.map(({ start, end, at, url }) => [start, end, at, url])).toEqual([
      [10, 40, 'done', `${double.origin}/results/render_1.mp4`],
      [60, 100.5, 'done', `${double.origin}/results/render_2.mp4`],
    ]);
    expect(double.asked.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
      { functionName: 'VideoShorts', fileUrl: 'https://example.com/talk.mp4', name: 'My talk' },
      ...double.renders.map(({ target }) => ({ id: 'cm3xg93fi0001', target, preset: 'VIRAL' })),
    ]);
    expect(double.renders.map(({ target }) => typeof target)).toEqual(
      Array(2).fill(generation === 'newer' ? 'string' : 'number'),
    );
  });
});

test('every intent is written down before it is acted upon', async () => {
  const seen: string[] = [];
  double.onAsked = (route) => {
    const last = saved.at(-1);
    if (route.startsWith('POST'))
      seen.push(
        `${route} ${route === 'POST /jobs' ? (last?.at ?? '') : (last?.shorts.map(({ at }) => at).join() ?? '')}`,
      );
  };
  await drive();
  expect(seen).toEqual(['POST /jobs creating', 'POST /render intended,waiting', 'POST /render rendering,intended']);
});

test('progress of both stages counts to 100', async () => {
  await drive();
  expect(new Set(saved.map(({ progress }) => progress))).toEqual(new Set([0, 40, 100]));
  expect(new Set(saved.map(({ shorts }) => shorts[0]?.progress))).toEqual(new Set([undefined, 0, 50, 100]));
});

describe('it can be gone on with', () => {
  test('step by step, by whoever comes', async () => {
    expect(await drive({ until: 'created' })).toMatchObject({ at: 'created', jobId: 'cm3xg93fi0001' });
    let last: SwiftiaSteps = newSteps();
    for (let turns = 0; last.at !== 'ended' && turns < 20; turns += 1)
      last = await drive({ until: 'waiting', order: null });
    expect(last.shorts.map(({ at }) => at)).toEqual(['done', 'done']);
    expect([posts('/jobs'), posts('/render'), paused.length]).toEqual([1, 2, 0]);
  });

  test('not by who does not have what was to be sent', async () => {
    await expectError(drive({ order: null }), 'backend_unreachable', 'has not been sent yet');
    expect([saved, double.asked]).toEqual([[], []]);
  });

  test('when it has ended there is nothing to do', async () => {
    await drive();
    const count = double.asked.length;
    expect(await drive()).toEqual(saved.at(-1));
    expect(double.asked).toHaveLength(count);
  });
});

describe('what may have been taken is never sent again', () => {
  const lost: [string, Mishap][] = [
    ['cut before it did anything', 'cut'],
    ['cut after it was done', 'cut after'],
    ['never answered', 'silent'],
    ['done and never answered', 'silent after'],
    ['answered 500', { status: 500 }],
    ['answered 503', { status: 503, headers: { 'retry-after': '1' } }],
    ['answered 408', { status: 408 }],
    ['answered with something else', { status: 200, body: '<html>' }],
  ];

  /** Only what is never answered has to be waited for. */
  const patience = (mishap: Mishap): number => (mishap === 'silent' || mishap === 'silent after' ? 1_000 : 20_000);

  test.each(lost)('a create that was %s', async (_, mishap) => {
    double.mishaps = { 'POST /jobs': [mishap] };
    const ended = await drive({ within: patience(mishap) });
    expect(ended).toMatchObject({
      at: 'ended',
      error: {
        kind: 'outcome_unknown',
        message: expect.stringMatching(
          /may have taken the request to create the job.*Look whether it is in the list of jobs at Swiftia/,
        ) as string,
      },
    });
    expect(await drive()).toEqual(ended);
    expect(posts('/jobs')).toBe(1);
  });

  test.each(lost)('a render that was %s; the others are handed over', async (_, mishap) => {
    double.mishaps = { 'POST /render': [mishap] };
    const ended = await drive({ within: patience(mishap) });
    expect(ended.shorts.map(({ at, error }) => [at, error?.kind])).toEqual([
      ['failed', 'outcome_unknown'],
      ['done', undefined],
    ]);
    expect([ended.error, posts('/render')]).toEqual([null, 2]);
  });
});

// Each request of a job with two shorts, both of which are looked at three times.
const REQUESTS = [
  ['POST /jobs', 1],
  ['GET /jobs', 2],
  ['POST /render', 2],
  ['GET /render', 6],
] as const;
const CUTS = REQUESTS.flatMap(([route, count]) =>
  Array.from({ length: count }, (_, n) => n + 1).flatMap((nth) =>
    (['cut', 'cut after'] as const).map((mishap) => [route, nth, mishap] as const),
  ),
);

test.each(CUTS)(
  'a connection for %s (number %i) that is %s: whoever goes on, nothing is paid for twice',
  async (route, nth, mishap) => {
    double.mishaps = { [route]: [...Array<null>(nth - 1).fill(null), mishap] };
    const first = await drive();
    const again = await drive();
    expect(again).toEqual(first);
    expect(double.mishaps[route]).toEqual([]);
    const paid = route.startsWith('POST');
    expect([first.at, first.error?.kind ?? null]).toEqual(['ended', route === 'POST /jobs' ? 'outcome_unknown' : null]);
    expect(first.shorts.map(({ error }) => error?.kind ?? null)).toEqual(
      route === 'POST /jobs' ? [] : [1, 2].map((n) => (paid && n === nth ? 'outcome_unknown' : null)),
    );
    const taken = double.renders.map(({ target }) => target);
    expect([double.jobs.size <= 1, new Set(taken).size]).toEqual([true, taken.length]);
    expect([posts('/jobs'), posts('/render')]).toEqual([1, route === 'POST /jobs' ? 0 : 2]);
  },
);

describe('what certainly was not taken is sent again', () => {
  test.each<Route>(['POST /jobs', 'POST /render'])(
    '%s, when it was asked too often, after the time that is asked for',
    async (route) => {
      double.mishaps = {
        [route]: [
          { status: 429, headers: { 'retry-after': '7' } },
          { status: 429, body: { status: 429, code: 'RATE_LIMIT_EXCEEDED', message: 'x', retryAfter: 3 } },
        ],
      };
      expect((await drive()).shorts.map(({ at }) => at)).toEqual(['done', 'done']);
      expect(held).toEqual([7_000, 3_000]);
      expect(paused).toEqual(expect.arrayContaining([7_250, 3_500]));
      expect([double.jobs.size, double.renders.length]).toEqual([1, 2]);
    },
  );

  test.each<Route>(['GET /jobs', 'GET /render'])(
    '%s, and all others keep away for the time that is asked for, too',
    async (route) => {
      double.mishaps = {
        [route]: [
          { status: 429, headers: { 'retry-after': '1' } },
          { status: 429, body: { status: 429, code: 'RATE_LIMIT_EXCEEDED', message: 'x', retryAfter: 1 } },
        ],
      };
      expect((await drive({ within: 20_000 })).shorts.map(({ at }) => at)).toEqual(['done', 'done']);
      expect(held).toEqual([1_000, 1_000]);
      expect([double.jobs.size, double.renders.length]).toEqual([1, 2]);
    },
  );

  test('when there was no connection; not for ever, and nothing is written down as sent', async () => {
    const { port } = new URL(double.origin);
    await double.close();
    const error = await expectError(drive(), 'backend_unreachable', 'does not take connections');
    expect(error.retryable).toBe(true);
    expect(saved.filter(({ at }) => at === 'creating')).toHaveLength(6);
    expect(saved.at(-1)).toEqual(newSteps());
    double = await swiftiaDouble();
    expect(new URL(double.origin).port).not.toBe(port);
    expect((await drive()).at).toBe('ended');
    expect(double.jobs.size).toBe(1);
  });
});

describe('refusals', () => {
  const refusals: [string, Mishap, ErrorKind, RegExp][] = [
    ['no room', REFUSALS.storage, 'storage_full', /950 of 1,000 are used, 50 are left/],
    ['no verified phone', REFUSALS.phone, 'phone_unverified', /phone number is verified/],
    ['no credit', REFUSALS.credit, 'credit_insufficient', /does not cover the job/],
    ['to be paid first', { status: 402, body: {} }, 'payment_required', /Swiftia/],
    [
      'a wrong request',
      { status: 400, body: { status: 400, message: 'Bad field', code: 'INVALID_INPUT' } },
      'request_invalid',
      /Swiftia: Bad field/,
    ],
    [
      'something that is not there',
      { status: 404, body: { status: 404, message: 'No such video', code: 'NOT_FOUND' } },
      'job_not_found',
      /Swiftia: No such video/,
    ],
    [
      'something forbidden',
      { status: 403, body: { status: 403, message: 'Not you', code: 'FORBIDDEN' } },
      'backend_error',
      /Swiftia answers "FORBIDDEN": Not you/,
    ],
    ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example' } }, 'backend_refused', /redirect/],
    ['an unknown address', { status: 404, body: '<html>' }, 'backend_refused', /answers 404/],
  ];
  test.each(refusals)('%s', async (_, mishap, kind, words) => {
    double.mishaps = { 'POST /jobs': [mishap] };
    const ended = await drive();
    expect(ended).toMatchObject({ at: 'ended', error: { kind, message: expect.stringMatching(words) as string } });
    expect(JSON.stringify(saved)).not.toContain(PHONE);
    expect(posts('/jobs')).toBe(1);
  });

  test('one short that may not be rendered leaves the others', async () => {
    double.mishaps = { 'POST /render': [REFUSALS.credit] };
    expect((await drive()).shorts.map(({ at, error }) => [at, error?.kind])).toEqual([
      ['failed', 'credit_insufficient'],
      ['done', undefined],
    ]);
  });

  test('a key that is refused while shorts are rendered leaves the job to be gone on with', async () => {
    double.mishaps = {
      'POST /render': [{ status: 401, body: { status: 401, message: 'Bad key', code: 'UNAUTHORIZED' } }],
    };
    await expectError(drive(), 'token_invalid');
    expect((await drive()).shorts.map(({ at }) => at)).toEqual(['done', 'done']);
    expect(double.renders).toHaveLength(2);
  });

  test('a wrong key ends a job that was not created; nothing repeats the key', async () => {
    const ended = await drive({ access: { ...double.access, apiKey: 'a-key-of-nobody' } });
    expect(ended.error?.kind).toBe('token_invalid');
    expect(JSON.stringify(ended)).not.toContain('a-key-of-nobody');
  });
});

describe('what goes wrong at Swiftia', () => {
  test('a job that fails', async () => {
    double.course = [{ status: 'FAILED', error: { message: `no speech; call ${PHONE}` } }];
    const ended = await drive();
    expect(ended).toMatchObject({
      at: 'ended',
      error: { kind: 'backend_error', message: expect.stringContaining('no speech; call ***') as string },
    });
  });

  test('a render that fails, and one that it forgets', async () => {
    double.renderCourseOf.set(0, [{ type: 'error', message: 'no face' }]);
    const ended = await drive();
    expect(ended.shorts.map(({ at, error }) => [at, error?.message])).toEqual([
      ['failed', expect.stringContaining('no face')],
      ['done', undefined],
    ]);
    double.mishaps = { 'GET /jobs': [{ status: 404 }] };
    saved = [];
    expect((await drive()).error).toMatchObject({ kind: 'job_not_found' });
  });

  test.each([
    ['by type', { type: 'failed', message: 'no face' }],
    ['by code, without a type', { status: 500, message: 'no face', code: 'RENDERING_ERROR' }],
    ['by code and HTTP status', { http: 500, status: 500, message: 'no face', code: 'RENDERING_ERROR' }],
    ['by code, not found', { http: 404, status: 404, message: 'no face', code: 'RENDERING_ERROR' }],
  ])('a render that is told as failed %s', async (_, told) => {
    double.renderCourseOf.set(0, [{ type: 'queued' }, told]);
    const ended = await drive();
    expect(ended.shorts.map(({ at, error }) => [at, error?.kind, error?.message])).toEqual([
      ['failed', 'backend_error', expect.stringContaining('no face')],
      ['done', undefined, undefined],
    ]);
    expect(double.lines().filter((line) => line === 'GET /render/render_1')).toHaveLength(2);
  });

  test('a render that is told in an unknown way is given up after 15 minutes, also by whoever goes on', async () => {
    double.renderCourseOf.set(0, [{ type: 'queued' }, { state: 'odd' }]);
    let now = 1_000_000;
    const late = { now: () => (now += 60_000) };
    await drive({ until: 'waiting', ...late });
    const ended = await drive(late);
    expect(ended.shorts.map(({ at, error }) => [at, error?.kind])).toEqual([
      ['failed', 'outcome_unknown'],
      ['done', undefined],
    ]);
    expect(ended.shorts[0]?.error?.message).toMatch(/15 minutes.*render_1.*Look at the job at Swiftia/);
    expect(double.lines().filter((line) => line === 'GET /render/render_1').length).toBeLessThan(20);
  });

  test('what is strange for a moment is waited for', async () => {
    double.renderCourseOf.set(0, [
      { odd: 1 },
      { odd: 1 },
      { type: 'progress', progress: 0.4 },
      { odd: 1 },
      { type: 'done' },
    ]);
    double.course = [{}, { status: 'PROCESSING', progress: 40 }, { status: 'COMPLETED' }];
    let now = 0;
    expect((await drive({ now: () => (now += 400_000) })).shorts.map(({ at }) => at)).toEqual(['done', 'done']);
  });

  test('a job that is told in an unknown way is given up, too', async () => {
    double.course = [{ status: 500, code: 'INTERNAL_SERVER_ERROR', message: 'x' }];
    let now = 0;
    const ended = await drive({ now: () => (now += 300_000) });
    expect(ended.error).toMatchObject({
      kind: 'outcome_unknown',
      message: expect.stringContaining('cm3xg93fi0001') as string,
    });
    expect(posts('/jobs')).toBe(1);
  });

  test.each([
    ['brand_3', /brand preset brand_3 cannot be used: Brand preset is not active/],
    ['brand_9', /no brand preset brand_9/],
  ])('a brand preset that is not to be had: %s', async (brandPresetId, words) => {
    const ended = await drive({ render: { brandPresetId } });
    expect(ended.error).toMatchObject({ kind: 'request_invalid', message: expect.stringMatching(words) as string });
    expect(double.renders).toEqual([]);
  });

  test('looks that get no answer are looked again, until it has been silent for long', async () => {
    double.mishaps = { 'GET /jobs': Array<Mishap>(13).fill({ status: 500 }), 'GET /render': ['cut', { status: 502 }] };
    expect((await drive()).shorts.map(({ at }) => at)).toEqual(['done', 'done']);
    saved = [];
    double.mishaps = { 'GET /jobs': Array<Mishap>(200).fill({ status: 500 }) };
    let now = 0;
    await expectError(drive({ clock: () => (now += 60_000) }), 'backend_unreachable', 'answers 500');
    expect(saved.at(-1)).toMatchObject({ at: 'created' });
  });
});

test('a stop leaves the job where it is; what is being sent is waited for first', async () => {
  const stop = new AbortController();
  double.onDone = (route) => {
    if (route === 'POST /jobs') stop.abort();
  };
  await expectError(drive({ signal: stop.signal }), 'cancelled');
  expect(saved.at(-1)).toMatchObject({ at: 'created', jobId: 'cm3xg93fi0001' });
  expect(posts('/render')).toBe(0);
});
