import { confirmSwiftia } from '../../../src/backends/swiftia/confirm';
import { expectRefusal } from '../../support/expectRefusal';
import { hostedApi } from '../../support/hostedApi';
import type { HostedApi } from '../../support/hostedApi';

let api: HostedApi;
let paused: number[];
beforeEach(async () => {
  api = await hostedApi('The API');
  paused = [];
});
afterEach(() => api.close());
const pause = async (milliseconds: number) => void paused.push(milliseconds);

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
