import { readFile } from 'node:fs/promises';
import type { INodeExecutionData } from 'n8n-workflow';
import type { Job } from '../../../src/pipeline/job/job';
import { fixture } from '../../fixtures';
import { heldServer } from '../../support/heldServer';
import type { HeldServer } from '../../support/heldServer';
import { itemsOf } from '../../support/n8nApi';
import type { N8nExecution } from '../../support/n8nApi';
import { useN8n } from '../../support/n8nServer';
import { createJob, createShorts, inARow, webhook } from '../../support/n8nWorkflow';
import type { NodeToRun } from '../../support/n8nWorkflow';
import { eventually } from '../../support/processes';
import { servedCli } from '../../support/servedCli';
import type { ServedCli } from '../../support/servedCli';
import { KEY, swiftiaDouble } from '../../support/swiftiaDouble';
import type { SwiftiaDouble } from '../../support/swiftiaDouble';

// No address of this machine is allowed: what credentials name is reached all the same.
const n8n = useN8n();

let pictures: HeldServer;
let server: ServedCli;
let clip: Buffer;
const doubles: SwiftiaDouble[] = [];
beforeAll(async () => {
  pictures = await heldServer(await fixture('card-16x9.jpg'));
  server = await servedCli();
  clip = await readFile(await fixture('clip.mp4'));
});
afterAll(async () => {
  await server.stop();
  await pictures.close();
  await Promise.all(doubles.map((double) => double.close()));
});

type Credentials = NonNullable<NodeToRun['credentials']>;

async function credentialsOf(type: string, name: string, data: Record<string, string>): Promise<Credentials> {
  return { [type]: { id: await n8n().importCredential({ name, type, data }), name } };
}

interface AtSwiftia {
  double: SwiftiaDouble;
  credentials: Credentials;
}

/** A Swiftia with a credential of its own, which finds two shorts and has rendered them at the first look. */
async function atSwiftia(name: string): Promise<AtSwiftia> {
  const double = Object.assign(await swiftiaDouble(), {
    course: [{ status: 'COMPLETED', progress: 100 }],
    renderCourse: [{ type: 'done' }],
  });
  doubles.push(double);
  for (const n of [1, 2]) double.results.set(`render_${n}.mp4`, clip);
  return {
    double,
    credentials: await credentialsOf('swiftiaApi', name, {
      apiKey: KEY,
      baseUrl: `${double.origin}/api`,
      plan: 'swift',
    }),
  };
}

const shortsNode = ({ credentials }: AtSwiftia, more: object): NodeToRun =>
  createShorts(
    {
      backend: 'swiftia',
      inputSource: 'url',
      url: 'https://example.com/talk.mp4',
      costOptions: { minutes: 20, spendAtMost: 1 },
      ...more,
    },
    { credentials },
  );

const waitNode = (backend: string, credentials: Credentials): NodeToRun => ({
  name: 'Wait for Job',
  type: 'n8n-nodes-media-jobs.waitForJob',
  parameters: { backend, output: 'full' },
  credentials,
});

