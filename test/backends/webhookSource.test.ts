import { swiftiaJob } from '../../src/backends/swiftia/job';
import { newsOf } from '../../src/backends/webhookSource';

test('a job of Swiftia', () => {
  const job = swiftiaJob({ id: 'cm3', status: 'COMPLETED', data: { shorts: [{ id: 's1' }] } });
  if (job === null) throw new Error('it is one');
  expect(newsOf(job)).toMatchObject({
    event: 'job.succeeded',
    output: null,
    job: { id: 'cm3', kind: 'shorts', shorts: [{ id: 's1' }] },
  });
});
