import { copyFile, readFile as read } from 'node:fs/promises';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import type { Job } from '../../../src/pipeline/job/job';
import { fixture } from '../../fixtures';
import { itemsOf } from '../../support/n8nApi';
import { useN8n } from '../../support/n8nServer';
import { createJob, inARow, manualTrigger, noOp, readFile } from '../../support/n8nWorkflow';
import type { NodeToRun } from '../../support/n8nWorkflow';
import { eventually } from '../../support/processes';

const n8n = useN8n();

/** Below n8n's webhooks. */
const PATH = 'told/media-jobs';
const trigger: NodeToRun = {
  name: 'Trigger',
  type: 'n8n-nodes-media-jobs.webhookTrigger',
  webhookId: 'told',
  parameters: { source: 'local' },
};

let told: string;
beforeAll(async () => {
  told = await n8n().importWorkflow(inARow('Told', [trigger, noOp('Next')]));
  await n8n().activate(told);
});

/** Posts a message as the engine would. @param change what somebody else made of the body on its way */
async function post(id: string, { at = Date.now(), change = (body: string) => body } = {}): Promise<Response> {
  const body = JSON.stringify({
    type: 'job.succeeded',
    timestamp: new Date(at).toISOString(),
    data: { id: 'job_1', object: 'job', kind: 'video', status: 'succeeded', output: null, metadata: {} },
  });
  const secret = (await read(join(n8n().folder, '.n8n/media-jobs/webhook-secret'), 'utf8')).trim();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': `${Math.floor(at / 1000)}`,
    'webhook-signature': new Webhook(secret).sign(id, new Date(at), body),
  };
  return n8n().webhook(PATH, { method: 'POST', headers, body: change(body) });
}

test('a job of this n8n starts the workflow when it has ended', async () => {
  const source = join(n8n().files, 'card.mp4');
  await copyFile(await fixture('card-16x9.mp4'), source);
  const create = createJob({
    kind: 'audio',
    waitForCompletion: false,
    jobOptions: { webhookUrl: `${n8n().url}/webhook/${PATH}` },
  });
  const execution = await n8n().ended(
    await n8n().run(await n8n().importWorkflow(inARow('Creates', [manualTrigger, readFile(source), create]))),
  );
  const created = itemsOf(execution, 'Create Job')[0]?.json['job'] as unknown as Job;
  expect(created.status).toBe('queued');

  const started = await eventually(async () => (await n8n().executions(told))[0]);
  const { json } = itemsOf(await n8n().ended(started.id), 'Next')[0] ?? { json: {} };
  expect(json).toMatchObject({
    event: 'job.succeeded',
    backend: 'local',
    job: { id: created.id, status: 'succeeded', kind: 'audio' },
  });
});

test('a webhook that nobody here has signed starts nothing', async () => {
  const before = (await n8n().executions(told)).length;
  const refused = await post('msg_forged', { change: (body) => body.replace('job_1', 'job_2') });
  expect([refused.status, await refused.json()]).toEqual([
    401,
    { error: { kind: 'signature_invalid', message: expect.any(String) as string } },
  ]);
  const late = await post('msg_late', { at: Date.now() - 3_600_000 });
  expect(late.status).toBe(401);
  expect((await n8n().executions(told)).length).toBe(before);
});

test('of twenty that are the same and come at once, one starts the workflow', async () => {
  const before = (await n8n().executions(told)).length;
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('msg_same')));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  await eventually(async () => (await n8n().executions(told)).length > before);
  // What comes later is seen later: by then any second execution would be there.
  await post('msg_other');
  await eventually(async () => (await n8n().executions(told)).length === before + 2);
});
