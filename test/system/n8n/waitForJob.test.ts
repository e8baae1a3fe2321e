import { setTimeout as pause } from 'node:timers/promises';
import type { INodeExecutionData } from 'n8n-workflow';
import type { Engine } from '../../../src/jobs/engine';
import { openEngine } from '../../../src/jobs/openEngine';
import type { Watch } from '../../../src/jobs/store/watch';
import type { Job } from '../../../src/pipeline/job/job';
import { fixture } from '../../fixtures';
import { heldServer } from '../../support/heldServer';
import type { HeldServer } from '../../support/heldServer';
import { itemsOf } from '../../support/n8nApi';
import type { N8nExecution } from '../../support/n8nApi';
import { useN8n } from '../../support/n8nServer';
import { createJob, inARow, noOp, webhook } from '../../support/n8nWorkflow';
import type { NodeToRun } from '../../support/n8nWorkflow';
import { eventually } from '../../support/processes';

// All jobs of these tests are held at the same time.
const n8n = useN8n({ env: { MEDIA_JOBS_ALLOW_HOSTS: '127.0.0.1', MEDIA_JOBS_CONCURRENCY: '16' } });

let pictures: HeldServer;
beforeAll(async () => {
  pictures = await heldServer(await fixture('card-16x9.jpg'));
});
afterAll(() => pictures.close());

/** n8n's store, from outside. */
let engine: Engine | undefined;
const store = async (): Promise<Engine> =>
  (engine ??= await openEngine({ env: { ...process.env, N8N_USER_FOLDER: n8n().folder, MEDIA_JOBS_HOME: '' } }));
afterAll(() => engine?.stop());
const watchOf = async (execution: string): Promise<Watch | null> => (await store()).watches.get(execution);

const wait = (parameters: object = {}, more: Partial<NodeToRun> = {}): NodeToRun => ({
  name: 'Wait for Job',
  type: 'n8n-nodes-media-jobs.waitForJob',
  parameters: { output: 'full', ...parameters },
  ...more,
});

/** "Webhook → Create Job → Wait for Job → Next (and Failed)": an item each for what the webhook is given in `names`, whose jobs run until their pictures are let go. */
async function workflowWith(
  path: string,
  wanted: NodeToRun,
  answers: 'onReceived' | 'lastNode' = 'onReceived',
): Promise<string> {
  const split: NodeToRun = {
    name: 'Names',
    type: 'n8n-nodes-base.splitOut',
    parameters: { fieldToSplitOut: 'body.names', options: { destinationFieldName: 'name' } },
  };
  const create = createJob({
    kind: 'image',
    options: { width: '64' },
    inputSource: 'url',
    url: `={{ "${pictures.url('')}" + $json.name }}`,
    waitForCompletion: false,
  });
  // What comes from which item shows in the field "of".
  const next: NodeToRun = {
    name: 'Next',
    type: 'n8n-nodes-base.set',
    typeVersion: 3.4,
    parameters: {
      includeOtherFields: true,
      assignments: {
        assignments: [{ id: '1', name: 'of', type: 'string', value: "={{ $('Names').item.json.name }}" }],
      },
      options: {},
    },
  };
  const workflow = inARow(path, [webhook(path, answers), split, create, wanted, next]);
  workflow.nodes.push({
    ...workflow.nodes[0],
    ...noOp('Failed'),
    id: 'failed',
    typeVersion: 1,
    position: [900, 200],
    parameters: {},
  });
  if (wanted.onError === 'continueErrorOutput')
    workflow.connections['Wait for Job'] = {
      main: [[{ node: 'Next', type: 'main', index: 0 }], [{ node: 'Failed', type: 'main', index: 0 }]],
    };
  const id = await n8n().importWorkflow(workflow);
  await n8n().activate(id);
  return id;
}

const start = (path: string, names: string[]) =>
  n8n().webhook(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ names }),
  });

/** The execution of a workflow that was started, when it has been put away. */
async function putAway(workflow: string): Promise<N8nExecution & { jobs: Job[] }> {
  const { id } = await eventually(async () => (await n8n().executions(workflow))[0]);
  const execution = await n8n().executionThatIs(id, 'waiting', 'error');
  expect([execution.status, execution.waitTill]).toEqual(['waiting', '3000-01-01T00:00:00.000Z']);
  return { ...execution, jobs: itemsOf(execution, 'Create Job').map(jobOf) };
}

async function suspended(
  path: string,
  names: string[],
  wanted: NodeToRun = wait(),
): Promise<N8nExecution & { jobs: Job[] }> {
  const workflow = await workflowWith(path, wanted);
  await start(path, names);
  return putAway(workflow);
}

const jobOf = (item: INodeExecutionData | undefined): Job => item?.json['job'] as unknown as Job;
const cancel = async (job: Job | undefined) => (await store()).jobs.cancel(job?.id ?? '');
const runsOf = ({ data }: N8nExecution, node: string): number => data.resultData.runData[node]?.length ?? 0;

