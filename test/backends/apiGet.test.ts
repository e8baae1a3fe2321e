import { apiGet } from '../../src/backends/apiGet';
import { getIttybitEvent, getIttybitJob } from '../../src/backends/ittybit/getJob';
import { getSwiftiaJob } from '../../src/backends/swiftia/getJob';
import { expectError } from '../support/expectError';
import { API_KEY, hostedApi } from '../support/hostedApi';
import type { HostedApi } from '../support/hostedApi';

let api: HostedApi;
beforeEach(async () => {
  api = await hostedApi('Ittybit', '/v1');
});
afterEach(() => api.close());

/** Waits that were asked for; none of them takes time. */
let paused: number[] = [];
beforeEach(() => {
  paused = [];
});
const patience = {
  within: 5_000,
  pause: async (milliseconds: number) => void paused.push(milliseconds),
  random: () => 0.5,
};

const get = (path = 'jobs/job_1', access = api.access) => apiGet(access, { path }, patience);

test.each(['', '/', '//'])('a base URL is taken as it is, with "%s" at its end', async (end) => {
  api.answer('/jobs/job_1', { body: { id: 'job_1' } });
  expect(await get('jobs/job_1', { ...api.access, baseUrl: `${api.access.baseUrl}${end}` })).toEqual({
    id: 'job_1',
  });
  expect(api.asked).toEqual(['GET /v1/jobs/job_1']);
});

test('a long answer is read although the connection ends before', async () => {
  api.answer('/jobs/job_1', { headers: { connection: 'close' }, body: { id: 'x'.repeat(7_000_000) } });
  for (let times = 0; times < 5; times++) expect((await get())?.['id']).toHaveLength(7_000_000);
});

test.each([404, 410])('%i is nothing found', async (status) => {
  api.answer('/jobs/job_1', { status });
  expect(await get()).toBeNull();
});

