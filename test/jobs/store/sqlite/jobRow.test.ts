import { stateIn, storedJob } from '../../../../src/jobs/store/sqlite/jobRow';
import type { Row } from '../../../../src/jobs/store/sqlite/database';

const REQUEST = {
  kind: 'audio',
  options: { bitrate: 96 },
  metadata: { my: 1 },
  input: { address: 'https://a/in.mov' },
  output: null,
};
const STATE = { id: 'job_1', object: 'job', kind: 'audio', status: 'processing', tasks: [{ name: 'probe' }] };

const row = (more: Row = {}): Row => ({
  seq: 4,
  id: 'job_1',
  kind: 'audio',
  status: 'processing',
  lane: 'long',
  tenant: 'one',
  backend: 'local',
  priority: -1,
  request: JSON.stringify(REQUEST),
  state: JSON.stringify(STATE),
  request_hash: 'hash',
  created_at: 1_000,
  attempts: 2,
  losses: 1,
  token: 3,
  owner: 'p',
  published: 1,
  time_limit: 60_000,
  ended_at: null,
  files_kept: 0,
  webhook_url: 'https://hooks.example/x',
  sealed: 's1.x',
  steps: null,
  ...more,
});

it('a row is read as it was written', () => {
  expect(storedJob(row())).toStrictEqual({
    id: 'job_1',
    status: 'processing',
    lane: 'long',
    tenant: 'one',
    backend: 'local',
    priority: -1,
    request: REQUEST,
    state: STATE,
    requestHash: 'hash',
    attempts: 2,
    losses: 1,
    token: 3,
    owner: 'p',
    published: true,
    timeLimit: 60_000,
    endedAt: null,
    filesKept: false,
    webhookUrl: 'https://hooks.example/x',
    sealed: 's1.x',
    runBy: 'worker',
    unreadable: null,
  });
  const none = { owner: null, published: 0, time_limit: null, ended_at: 9, files_kept: 1, webhook_url: null };
  expect(storedJob(row({ ...none, sealed: null, steps: '{"at":"new"}' }))).toMatchObject({
    owner: null,
    published: false,
    timeLimit: null,
    endedAt: 9,
    filesKept: true,
    webhookUrl: null,
    sealed: null,
    runBy: 'drive',
    steps: { at: 'new' },
    unreadable: null,
  });
});

const [A_FILE, AN_ADDRESS] = [{ path: '/in.mov', name: 'in.mov', shown: 'in.mov' }, { address: 'https://a/in.mov' }];
const of = (input: unknown) => ({ asked: {}, input });

it.each<[string, object]>([
  ['a file', { input: A_FILE }],
  ['clips', { input: { clips: [of(A_FILE), of(AN_ADDRESS)] } }],
  ['what is read beside it', { references: [of(A_FILE), of(AN_ADDRESS)] }],
  ['nothing beside it', { references: [] }],
  ['a file as its result', { output: { path: '/out.mp3', overwrite: true } }],
])('a request is whole with %s', (_, more) => {
  const request = { ...REQUEST, ...more };
  expect(storedJob(row({ request: JSON.stringify(request) }))).toMatchObject({ request, unreadable: null });
});

/** One of several that is no input, or does not say what it is for. */
const BROKEN_ONES = [of({}), of({ path: 7, address: null }), of(null), of('/in.mov'), { input: A_FILE }, null, 'clip'];

const BROKEN_REQUESTS: readonly unknown[] = [
  null,
  [],
  'text',
  {},
  ...[undefined, 7, null].map((kind) => ({ ...REQUEST, kind })),
  ...[undefined, null, [], 'x'].flatMap((value) => [
    { ...REQUEST, options: value },
    { ...REQUEST, metadata: value },
    { ...REQUEST, input: value },
  ]),
  ...[{}, { path: 7 }, { address: null }, { clips: 7 }].map((input) => ({ ...REQUEST, input })),
  ...BROKEN_ONES.map((one) => ({ ...REQUEST, input: { clips: [of(A_FILE), one] } })),
  ...BROKEN_ONES.map((one) => ({ ...REQUEST, references: [one, of(A_FILE)] })),
  ...[7, {}, null].map((references) => ({ ...REQUEST, references })),
  ...[undefined, 7, []].map((output) => ({ ...REQUEST, output })),
];

it.each(BROKEN_REQUESTS.map((request) => JSON.stringify(request)))('a request that is damaged: %s', (request) => {
  expect(storedJob(row({ request }))).toMatchObject({
    request: { kind: 'video', options: {}, metadata: {}, input: { address: '' }, output: null },
    state: STATE,
    unreadable: 'its request is damaged',
  });
});

const BROKEN_STATES: readonly unknown[] = [
  null,
  [],
  {},
  ...[undefined, 7].flatMap((value) => [
    { ...STATE, id: value },
    { ...STATE, status: value },
    { ...STATE, kind: value },
  ]),
  ...[undefined, {}, [null], [{}, 'task'], ['task', {}]].map((tasks) => ({ ...STATE, tasks })),
];

it.each(['{', ...BROKEN_STATES.map((state) => JSON.stringify(state))])('a job object that is damaged: %s', (state) => {
  expect(stateIn(state)).toBeNull();
  const fromColumns = { id: 'job_1', object: 'job', kind: 'audio', status: 'processing', created_at: 1_000, input: '' };
  expect(storedJob(row({ state }))).toMatchObject({
    request: REQUEST,
    state: { ...fromColumns, tasks: [], options: {}, metadata: {}, finished_at: null },
    unreadable: 'its state is damaged',
  });
  expect(storedJob(row({ state, ended_at: 2_000 })).state.finished_at).toBe(2_000);
});

it('steps that are damaged are none, and the job is still nobody\u2019s but its drive\u2019s', () => {
  for (const steps of ['', 'null', '7', '[]'])
    expect(storedJob(row({ steps }))).toMatchObject({
      runBy: 'drive',
      steps: {},
      request: REQUEST,
      unreadable: 'its steps is damaged',
    });
  expect(storedJob(row({ request: '', state: '', steps: '' })).unreadable).toBe(
    'its request and state and steps are damaged',
  );
});
