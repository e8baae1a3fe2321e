import { fixture } from '../../fixtures';
import type { Job } from '../../../src/pipeline/job/job';
import { heldServer } from '../../support/heldServer';
import type { HeldServer } from '../../support/heldServer';
import { itemsOf } from '../../support/n8nApi';
import { useN8n } from '../../support/n8nServer';
import { createJob, inARow, noOp, webhook } from '../../support/n8nWorkflow';
import type { NodeToRun } from '../../support/n8nWorkflow';
import { eventually } from '../../support/processes';

// Main process and two workers on one machine, which share n8n's folder.
const n8n = useN8n({
  env: { MEDIA_JOBS_ALLOW_HOSTS: '127.0.0.1', N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' },
  workers: 2,
});

let pictures: HeldServer;
let clips: HeldServer;
beforeAll(async () => {
  [pictures, clips] = await Promise.all([
    heldServer(await fixture('card-16x9.jpg')),
    heldServer(await fixture('clip.mov')),
  ]);
});
afterAll(() => Promise.all([pictures.close(), clips.close()]));

const picture = (name: string, more: object = {}) =>
  createJob({ kind: 'image', options: { width: '64' }, inputSource: 'url', url: pictures.url(name), ...more });
const wait: NodeToRun = { name: 'Wait for Job', type: 'n8n-nodes-media-jobs.waitForJob', parameters: {} };

/** Imports and publishes "Webhook → …", and starts it. @returns the execution's id */
async function start(path: string, ...nodes: NodeToRun[]): Promise<string> {
  const workflow = await n8n().importWorkflow(inARow(path, [webhook(path), ...nodes]));
  await n8n().activate(workflow);
  expect((await n8n().webhook(path, { method: 'POST' })).status).toBe(200);
  return (await eventually(async () => (await n8n().executions(workflow))[0])).id;
}

const jobOf = (node: string, execution: Parameters<typeof itemsOf>[0]): Job =>
  itemsOf(execution, node)[0]?.json['job'] as unknown as Job;

test('two jobs that wait in their nodes run on a worker each, at the same time', async () => {
  const ids = await Promise.all([
    start('first', picture('first'), noOp('Next')),
    start('second', picture('second'), noOp('Next')),
  ]);
  await eventually(() => Promise.resolve(pictures.held().includes('first') && pictures.held().includes('second')));
  expect(ids.map((id) => n8n().workerOf(id)).sort()).toEqual([0, 1]);
  for (const name of ['first', 'second']) pictures.letGo(name);
  for (const id of ids) {
    const execution = await n8n().ended(id);
    expect([
      execution.status,
      jobOf('Next', execution).status,
      itemsOf(execution, 'Next')[0]?.binary?.['data']?.mimeType,
    ]).toEqual(['success', 'succeeded', 'image/jpeg']);
  }
});

test('a background job that a worker has created runs in the main process, and its result wakes the execution that waits for it', async () => {
  const id = await start('background', picture('background', { waitForCompletion: false }), wait, noOp('Next'));
  expect((await n8n().executionThatIs(id, 'waiting', 'error')).status).toBe('waiting');
  pictures.letGo('background');
  const execution = await n8n().ended(id);
  expect([execution.status, jobOf('Next', execution).status]).toEqual(['success', 'succeeded']);
  expect((await n8n().file(itemsOf(execution, 'Next')[0]?.binary?.['data'])).subarray(0, 2).toString('hex')).toBe(
    'ffd8',
  );
});

test('stopping an execution ends the ffmpeg of its worker', async () => {
  clips.letGo('long.mov');
  const slow = createJob({
    kind: 'video',
    options: { format: 'webm', codec: 'vp9', quality: 'very_high', width: '3840' },
    inputSource: 'url',
    url: clips.url('long.mov'),
  });
  const id = await start('stopped', slow, noOp('Next'));
  await eventually(async () => (await n8n().processes('ffmpeg')).length > 0);
  const begin = performance.now();
  await n8n().stopExecution(id);
  await eventually(async () => (await n8n().processes('ffmpeg')).length === 0);
  expect(performance.now() - begin).toBeLessThan(5000);
  expect((await n8n().ended(id)).status).toBe('canceled');
  await eventually(async () => (await n8n().leftovers()).length === 0);
});

// The last one: what was there before is under test too.
test('all of n8n restarted while a job waits: the job is begun anew, and the execution goes on', async () => {
  const id = await start('restarted', picture('restarted', { waitForCompletion: false }), wait, noOp('Next'));
  expect((await n8n().executionThatIs(id, 'waiting', 'error')).status).toBe('waiting');
  await eventually(() => Promise.resolve(pictures.held().includes('restarted')));
  await n8n().restart();
  pictures.letGo('restarted');
  const execution = await n8n().ended(id);
  expect([execution.status, jobOf('Next', execution).status]).toEqual(['success', 'succeeded']);
});
