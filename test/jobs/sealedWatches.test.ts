import { SealedWatches } from '../../src/jobs/sealedWatches';
import { sealOf, storeOf, testHome } from '../support/engine';

const { open } = testHome();

it('the resume address of an execution that waits is sealed, and opens for that execution alone', async () => {
  const engine = await open({ runs: false });
  const watches = new SealedWatches(storeOf(engine).watches, sealOf(engine));
  const url = 'https://n8n/resume?signature=canary';
  await watches.put({ execution: '1', url, jobs: ['job_a'], interval: 5, nextAt: 100, limitAt: 200, madeAt: 0 });
  const watch = await watches.get('1');
  if (watch === null) throw new Error('it is there');
  expect(watch).toMatchObject({ execution: '1', jobs: ['job_a'], interval: 5, nextAt: 100, limitAt: 200, madeAt: 0 });
  expect(JSON.stringify(watch)).not.toContain('canary');
  expect(await watches.urlOf(watch)).toBe(url);
  // Of a version that sealed nothing.
  expect(await watches.urlOf({ ...watch, sealedUrl: 'https://n8n/old' })).toBe('https://n8n/old');
  await expect(watches.urlOf({ ...watch, execution: '2' })).rejects.toMatchObject({ kind: 'secrets_unreadable' });
});
