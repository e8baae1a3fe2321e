import { rm } from 'node:fs/promises';
import type { IDataObject, IExecuteFunctions, INode, INodeType } from 'n8n-workflow';
import { sharedEngine } from '../../nodes/background/sharedEngine';
import type { Engine } from '../../src/jobs/engine';
import { placeOnWeb } from '../../src/pipeline/storage/place';
import { fixture } from '../fixtures';
import { fileItem, jobOf, testEngine, thenAlso, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { eventually } from '../support/processes';
import { storeOf } from '../support/engine';

/** Sends its item back to its first output three times. */
const again: INodeType = {
  description: {
    displayName: 'Again',
    name: 'again',
    group: ['transform'],
    version: 1,
    description: '',
    defaults: { name: 'Again' },
    inputs: ['main'],
    outputs: ['main', 'main'],
    properties: [],
  },
  async execute(this: IExecuteFunctions) {
    const run = this.evaluateExpression('{{ $runIndex }}', 0) as number;
    return run < 2 ? [this.getInputData(), []] : [[], this.getInputData()];
  },
};

let n8n: TestEngine;
let engine: Engine;
beforeAll(async () => {
  n8n = await testEngine('filesystem', { again });
  engine = await sharedEngine();
});
afterAll(() => n8n.stop());
const argv = process.argv;
afterEach(() => {
  process.argv = argv;
  delete process.env['EXECUTIONS_MODE'];
});

const image = (more: IDataObject = {}): IDataObject => ({
  kind: 'image',
  options: { format: 'png', width: '64' },
  waitForCompletion: false,
  ...more,
});
const idsOf = async () => (await engine.jobs.list({ limit: 1000 })).map(({ id }) => id);

describe('Create Job without waiting', () => {
  test('answers at once with the queued job of each item', async () => {
    const items = [
      fileItem(await fixture('card-16x9.jpg'), { n: 0 }),
      fileItem(await fixture('card-4x3.png'), { n: 1 }),
    ];
    const run = await n8n.run(workflowOf(items, image({ itemOptions: { keepJson: true } }))).ended;
    const made = n8n.itemsOf(run, 'Create Job');
    expect(made.map(({ json, pairedItem, binary }) => [json['n'], pairedItem, binary])).toEqual([
      [0, { item: 0 }, undefined],
      [1, { item: 1 }, undefined],
    ]);
    expect(made.map((item) => jobOf(item))).toMatchObject([
      { status: 'queued', input: 'card-16x9.jpg', attempts: { made: 0 } },
      { status: 'queued', input: 'card-4x3.png' },
    ]);
    expect(run.data.resultData.runData['Create Job']?.[0]?.hints).toMatchObject([
      { type: 'info', message: expect.stringMatching(/Wait for Job node.*Webhook Trigger/) as string },
    ]);
    for (const item of made)
      expect((await engine.jobs.ended(jobOf(item).id, AbortSignal.timeout(30_000))).status).toBe('succeeded');
  });

  test('the job has its input even when n8n has deleted the execution with its files', async () => {
    await engine.jobs.create({
      request: { kind: 'image', options: {}, metadata: {} },
      input: { place: placeOnWeb('http://127.0.0.1:1/held') },
      priority: 9,
    });
    const run = await n8n.run(workflowOf([fileItem(await fixture('card-16x9.jpg'))], image())).ended;
    await rm(n8n.pathOf(n8n.itemsOf(run, 'Read Files')[0]?.binary?.['data']));
    const job = await engine.jobs.ended(jobOf(n8n.itemsOf(run, 'Create Job')[0]).id, AbortSignal.timeout(30_000));
    expect(job.status).toBe('succeeded');
  });

  test('the other files of the item go on where that is wanted', async () => {
    const run = await n8n.run(
      workflowOf([fileItem(await fixture('card-16x9.jpg'))], image({ itemOptions: { keepBinary: true } })),
    ).ended;
    expect(n8n.itemsOf(run, 'Create Job')[0]?.binary?.['data']?.fileName).toBe('card-16x9.jpg');
  });

  test('what is set for the job is kept with it', async () => {
    const jobOptions = {
      priority: 7,
      timeLimit: 2.5,
      webhookUrl: 'https://hooks.example/jobs',
      idempotencyKey: '={{ "order-" + $json.n }}',
    };
    const run = await n8n.run(workflowOf([fileItem(await fixture('card-16x9.jpg'), { n: 12 })], image({ jobOptions })))
      .ended;
    const { id, webhook_url } = jobOf(n8n.itemsOf(run, 'Create Job')[0]);
    expect(webhook_url).toBe('https://hooks.example/jobs');
    expect(await storeOf(engine).reader.get(id)).toMatchObject({
      priority: 7,
      timeLimit: 150_000,
      webhookUrl: 'https://hooks.example/jobs',
    });
    expect((await storeOf(engine).reader.byKey('order-12'))?.id).toBe(id);
  });

  test.each([
    [{ timeLimit: 0 }, '"Time Limit (Minutes)" must be a number from 0.1 to 10,080 (given: 0).'],
    [{ timeLimit: 'soon' }, '"Time Limit (Minutes)" must be a number from 0.1 to 10,080 (given: "soon").'],
    [
      { webhookUrl: 'hooks.example' },
      '"Webhook URL" must be an address that starts with http:// or https:// (given: "hooks.example").',
    ],
    [
      { webhookUrl: 'http://' },
      '"Webhook URL" must be an address that starts with http:// or https:// (given: "http://").',
    ],
    [{ priority: 5000 }, '"Priority" must be a number from -100 to 100 (given: 5000).'],
  ])('%j is refused', async (jobOptions, message) => {
    const { error } = (
      await n8n.run(workflowOf([fileItem(await fixture('card-16x9.jpg'))], image({ jobOptions }))).ended
    ).data.resultData;
    expect(error?.message).toBe(message);
  });

  test('a key that was used for another request is an error', async () => {
    const jobOptions = { idempotencyKey: 'used' };
    await n8n.run(workflowOf([fileItem(await fixture('card-16x9.jpg'))], image({ jobOptions }))).ended;
    const { error } = (
      await n8n.run(
        workflowOf([fileItem(await fixture('card-16x9.jpg'))], image({ jobOptions, options: { width: '32' } })),
      ).ended
    ).data.resultData;
    expect(error?.message).toMatch(/^The idempotency key "used" belongs to another request: the job job_/);
  });
});

describe('the key that a job gets by itself', () => {
  test('is the same when n8n tries the node again, so that there is one job', async () => {
    const before = await idsOf();
    const workflow = workflowOf([fileItem(await fixture('card-16x9.jpg')), { json: {} }], image(), {
      retryOnFail: true,
      maxTries: 3,
      waitBetweenTries: 1,
    });
    const create = jest.spyOn(engine.jobs, 'create');
    const run = await n8n.run(workflow).ended;
    expect(run.data.resultData.error?.message).toMatch(/no binary field 'data'/);
    expect(create).toHaveBeenCalledTimes(3);
    expect((await idsOf()).filter((id) => !before.includes(id))).toHaveLength(1);
    create.mockRestore();
  });

  test('is another one each time in a loop', async () => {
    const before = await idsOf();
    const workflow = thenAlso(
      workflowOf([fileItem(await fixture('card-16x9.jpg'))], image({ itemOptions: { keepBinary: true } })),
      { name: 'Again', type: 'again' },
    );
    workflow.connections['Again'] = { main: [[{ node: 'Create Job', type: 'main', index: 0 }]] };
    const run = await n8n.run(workflow).ended;
    expect(run.status).toBe('success');
    expect(run.data.resultData.runData['Create Job']).toHaveLength(3);
    expect((await idsOf()).filter((id) => !before.includes(id))).toHaveLength(3);
  });

  test('is another one for each item, though they ask for the same', async () => {
    const before = await idsOf();
    const source = fileItem(await fixture('card-16x9.jpg'));
    await n8n.run(workflowOf([source, source], image())).ended;
    expect((await idsOf()).filter((id) => !before.includes(id))).toHaveLength(2);
  });

  test('is another one in the next execution', async () => {
    const before = await idsOf();
    const workflow = workflowOf([fileItem(await fixture('card-16x9.jpg'))], image());
    await n8n.run(workflow).ended;
    await n8n.run(workflow).ended;
    expect((await idsOf()).filter((id) => !before.includes(id))).toHaveLength(2);
  });
});

describe('where nobody would look after the job', () => {
  const create = async (settings: Partial<INode> = {}) =>
    n8n.run(workflowOf([fileItem(await fixture('card-16x9.jpg'))], image(), settings)).ended;

  test('a worker of queue mode without its main process refuses it in words, and creates nothing', async () => {
    const before = await idsOf();
    process.argv = ['node', '/app/bin/n8n', 'worker'];
    process.env['EXECUTIONS_MODE'] = 'queue';
    const { error } = (await create()).data.resultData;
    expect(error?.message).toMatch(/^Jobs in the background are not possible here: n8n runs in queue mode/);
    expect((error as { description?: string }).description).toMatch(/MEDIA_JOBS_HOME/);
    expect(await idsOf()).toEqual(before);
  });

  test('"n8n execute" alone does so too, and its error can be taken up', async () => {
    process.argv = ['node', '/app/bin/n8n', 'execute', '--id=7'];
    const [item] = n8n.itemsOf(await create({ onError: 'continueRegularOutput' }), 'Create Job');
    expect(item?.json['error']).toMatchObject({
      kind: 'background_refused',
      message: expect.stringContaining('"n8n execute" ends with the workflow') as string,
    });
  });
});

test('a time limit ends a job that is waited for, too', async () => {
  const parameters = {
    kind: 'video',
    options: { format: 'webm', codec: 'vp9', quality: 'very_high', width: '3840' },
    jobOptions: { timeLimit: 0.1 },
  };
  // In the table of limits it is 0.1 minutes at least: long enough to have begun.
  const [item] = n8n.itemsOf(
    await n8n.run(workflowOf([fileItem(await fixture('clip.mov'))], parameters, { onError: 'continueRegularOutput' }))
      .ended,
    'Create Job',
  );
  expect(item?.json).toMatchObject({
    error: { kind: 'time_limit_exceeded', task: 'video', retryable: false },
    job: { status: 'failed', error: { kind: 'time_limit_exceeded' } },
  });
  await eventually(async () => (await n8n.leftovers()).length === 0);
});
