import { confirmIttybit, confirmSwiftia } from '../../src/webhooks/confirm';
import { ittybitNotice } from '../../src/webhooks/normalise';
import { expectRefusal } from '../support/expectRefusal';
import { hostedApi } from '../support/hostedApi';
import type { HostedApi } from '../support/hostedApi';
import { MediaJobError } from '../../src/pipeline/errors/mediaError';

let api: HostedApi;
let paused: number[];
beforeEach(async () => {
  api = await hostedApi('The API');
  paused = [];
});
afterEach(() => api.close());
const pause = async (milliseconds: number) => void paused.push(milliseconds);

describe('Ittybit', () => {
  const confirm = (body: Record<string, unknown>) => confirmIttybit(api.access, ittybitNotice(body), pause);

  test('the job as the API has it takes the place of the one that was told', async () => {
    api.answer('/jobs/job_1', {
      body: {
        id: 'job_1',
        kind: 'video',
        status: 'succeeded',
        output: 'https://cdn/right.mp4',
        metadata: { order: 7 },
      },
    });
    expect(
      await confirm({ id: 'job_1', status: 'succeeded', output: { url: 'https://elsewhere/wrong.mp4' } }),
    ).toMatchObject({ output: 'https://cdn/right.mp4', metadata: { order: 7 } });
  });

  test.each([
    ['succeeded', 'processing'],
    ['succeeded', 'failed'],
    ['failed', 'succeeded'],
    ['cancelled', 'queued'],
    ['processing', 'queued'],
  ])('told %s, being %s: refused', async (told, is) => {
    api.answer('/jobs/job_1', { body: { id: 'job_1', status: is } });
    const { status } = await expectRefusal(
      () => confirm({ id: 'job_1', status: told }),
      'job_unconfirmed',
      `the job is ${is}`,
    );
    expect(status).toBe(409);
  });

  test.each([
    ['queued', 'processing'],
    ['queued', 'succeeded'],
    ['processing', 'failed'],
    ['processing', 'processing'],
    ['completed', 'succeeded'],
  ])('told %s, being %s: it has gone on since', async (told, is) => {
    api.answer('/jobs/job_1', { body: { id: 'job_1', status: is } });
    expect(await confirm({ id: 'job_1', status: told })).toMatchObject({ id: 'job_1', status: is });
  });

  test('a job that is not there, or another one', async () => {
    await expectRefusal(() => confirm({ id: 'job_1', status: 'succeeded' }), 'job_unconfirmed', 'no such job');
    api.answer('/jobs/job_1', { body: { id: 'job_2', status: 'succeeded' } });
    await expectRefusal(() => confirm({ id: 'job_1', status: 'succeeded' }), 'job_unconfirmed', 'no such job');
  });

  test('an event is asked for as one', async () => {
    const event = { id: 'evt_1', object: 'event', kind: 'run.succeeded', data: { id: 'run_1', status: 'succeeded' } };
    await expectRefusal(() => confirm(event), 'job_unconfirmed', 'no such event');
    api.answer('/events/evt_1', { body: { ...event, data: { ...event.data, output: 'https://cdn/a.mp4' } } });
    expect(await confirm(event)).toMatchObject({ id: 'run_1', output: 'https://cdn/a.mp4' });
    await expectRefusal(
      () => confirm({ ...event, data: { id: 'run_2', status: 'succeeded' } }),
      'job_unconfirmed',
      'no such event',
    );
    expect(api.asked).toEqual(Array(3).fill('GET /events/evt_1'));
  });

  test('a task that no event told of stands nowhere: its signature has to do', async () => {
    expect(await confirm({ id: 'task_1', object: 'task', status: 'completed' })).toMatchObject({
      id: 'task_1',
      status: 'succeeded',
    });
    expect(api.asked).toEqual([]);
  });

  test.each([
    [{ status: 401 }, 'API key'],
    [{ status: 503, headers: { 'retry-after': '60' } }, 'answers 503'],
  ])(
    'an API that gives no answer (%j) is the owner’s matter: the sender is asked to come again',
    async (reply, words) => {
      api.answer('/jobs/job_1', reply);
      const refusal = await expectRefusal(
        () => confirm({ id: 'job_1', status: 'succeeded' }),
        'confirmation_failed',
        'again later',
      );
      expect(refusal.status).toBe(503);
      expect(refusal.message).not.toContain('API key');
      expect(refusal.cause).toBeInstanceOf(MediaJobError);
      expect((refusal.cause as MediaJobError).message).toContain(words);
    },
  );
});

