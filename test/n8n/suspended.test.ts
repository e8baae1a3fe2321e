import type { IDataObject, IExecuteFunctions, INode, INodeType, IRun } from 'n8n-workflow';
import { sharedEngine } from '../../nodes/background/sharedEngine';
import type { WorkflowJson } from '../../scripts/n8n-engine.mts';
import type { Engine } from '../../src/jobs/engine';
import { fixture } from '../fixtures';
import { heldServer } from '../support/heldServer';
import type { HeldServer } from '../support/heldServer';
import { IMPATIENT, jobOf, testEngine, thenAlso, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { eventually } from '../support/processes';
import { waitingExecutions } from '../support/waitingExecutions';
import type { WaitingExecutions } from '../support/waitingExecutions';

/** Says of each item which one it came from, and how often it has been run. */
const next: INodeType = {
  description: {
    displayName: 'Next',
    name: 'next',
    group: ['transform'],
    version: 1,
    description: '',
    defaults: { name: 'Next' },
    inputs: ['main'],
    outputs: ['main', 'main'],
    properties: [
      { displayName: 'From', name: 'from', type: 'string', default: "={{ $('Read Files').item.json.name }}" },
      { displayName: 'Times', name: 'times', type: 'number', default: 1 },
    ],
  },
  async execute(this: IExecuteFunctions) {
    const items = this.getInputData().map(({ json, binary = {} }, item) => ({
      json: { ...json, from: this.getNodeParameter('from', item) as string },
      binary,
      pairedItem: { item },
    }));
    const run = this.evaluateExpression('{{ $runIndex }}', 0) as number;
    return run + 1 < (this.getNodeParameter('times', 0) as number) ? [items, []] : [[], items];
  },
};

let n8n: TestEngine;
let engine: Engine;
let pictures: HeldServer;
let waiting: WaitingExecutions;

beforeAll(async () => {
  waiting = await waitingExecutions();
  process.env['MEDIA_JOBS_CONCURRENCY'] = '4';
  n8n = await testEngine('filesystem', { next });
  engine = await sharedEngine();
});
afterAll(async () => {
  await n8n.stop();
  delete process.env['MEDIA_JOBS_CONCURRENCY'];
  await waiting.close();
});
beforeEach(async () => {
  pictures = await heldServer(await fixture('card-16x9.jpg'));
});
afterEach(async () => {
  waiting.clear();
  await pictures.close();
});

const wait = (parameters: IDataObject = {}, settings: Partial<INode> = {}) => ({
  name: 'Wait for Job',
  type: IMPATIENT,
  parameters,
  settings,
});

/** "Read Files → Create Job → Wait for Job → Next", with jobs that go on for as long as the server holds their input. A name of "text" is one that fails. */
const workflowWith = (
  names: string[],
  parameters: IDataObject = {},
  settings: Partial<INode> = {},
  times = 1,
): WorkflowJson => {
  const create = {
    kind: 'image',
    options: { format: 'png', width: '64' },
    inputSource: 'url',
    url: `={{ "${pictures.url('')}" + $json.name }}`,
    waitForCompletion: false,
    itemOptions: { keepJson: true },
  };
  const workflow = thenAlso(
    workflowOf(
      names.map((name) => ({ json: { name } })),
      create,
    ),
    wait(parameters, settings),
    { name: 'Next', type: 'next', parameters: { times } },
  );
  if (settings.onError === 'continueErrorOutput')
    workflow.connections['Wait for Job'] = { main: [[{ node: 'Next', type: 'main', index: 0 }], []] };
  return workflow;
};

const suspended = (workflow: WorkflowJson) => waiting.suspended(n8n, workflow);
const watchOf = (id: string) => engine.watches.get(id);
const FROM = ({ json }: { json: IDataObject }) => json['from'];

describe('an execution whose jobs take long', () => {
  test('is put away, and woken when the last one has ended', async () => {
    const { id, run, ended, ids } = await suspended(workflowWith(['a', 'b']));
    expect(n8n.itemsOf(run, 'Wait for Job').map((item) => jobOf(item).id)).toEqual(ids);
    expect(run.data.resultData.runData['Next']).toBeUndefined();
    const watch = await watchOf(id);
    expect(watch).toMatchObject({ jobs: ids, limitAt: expect.any(Number) as number });
    expect(watch && (await engine.watches.urlOf(watch))).toMatch(
      /^http:\/\/localhost\/webhook-waiting\/\d+\?signature=[0-9a-f]+\/media-jobs$/,
    );
    pictures.letGo('b');
    await engine.jobs.ended(ids[1] ?? '', AbortSignal.timeout(30_000));
    expect(waiting.get(id)).toBeDefined();
    pictures.letGo('a');
    const last = await ended;
    expect(last.status).toBe('success');
    const items = n8n.itemsOf(last, 'Next', 1);
    expect(items.map((item) => [FROM(item), jobOf(item).status, item.binary?.['data']?.fileName])).toEqual([
      ['a', 'succeeded', 'a.png'],
      ['b', 'succeeded', 'b.png'],
    ]);
    expect(n8n.itemsOf(last, 'Wait for Job').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
    expect(last.data.resultData.runData['Wait for Job']).toHaveLength(1);
    await eventually(async () => (await watchOf(id)) === null);
  });

  test('waits on when it is called before that, whatever it is sent', async () => {
    const { id, run } = await suspended(workflowWith(['a']));
    const { workflow } = waiting.get(id) ?? {};
    if (workflow === undefined) throw new Error('It does not wait');
    expect(await n8n.call(id, run, workflow)).toEqual({ answer: { resumed: false }, goesOn: null });
    expect(await watchOf(id)).not.toBeNull();
  });

  test('can wait again and again, as in a loop', async () => {
    const workflow = workflowWith(['a'], { itemOptions: { keepJson: true } }, {}, 3);
    workflow.connections['Next'] = { main: [[{ node: 'Create Job', type: 'main', index: 0 }]] };
    workflow.nodes = workflow.nodes.map((node) =>
      node.name === 'Create Job'
        ? {
            ...node,
            parameters: {
              ...node.parameters,
              input: { __rl: true, mode: 'url', value: `={{ "${pictures.url('a')}" + $runIndex }}` },
            },
          }
        : node,
    );
    const { id, ended } = await suspended(workflow);
    const watches: (number | undefined)[] = [];
    for (const name of ['a0', 'a1', 'a2']) {
      await eventually(async () => pictures.held().includes(name) && waiting.get(id) !== undefined);
      watches.push((await watchOf(id))?.seq);
      pictures.letGo(name);
    }
    const last = await ended;
    expect(last.status).toBe('success');
    expect(new Set(watches).size).toBe(3);
    for (const node of ['Create Job', 'Wait for Job', 'Next'])
      expect(last.data.resultData.runData[node]).toHaveLength(3);
    expect(n8n.itemsOf(last, 'Next', 1).map((item) => [jobOf(item).status, item.binary?.['data']?.fileName])).toEqual([
      ['succeeded', 'a2.png'],
    ]);
    await eventually(async () => (await watchOf(id)) === null);
  });

  test('keeps of the input what it is to keep', async () => {
    const { ended } = await suspended(workflowWith(['a'], { itemOptions: { keepJson: true } }));
    pictures.letGo('a');
    expect(n8n.itemsOf(await ended, 'Wait for Job')[0]?.json).toMatchObject({
      name: 'a',
      job: { status: 'succeeded' },
    });
  });
});

describe('a job that fails meanwhile', () => {
  const fail = async ({ ids, ended }: { ids: string[]; ended: Promise<IRun> }) => {
    await engine.jobs.cancel(ids[1] ?? '');
    for (const name of ['a', 'c']) pictures.letGo(name);
    return ended;
  };

  test('stops the workflow', async () => {
    const last = await fail(await suspended(workflowWith(['a', 'b', 'c'])));
    expect(last.status).toBe('error');
    expect(last.data.resultData.error).toMatchObject({
      name: 'NodeOperationError',
      message: 'The job was cancelled.',
      context: { itemIndex: 1 },
    });
    expect(last.data.resultData.runData['Next']).toBeUndefined();
  });

  test('is an error on its own item', async () => {
    const last = await fail(await suspended(workflowWith(['a', 'b', 'c'], {}, { onError: 'continueRegularOutput' })));
    expect(last.status).toBe('success');
    const items = n8n.itemsOf(last, 'Next', 1);
    expect(items.map((item) => [FROM(item), jobOf(item).status])).toEqual([
      ['a', 'succeeded'],
      ['b', 'cancelled'],
      ['c', 'succeeded'],
    ]);
    expect(items[1]?.json['error']).toMatchObject({ kind: 'cancelled', retryable: false });
  });

  test('goes to the error output, with the fields of its own input', async () => {
    const last = await fail(await suspended(workflowWith(['a', 'b', 'c'], {}, { onError: 'continueErrorOutput' })));
    expect(last.status).toBe('success');
    expect(n8n.itemsOf(last, 'Next', 1).map(FROM)).toEqual(['a', 'c']);
    const [failed, ...others] = n8n.itemsOf(last, 'Wait for Job', 1);
    expect(others).toEqual([]);
    expect(failed?.json).toMatchObject({
      name: 'b',
      error: { kind: 'cancelled' },
      details: { job: { status: 'cancelled' } },
    });
  });
});

describe('when the time limit passes', () => {
  const soon = { limitAmount: 0.5, limitUnit: 'seconds' };

  test('it is an error for each item whose job has not ended, which goes on', async () => {
    const { ended, ids } = await suspended(workflowWith(['a', 'b'], soon, { onError: 'continueRegularOutput' }));
    pictures.letGo('b');
    await engine.jobs.ended(ids[1] ?? '', AbortSignal.timeout(30_000));
    const items = n8n.itemsOf(await ended, 'Next', 1);
    expect(items[0]?.json['error']).toMatchObject({
      kind: 'wait_limit_exceeded',
      message: `The job ${ids[0] ?? ''} has not ended within 0.5 seconds: it goes on in the background. Raise the time limit of the wait, or convert a shorter part.`,
    });
    expect(items[0]?.json['job']).toMatchObject({ id: ids[0], status: 'processing' });
    expect([items[1]?.json['error'], items[1]?.binary?.['data']?.fileName]).toEqual([undefined, 'b.png']);
    expect((await engine.jobs.get(ids[0] ?? '')).status).toBe('processing');
  });

  test('it stops the workflow', async () => {
    const last = await (await suspended(workflowWith(['a'], soon))).ended;
    expect([last.status, last.data.resultData.error?.message]).toEqual([
      'error',
      expect.stringMatching(/^The job job_\S+ has not ended within 0.5 seconds: it goes on in the background\.$/),
    ]);
  });

  test('it goes on with what is known', async () => {
    const { ended, ids } = await suspended(workflowWith(['a', 'b'], { ...soon, onLimit: 'continue' }));
    pictures.letGo('a');
    const last = await ended;
    expect(last.status).toBe('success');
    expect(
      n8n
        .itemsOf(last, 'Next', 1)
        .map((item) => [jobOf(item).id, jobOf(item).status, item.json['error'], item.binary?.['data']?.fileName]),
    ).toEqual([
      [ids[0], 'succeeded', undefined, 'a.png'],
      [ids[1], 'processing', undefined, undefined],
    ]);
  });

  test('it cancels the jobs', async () => {
    const { ended, ids } = await suspended(
      workflowWith(['a'], { ...soon, onLimit: 'cancel' }, { onError: 'continueRegularOutput' }),
    );
    const [item] = n8n.itemsOf(await ended, 'Next', 1);
    expect(item?.json).toMatchObject({
      error: { kind: 'wait_limit_exceeded', message: expect.stringContaining('it was cancelled') as string },
      job: { id: ids[0], status: 'cancelled' },
    });
    expect((await engine.jobs.get(ids[0] ?? '')).status).toBe('cancelled');
  });
});

describe('without being put away', () => {
  const run = (names: string[], parameters: IDataObject, settings?: Partial<INode>) =>
    n8n.run(workflowWith(names, parameters, settings));

  test('a limit that is shorter than it would take to put it away', async () => {
    const last = await run(['a'], { limitAmount: 0, onLimit: 'continue' }).ended;
    expect([last.status, jobOf(n8n.itemsOf(last, 'Next', 1)[0]).status]).toEqual([
      'success',
      expect.stringMatching(/queued|processing/),
    ]);
  });

  test('checked once, a job is given as it is now', async () => {
    const last = await run(['a'], { operation: 'once' }).ended;
    expect([last.status, jobOf(n8n.itemsOf(last, 'Next', 1)[0]).status]).toEqual([
      'success',
      expect.stringMatching(/queued|processing/),
    ]);
  });

  test('nobody waits for the others when one has failed already and the workflow stops at that', async () => {
    const workflow = workflowWith(['a', 'b'], { jobId: '={{ $json.name === "b" ? "job_nowhere" : $json.job.id }}' });
    const last = await n8n.run(workflow).ended;
    expect([last.status, last.data.resultData.error?.message]).toEqual(['error', 'There is no job job_nowhere.']);
  });
});

describe('stopping the execution while it waits in memory', () => {
  const stop = async (onLimit: string) => {
    const patient = workflowWith(['a'], { onLimit });
    patient.nodes = patient.nodes.map((node) =>
      node.name === 'Wait for Job' ? { ...node, type: 'n8n-nodes-media-jobs.waitForJob' } : node,
    );
    const execution = n8n.run(patient);
    await eventually(async () => pictures.held().includes('a'));
    execution.cancel();
    const run = await execution.ended;
    const { id } = jobOf(n8n.itemsOf(run, 'Create Job')[0]);
    return { run, id };
  };

  test('leaves the jobs running', async () => {
    const { run, id } = await stop('error');
    expect([run.status, run.data.resultData.error?.message]).toEqual([
      'canceled',
      'The execution was canceled; its jobs go on in the background',
    ]);
    expect((await engine.jobs.get(id)).status).toBe('processing');
  });

  test('cancels them where the time limit would', async () => {
    const { run, id } = await stop('cancel');
    expect([run.status, run.data.resultData.error?.message]).toEqual([
      'canceled',
      'The execution was canceled; its jobs have been cancelled',
    ]);
    expect((await engine.jobs.get(id)).status).toBe('cancelled');
  });
});
