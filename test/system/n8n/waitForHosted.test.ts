import type { INodeExecutionData } from 'n8n-workflow';
import type { Job } from '../../../src/pipeline/job';
import { fixture } from '../../fixtures';
import { heldServer } from '../../support/heldServer';
import type { HeldServer } from '../../support/heldServer';
import { itemsOf } from '../../support/n8nApi';
import { useN8n } from '../../support/n8nServer';
import { createJob, inARow, webhook } from '../../support/n8nWorkflow';
import type { NodeToRun } from '../../support/n8nWorkflow';
import { eventually } from '../../support/processes';
import { servedCli } from '../../support/servedCli';
import type { ServedCli } from '../../support/servedCli';

const n8n = useN8n();

let pictures: HeldServer;
let server: ServedCli;
beforeAll(async () => {
  pictures = await heldServer(await fixture('card-16x9.jpg'));
  server = await servedCli();
});
afterAll(async () => {
  await server.stop();
  await pictures.close();
});

const jobOf = (item: INodeExecutionData | undefined): Job => item?.json['job'] as unknown as Job;

test('a job of a server elsewhere is waited for through a crash of n8n, and the next node gets its result', async () => {
  const ittybitApi = { id: await n8n().importCredential({ name: 'Our server', type: 'ittybitApi', data: { apiKey: server.key, baseUrl: server.url } }), name: 'Our server' };
  const create = createJob({ backend: 'ittybit', kind: 'image', options: { width: '64' }, inputSource: 'url', url: pictures.url('held.jpg'), waitForCompletion: false }, { credentials: { ittybitApi } });
  const wait: NodeToRun = { name: 'Wait for Job', type: 'n8n-nodes-media-jobs.waitForJob', parameters: { backend: 'ittybit', output: 'full' }, credentials: { ittybitApi } };
  const next: NodeToRun = { name: 'Next', type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters: { includeOtherFields: true, assignments: { assignments: [{ id: '1', name: 'of', type: 'string', value: "={{ $('Webhook').item.json.body.name }}" }] }, options: {} } };
  const workflow = await n8n().importWorkflow(inARow('hosted', [webhook('hosted'), create, wait, next]));
  await n8n().activate(workflow);
  await n8n().webhook('hosted', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"seven"}' });
  const { id } = await eventually(async () => (await n8n().executions(workflow))[0]);
  const waiting = await n8n().executionThatIs(id, 'waiting', 'error');
  expect([waiting.status, waiting.waitTill]).toEqual(['waiting', '3000-01-01T00:00:00.000Z']);
  const [queued] = itemsOf(waiting, 'Create Job').map(jobOf);
  expect(JSON.stringify(waiting)).not.toContain(server.key);

  await n8n().kill9();
  await n8n().restart();
  expect((await n8n().execution(id)).status).toBe('waiting');
  pictures.letGo('held.jpg');
  await server.ended(queued?.id ?? '');

  const execution = await n8n().ended(id);
  expect([execution.status, execution.data.resultData.error?.message]).toEqual(['success', undefined]);
  const [item, ...others] = itemsOf(execution, 'Next');
  expect(others).toEqual([]);
  expect([item?.json['of'], jobOf(item).id, jobOf(item).status, item?.binary?.['data']?.fileName]).toEqual(['seven', queued?.id, 'succeeded', 'held.jpg']);
  expect((await n8n().file(item?.binary?.['data'])).subarray(0, 2).toString('hex')).toBe('ffd8');
});