describe('Swiftia', () => {
  let turns: number;
  let held: number[];
  beforeEach(() => {
    [turns, held] = [0, []];
  });
  const limit = { turn: async () => void (turns += 1), hold: async (ms: number) => void held.push(ms) };
  const confirm = (body: Record<string, unknown>) =>
    confirmSwiftia({ ...api.access, plan: 'swift' }, body, { pause, limit });

  test.each([
    { id: 'cm3' },
    { jobId: 'cm3' },
    { jobId: 'cm3', id: 'other' },
    { job: { id: 'cm3' } },
    { data: { jobId: 'cm3', shorts: [] } },
  ])('of %j the id alone is believed', async (body) => {
    api.answer('/jobs/cm3', { body: { id: 'cm3', status: 'COMPLETED', data: { shorts: [{ id: 'true' }] } } });
    expect(await confirm({ ...body, status: 'FAILED', shorts: [{ id: 'untrue' }] })).toMatchObject({
      id: 'cm3',
      status: 'succeeded',
      shorts: [{ id: 'true' }],
    });
  });

  test.each([{}, { id: 7 }, { id: '../keys' }, { jobId: null }, { data: [{ id: 'cm3' }] }])(
    '%j names no job',
    async (body) => {
      await expectRefusal(() => confirm(body), 'body_invalid', 'jobId');
      expect(api.asked).toEqual([]);
    },
  );

  test('a job that is not there, or another one', async () => {
    await expectRefusal(() => confirm({ id: 'cm3' }), 'job_unconfirmed', 'no such job');
    api.answer('/jobs/cm3', { body: { id: 'cm4', status: 'COMPLETED' } });
    await expectRefusal(() => confirm({ id: 'cm3' }), 'job_unconfirmed', 'no such job');
  });

  test('one that the API still shows running is asked for again', async () => {
    api.answer(
      '/jobs/cm3',
      { body: { id: 'cm3', status: 'PROCESSING' } },
      { body: { id: 'cm3', status: 'PROCESSING' } },
      { body: { id: 'cm3', status: 'FAILED' } },
    );
    expect(await confirm({ id: 'cm3' })).toMatchObject({ status: 'failed' });
    expect(paused).toEqual([3000, 3000]);
  });

  test('and not for ever', async () => {
    api.answer('/jobs/cm3', { body: { id: 'cm3', status: 'PROCESSING' } });
    await expectRefusal(() => confirm({ id: 'cm3' }), 'job_unconfirmed', 'still runs');
    expect(paused).toEqual([3000, 3000, 3000]);
    expect(api.asked).toHaveLength(4);
  });

  test('a rate limit that passes is waited for', async () => {
    api.answer(
      '/jobs/cm3',
      { status: 429, headers: { 'retry-after': '5' } },
      { body: { id: 'cm3', status: 'COMPLETED' } },
    );
    expect(await confirm({ id: 'cm3' })).toMatchObject({ status: 'succeeded' });
    expect(paused).toHaveLength(1);
    expect(paused[0]).toBeGreaterThanOrEqual(5000);
    expect(paused[0]).toBeLessThanOrEqual(5500);
    // It keeps to the rate of the credential, as all do who ask with it.
    expect([turns, held]).toEqual([2, [5000]]);
  });
});