/** Calls "Webhook → nodes → Next", whose execution is there when this ends. The items of "Next" say in `of` what was sent. */
async function started(name: string, nodes: NodeToRun[]): Promise<string> {
  const next: NodeToRun = {
    name: 'Next',
    type: 'n8n-nodes-base.set',
    typeVersion: 3.4,
    parameters: {
      includeOtherFields: true,
      assignments: {
        assignments: [{ id: '1', name: 'of', type: 'string', value: "={{ $('Webhook').item.json.body.name }}" }],
      },
      options: {},
    },
  };
  const workflow = await n8n().importWorkflow(inARow(name, [webhook(name), ...nodes, next]));
  await n8n().activate(workflow);
  await n8n().webhook(name, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  return (await eventually(async () => (await n8n().executions(workflow))[0])).id;
}

/** The execution when it has been put away. */
async function putAway(id: string): Promise<N8nExecution> {
  const execution = await n8n().executionThatIs(id, 'waiting', 'error');
  expect([execution.status, execution.waitTill]).toEqual(['waiting', '3000-01-01T00:00:00.000Z']);
  return execution;
}

/** What came to the last node of an execution that went well, without the keys. */
async function arrived(id: string): Promise<INodeExecutionData[]> {
  const execution = await n8n().ended(id);
  expect([execution.status, execution.data.resultData.error?.message]).toEqual(['success', undefined]);
  for (const key of [server.key, KEY]) expect(JSON.stringify(execution)).not.toContain(key);
  return itemsOf(execution, 'Next');
}

const jobOf = (item: INodeExecutionData | undefined): Job => item?.json['job'] as unknown as Job;

/** Both shorts came with their files, and each was paid for once. */
async function expectShorts(items: INodeExecutionData[], of: string, { double }: AtSwiftia): Promise<void> {
  expect(items.map(({ json, binary }) => [json['of'], json['short'], binary?.['data']?.fileName])).toEqual([
    [
      of,
      expect.objectContaining({ title: 'About First', start: 10, end: 40, status: 'succeeded' }),
      '01 About First.mp4',
    ],
    [of, expect.objectContaining({ title: 'About Second', status: 'succeeded' }), '02 About Second.mp4'],
  ]);
  for (const item of items) expect((await n8n().file(item.binary?.['data'])).equals(clip)).toBe(true);
  expect(jobOf(items[0])).toMatchObject({
    status: 'succeeded',
    backend_job_id: 'cm3xg93fi0001',
    cost: {
      estimate: { total: 0.46 },
      charged: { total: 0.93, breakdown: { shortGen: 0.205, youtubeProcessing: 0.72 } },
    },
  });
  expect([double.jobs.size, double.renders.map(({ target }) => target)]).toEqual([1, ['short_1', 'short_2']]);
}

test('Swiftia makes an item for each short of a long video, in a look that the form offers', async () => {
  const swiftia = await atSwiftia('Swiftia');
  const offered = await n8n().ask<{ data: { name: string; value: string }[] }>(
    '/rest/dynamic-node-parameters/options',
    {
      method: 'POST',
      body: {
        path: 'parameters.renderOptions.brandPresetId',
        methodName: 'getBrandPresets',
        nodeTypeAndVersion: { name: 'n8n-nodes-media-jobs.createShorts', version: 1 },
        currentNodeParameters: { backend: 'swiftia' },
        credentials: swiftia.credentials,
      },
    },
  );
  expect(offered.data).toEqual([
    { name: 'Campaign', value: 'brand_2' },
    { name: 'House style', value: 'brand_1' },
  ]);
  await expectShorts(
    await arrived(await started('shorts', [shortsNode(swiftia, { renderOptions: { brandPresetId: 'brand_2' } })])),
    'shorts',
    swiftia,
  );
  expect(
    swiftia.double.asked.filter(({ path }) => path === '/api/render').map(({ body }) => body?.brandPresetId),
  ).toEqual(['brand_2', 'brand_2']);
});

test('jobs of a server elsewhere and of Swiftia are waited for through a crash of n8n, and the next node gets their results', async () => {
  const served = await credentialsOf('ittybitApi', 'Our server', { apiKey: server.key, baseUrl: server.url });
  const swiftia = await atSwiftia('Swiftia, later');
  swiftia.double.course = [{ status: 'PROCESSING', progress: 40 }];
  const [picture, shorts] = await Promise.all([
    started('picture', [
      createJob(
        {
          backend: 'ittybit',
          kind: 'image',
          options: { width: '64' },
          inputSource: 'url',
          url: pictures.url('held.jpg'),
          waitForCompletion: false,
        },
        { credentials: served },
      ),
      waitNode('ittybit', served),
    ]),
    started('later', [shortsNode(swiftia, { waitForCompletion: false }), waitNode('swiftia', swiftia.credentials)]),
  ]);
  const [queued] = itemsOf(await putAway(picture), 'Create Job').map(jobOf);
  expect(itemsOf(await putAway(shorts), 'Create Shorts').map((item) => jobOf(item).status)).toEqual(['processing']);

  await n8n().kill9();
  // Its shorts are found while nobody looks.
  expect([swiftia.double.jobs.size, swiftia.double.renders]).toEqual([1, []]);
  swiftia.double.course = [{ status: 'COMPLETED', progress: 100 }];
  await n8n().restart();
  expect((await n8n().execution(picture)).status).toBe('waiting');
  pictures.letGo('held.jpg');
  await server.ended(queued?.id ?? '');

  const [item, ...others] = await arrived(picture);
  expect(others).toEqual([]);
  expect([item?.json['of'], jobOf(item).id, jobOf(item).status, item?.binary?.['data']?.fileName]).toEqual([
    'picture',
    queued?.id,
    'succeeded',
    'held.jpg',
  ]);
  expect((await n8n().file(item?.binary?.['data'])).subarray(0, 2).toString('hex')).toBe('ffd8');
  await expectShorts(await arrived(shorts), 'later', swiftia);
});
