import { readFile } from 'node:fs/promises';
import { ittybit } from '../../src/backends/ittybit/backend';
import { ittybitBackend } from '../../src/backends/ittybit/openIttybit';
import { runHosted } from '../../src/backends/runHosted';
import { parseRequest } from '../../src/pipeline/request/request';
import { placeOnWeb } from '../../src/pipeline/storage/place';
import { backendConformance, keyOfNobody } from '../conformance/backends';
import { fixture } from '../fixtures';
import { expectError } from '../support/expectError';
import { testServers, uploaded } from '../support/jobServer';

const { env, open } = testServers();

async function served(starts: boolean) {
  const server = await open({ starts });
  const [apiKey = ''] = env().MEDIA_JOBS_API_KEY?.split(',') ?? [];
  const access = { name: 'Ittybit', baseUrl: server.url, apiKey };
  return {
    backend: ittybitBackend(ittybit, access, { pause: () => new Promise(setImmediate) }),
    stranger: ittybitBackend(ittybit, { ...access, ...keyOfNobody }),
    input: await uploaded(server, await readFile(await fixture('odd.png')), 'in.png'),
  };
}

backendConformance('media-jobs serve', async ({ runs }) => ({
  ...(await served(runs)),
  cancels: true,
}));

const order = { request: parseRequest({ kind: 'image', options: { format: 'png' } }), idempotencyKey: 'k' };

test('a stop ends the job on the server', async () => {
  const { backend, input } = await served(false);
  const stop = new AbortController();
  const { error, job } = await runHosted({
    backend,
    order,
    input: { place: placeOnWeb(input) },
    signal: stop.signal,
    timeLimit: null,
    workRoot: '/nowhere',
    collect: async () => undefined,
    onChange: () => stop.abort(),
  });
  expect(error?.kind).toBe('cancelled');
  expect(await backend.get(job?.id ?? '', new AbortController().signal)).toMatchObject({ status: 'cancelled' });
});

test('a key that belongs to another request is told in the server’s own words', async () => {
  const { backend, input } = await served(false);
  await backend.create({ ...order, input }, new AbortController().signal);
  const error = await expectError(
    backend.create({ ...order, input: 'https://example.com/other.png' }, new AbortController().signal),
    'idempotency_conflict',
    'belongs to another request',
  );
  expect(error.next).toBe('Use a new key for a new request.');
});