describe('refused at once', () => {
  test.each([
    ['a key that is not accepted', { status: 401 }, 'does not accept the API key (401)'],
    [
      'a key that may not',
      { status: 403, body: { error: 'Phone verification required', phoneNumber: '+1234567890' } },
      'does not accept the API key (403)',
    ],
    ['a request that it does not understand', { status: 400 }, 'answers 400'],
    ['no content', { status: 204, body: '' }, 'answers 204'],
    ['a page', { body: '<html></html>' }, 'no JSON object'],
    ['a list', { body: [] }, 'no JSON object'],
    ['more than any job has', { body: `{"id":"${'x'.repeat(8_000_000)}"}` }, 'no JSON object'],
  ])('%s', async (_, reply, words) => {
    api.answer('/jobs/job_1', reply);
    const error = await expectError(get(), 'backend_refused', words);
    expect(error.toJSON().message).toMatch(/^Ittybit .*credential\.$/);
    expect(JSON.stringify([error.toJSON(), String(error.cause)])).not.toMatch(/1234567890/);
    expect(api.asked).toHaveLength(1);
  });

  test('a redirect, and nobody else is shown the key', async () => {
    const other = await hostedApi('other');
    try {
      api.answer('/jobs/job_1', { status: 307, headers: { location: `${other.origin}/jobs/job_1` } });
      await expectError(get(), 'backend_refused', 'redirect');
      expect(other.asked).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test.each([
    '',
    'api.example.com',
    'ftp://api.example.com',
    'file:///etc/passwd',
    'https://user:pass@api.example.com',
    'https://api.example.com/?a=b',
    'https://api.example.com/#x',
  ])('the base URL "%s"', async (baseUrl) => {
    const error = await expectError(get('jobs/job_1', { ...api.access, baseUrl }), 'backend_refused', 'base URL');
    expect(error.message).not.toContain('pass@');
  });

  test.each(['', '  ', 'two words', 'line\nbreak: x', 'ключ'])('the key %j', async (apiKey) => {
    const error = await expectError(get('jobs/job_1', { ...api.access, apiKey }), 'backend_refused', 'API key');
    if (apiKey.trim() !== '') expect(error.message).not.toContain(apiKey);
    expect(api.asked).toEqual([]);
  });
});

describe('asked again', () => {
  test('as long as it is busy, after the time that it asks for or longer each time', async () => {
    api.answer(
      '/jobs/job_1',
      { status: 500 },
      { status: 429, headers: { 'retry-after': '2' } },
      { status: 503 },
      { body: { id: 'job_1' } },
    );
    expect(await get()).toEqual({ id: 'job_1' });
    expect(paused).toEqual([250, 2500, 1000]);
  });

  test('after the time that its body asks for, and others are told of it', async () => {
    const held: number[] = [];
    api.answer(
      '/jobs/job_1',
      { status: 429, body: { retryAfter: 2 } },
      { status: 429, headers: { 'retry-after': '1' }, body: { retryAfter: 9 } },
      { status: 429, body: '<html>' },
      { body: { id: 'job_1' } },
    );
    expect(
      await apiGet(
        api.access,
        { path: 'jobs/job_1' },
        { ...patience, within: 20_000, hold: async (ms) => void held.push(ms) },
      ),
    ).toEqual({ id: 'job_1' });
    expect([paused, held]).toEqual([
      [2250, 1500, 1000],
      [2000, 1000],
    ]);
  });

  test('where the connection is cut', async () => {
    api.answer('/jobs/job_1', (request) => request.socket.destroy(), { body: { id: 'job_1' } });
    expect(await get()).toEqual({ id: 'job_1' });
    expect(paused).toEqual([250]);
  });

  test('not when it asks for more time than there is', async () => {
    api.answer('/jobs/job_1', { status: 429, headers: { 'retry-after': '5' } });
    const error = await expectError(get(), 'backend_unreachable', 'no more requests');
    expect(error.retryable).toBe(true);
    expect(paused).toEqual([]);
  });

  test('not where nobody listens any more', async () => {
    const { access } = api;
    await api.close();
    // A wait of 4 s is longer than all the time that there is.
    await expectError(
      apiGet(access, { path: 'jobs/job_1' }, { ...patience, within: 4_000 }),
      'backend_unreachable',
      'does not take connections',
    );
    expect(paused).toEqual([250, 500, 1000, 2000]);
    api = await hostedApi('Ittybit', '/v1');
  });

  test('an API that stays silent is given up', async () => {
    api.answer('/jobs/job_1', () => undefined);
    await expectError(
      apiGet(api.access, { path: 'jobs/job_1' }, { within: 50 }),
      'backend_unreachable',
      'did not answer in time',
    );
  });

  test('one that stops in the middle of its answer too', async () => {
    api.answer('/jobs/job_1', (_, response) => void response.writeHead(200).write('{"id":'));
    await expectError(
      apiGet(api.access, { path: 'jobs/job_1' }, { within: 50 }),
      'backend_unreachable',
      'did not answer in time',
    );
  });
});

test('no error holds the key', async () => {
  api.answer('/jobs/job_1', { status: 500 });
  const access = { ...api.access, apiKey: `${API_KEY}-wrong` };
  for (const ask of [
    () => get('jobs/job_1', access),
    () => apiGet(api.access, { path: 'jobs/job_1' }, { ...patience, within: 100 }),
  ]) {
    const error: unknown = await ask().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).not.toBeNull();
    expect(JSON.stringify([String(error), (error as Error).stack, String((error as Error).cause)])).not.toContain(
      API_KEY,
    );
  }
});

describe('ids in addresses', () => {
  test('are encoded, so that they lead nowhere else', async () => {
    expect(await getIttybitJob(api.access, '../keys?x=1#y', patience)).toBeNull();
    expect(api.asked).toEqual(['GET /v1/jobs/..%2Fkeys%3Fx%3D1%23y']);
  });

  test('jobs and events of Ittybit', async () => {
    api.answer('/jobs/job_1', {
      body: { id: 'job_1', kind: 'audio', status: 'succeeded', output: 'https://cdn.example/a.mp3' },
    });
    api.answer('/events/evt_1', {
      body: { id: 'evt_1', object: 'event', kind: 'run.succeeded', data: { id: 'run_1' } },
    });
    expect(await getIttybitJob(api.access, 'job_1', patience)).toMatchObject({
      id: 'job_1',
      kind: 'audio',
      status: 'succeeded',
      output: 'https://cdn.example/a.mp3',
    });
    expect(await getIttybitEvent(api.access, 'evt_1', patience)).toMatchObject({
      kind: 'run.succeeded',
      data: { id: 'run_1' },
    });
    expect(await getIttybitJob(api.access, 'job_2', patience)).toBeNull();
  });

  test('jobs of Swiftia', async () => {
    api.answer('/jobs/cm3xg93fi0001zz233aduptb8', {
      body: { id: 'cm3xg93fi0001zz233aduptb8', status: 'PROCESSING', progress: 30 },
    });
    expect(await getSwiftiaJob(api.access, 'cm3xg93fi0001zz233aduptb8', patience)).toMatchObject({
      status: 'processing',
      progress: 30,
    });
  });
});