test('an execution that waits survives a crash of n8n: the next node gets the results', async () => {
  const { id, jobs } = await suspended('crash', ['crash-a', 'crash-b']);
  await eventually(async () => pictures.held().includes('crash-a'));
  await n8n().kill9();
  await n8n().restart();
  expect((await n8n().execution(id)).status).toBe('waiting');
  for (const name of ['crash-b', 'crash-a']) pictures.letGo(name);
  const execution = await n8n().ended(id);
  expect(execution.status).toBe('success');
  const items = itemsOf(execution, 'Next');
  expect(
    items.map((item) => [item.json['of'], jobOf(item).id, jobOf(item).status, item.binary?.['data']?.fileName]),
  ).toEqual([
    ['crash-a', jobs[0]?.id, 'succeeded', 'crash-a.jpg'],
    ['crash-b', jobs[1]?.id, 'succeeded', 'crash-b.jpg'],
  ]);
  expect((await n8n().file(items[0]?.binary?.['data'])).subarray(0, 2).toString('hex')).toBe('ffd8');
  await eventually(async () => (await watchOf(id)) === null);
});

test('a job that fails meanwhile is what the node is set to make of it', async () => {
  const [stop, go, route] = await Promise.all([
    suspended('stop', ['stop-a', 'stop-b']),
    suspended('go', ['go-a', 'go-b', 'go-c'], wait({}, { onError: 'continueRegularOutput' })),
    suspended('route', ['route-a', 'route-b', 'route-c'], wait({}, { onError: 'continueErrorOutput' })),
  ]);
  for (const { jobs } of [stop, go, route]) await cancel(jobs[1]);
  for (const name of ['stop-a', 'go-a', 'go-c', 'route-a', 'route-c']) pictures.letGo(name);

  const stopped = await n8n().ended(stop.id);
  expect([stopped.status, stopped.data.resultData.error?.message, runsOf(stopped, 'Next')]).toEqual([
    'error',
    'The job was cancelled.',
    0,
  ]);

  const gone = await n8n().ended(go.id);
  expect([
    gone.status,
    ...itemsOf(gone, 'Next').map((item) => [
      item.json['of'],
      jobOf(item).status,
      (item.json['error'] as { kind: string } | undefined)?.kind,
    ]),
  ]).toEqual([
    'success',
    ['go-a', 'succeeded', undefined],
    ['go-b', 'cancelled', 'cancelled'],
    ['go-c', 'succeeded', undefined],
  ]);

  const routed = await n8n().ended(route.id);
  expect([routed.status, ...itemsOf(routed, 'Next').map(({ json }) => json['of'])]).toEqual([
    'success',
    'route-a',
    'route-c',
  ]);
  expect(itemsOf(routed, 'Failed')).toMatchObject([
    { json: { error: { kind: 'cancelled' }, details: { job: { id: route.jobs[1]?.id } } } },
  ]);
});

test('when nobody watched as the time limit passed, the next start of n8n does what was chosen, and never passes on the input', async () => {
  // Longer than what n8n waits for in memory.
  const limit = { limitAmount: 12, limitUnit: 'seconds' };
  const [error, go, cancelled] = await Promise.all([
    suspended('limit-error', ['error-a', 'error-b'], wait({ ...limit, onLimit: 'error' })),
    suspended('limit-continue', ['continue-a', 'continue-b'], wait({ ...limit, onLimit: 'continue' })),
    suspended(
      'limit-cancel',
      ['cancel-a', 'cancel-b'],
      wait({ ...limit, onLimit: 'cancel' }, { onError: 'continueRegularOutput' }),
    ),
  ]);
  const limits = await Promise.all([error, go, cancelled].map(async ({ id }) => (await watchOf(id))?.limitAt ?? NaN));
  expect(Math.min(...limits)).toBeGreaterThan(Date.now());
  await n8n().kill9();
  while (Date.now() <= Math.max(...limits)) await pause(100);
  await n8n().restart();

  const failed = await n8n().ended(error.id);
  expect([failed.status, failed.data.resultData.error?.message, runsOf(failed, 'Next')]).toEqual([
    'error',
    expect.stringMatching(/^The job job_\S+ has not ended within 12 seconds: it goes on in the background\.$/),
    0,
  ]);

  const continued = await n8n().ended(go.id);
  expect([
    continued.status,
    ...itemsOf(continued, 'Next').map((item) => [item.json['of'], jobOf(item).status, item.json['error']]),
  ]).toEqual([
    'success',
    ['continue-a', expect.stringMatching(/queued|processing/), undefined],
    ['continue-b', expect.stringMatching(/queued|processing/), undefined],
  ]);

  const ended = await n8n().ended(cancelled.id);
  const late: unknown = expect.objectContaining({
    kind: 'wait_limit_exceeded',
    message: expect.stringContaining('it was cancelled') as string,
  });
  expect([ended.status, ...itemsOf(ended, 'Next').map((item) => [jobOf(item).status, item.json['error']])]).toEqual([
    'success',
    ['cancelled', late],
    ['cancelled', late],
  ]);
});

test('an execution that is stopped while it waits is not woken, and is forgotten', async () => {
  const workflow = await workflowWith('stopped', wait(), 'lastNode');
  // Whoever waits for the last node's answer gets what there is when the execution is put away.
  const answer = (await (await start('stopped', ['stopped-a'])).json()) as { job: Job };
  const { id, jobs } = await putAway(workflow);
  expect([answer.job.id, answer.job.status]).toEqual([jobs[0]?.id, expect.stringMatching(/queued|processing/)]);
  await n8n().stopExecution(id);
  pictures.letGo('stopped-a');
  await (await store()).jobs.ended(jobs[0]?.id ?? '', AbortSignal.timeout(30_000));
  await eventually(async () => (await watchOf(id)) === null);
  const execution = await n8n().execution(id);
  expect([execution.status, runsOf(execution, 'Next')]).toEqual(['canceled', 0]);
});
