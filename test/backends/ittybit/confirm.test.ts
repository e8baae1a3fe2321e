import { confirmIttybit } from '../../../src/backends/ittybit/confirm';
import { ittybitNotice } from '../../../src/backends/ittybit/notice';
import { expectRefusal } from '../../support/expectRefusal';
import { hostedApi } from '../../support/hostedApi';
import type { HostedApi } from '../../support/hostedApi';
import { MediaJobError } from '../../../src/pipeline/errors/mediaError';

let api: HostedApi;
let paused: number[];
beforeEach(async () => {
  api = await hostedApi('The API');
  paused = [];
});
afterEach(() => api.close());
const pause = async (milliseconds: number) => void paused.push(milliseconds);

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
