import { performing } from '../support/engine';
import { testServers } from '../support/jobServer';
import type { Job } from '../../src/pipeline/job/job';

const { open } = testServers();

it('200 requests at once make 200 jobs, and 1,000 questions are answered while they run', async () => {
  const server = await open({ engine: { performers: { local: performing() }, concurrency: 4 } });
  const create = (number: number) =>
    server.ask('POST', '/jobs', {
      body: { input: `https://media.example/${number}.mov`, kind: 'video', options: { width: 320 } },
    });
  const made = await Promise.all(Array.from({ length: 200 }, (_, number) => create(number)));
  expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]));
  const ids = made.map(({ body }) => (body as Job).id);
  expect(new Set(ids).size).toBe(200);

  const statuses = new Set<number>();
  const ask = async (number: number) => {
    const path = number % 10 === 0 ? '/jobs?limit=100' : `/jobs/${ids[number % ids.length] ?? ''}`;
    statuses.add((await server.ask('GET', path)).status);
  };
  // 50 at a time, as from so many clients.
  await Promise.all(
    Array.from({ length: 50 }, async (_, client) => {
      for (let number = client; number < 1_000; number += 50) await ask(number);
    }),
  );
  expect(statuses).toEqual(new Set([200]));
  for (const id of ids)
    expect((await server.engine.jobs.ended(id, new AbortController().signal)).status).toBe('succeeded');
});
