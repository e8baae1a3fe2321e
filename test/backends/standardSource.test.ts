import { standardNews } from '../../src/backends/standardSource';
import { expectRefusal } from '../support/expectRefusal';

const job = {
  id: 'job_1',
  object: 'job',
  kind: 'video',
  status: 'succeeded',
  output: '/files/a.mp4',
  metadata: { order: 7 },
};

test('carry the job object, which goes on as it is', () => {
  expect(standardNews({ type: 'job.succeeded', timestamp: '2026-11-22T10:00:00.000Z', data: job })).toEqual({
    event: 'job.succeeded',
    job,
    output: '/files/a.mp4',
  });
  expect(standardNews({ type: 'job.failed', data: { ...job, output: null } })).toMatchObject({
    event: 'job.failed',
    output: null,
  });
});

test.each([
  {},
  { type: 'job.succeeded' },
  { data: job },
  { type: '', data: job },
  { type: 7, data: job },
  { type: 'job.succeeded', data: null },
  { type: 'job.succeeded', data: [job] },
  { type: 'job.succeeded', data: {} },
  { type: 'job.succeeded', data: { id: 7 } },
])('%j is none', async (body) => {
  await expectRefusal(() => standardNews(body), 'body_invalid');
});
