import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IWebhookFunctions } from 'n8n-workflow';
import { sharedEngine } from '../../../nodes/background/sharedEngine';
import { lookAgain } from '../../../nodes/WaitForJob/lookAgain';
import type { Engine } from '../../../src/jobs/engine';
import { anOrder, storeOf } from '../../support/engine';

const folder = mkdtempSync(join(tmpdir(), 'media-jobs-home-'));
let engine: Engine;
beforeAll(async () => {
  process.env['MEDIA_JOBS_HOME'] = folder;
  engine = await sharedEngine();
});
afterAll(async () => {
  await engine.stop();
  delete process.env['MEDIA_JOBS_HOME'];
  rmSync(folder, { recursive: true, force: true });
});

const calledWith = (runExecutionData: unknown, name = 'Wait for Job') =>
  lookAgain({ runExecutionData, getNode: () => ({ name }), getExecutionId: () => '7' } as unknown as IWebhookFunctions);
const data = (node: object, context: object = {}, more: object = {}) => ({
  executionData: {
    contextData: { 'node:Wait for Job': context },
    nodeExecutionStack: [
      { node: { name: 'Wait for Job', disabled: true, ...node }, data: { main: [[{ json: {} }]] }, ...more },
    ],
  },
});
const waiting = { waiting: { limitAt: 0, jobs: [], backend: 'local' } };

test('a call wakes what is as expected', async () => {
  const given = data({}, waiting);
  expect(await calledWith(given)).toEqual({ webhookResponse: { resumed: true }, workflowData: [[{ json: {} }]] });
  expect(given.executionData.nodeExecutionStack[0]?.node.disabled).toBe(false);
});

test('a call wakes it when its jobs have ended or are not there, or its limit has passed, and not before', async () => {
  const { id } = await engine.jobs.create(anOrder());
  const resumed = async (limitAt: number, jobs: string[]) =>
    (await calledWith(data({}, { waiting: { limitAt, jobs, backend: 'local' } }))).webhookResponse as unknown;
  expect(await resumed(Date.now() + 60_000, [id])).toEqual({ resumed: false });
  expect(await resumed(Date.now() - 1, [id])).toEqual({ resumed: true });
  expect(await resumed(Date.now() + 60_000, ['job_nowhere'])).toEqual({ resumed: true });
  await engine.jobs.cancel(id);
  await engine.jobs.ended(id, AbortSignal.timeout(30_000));
  expect(await resumed(Date.now() + 60_000, [id, 'job_nowhere'])).toEqual({ resumed: true });
});

test.each([
  ['no data of the execution', undefined],
  ['no stack', { executionData: {} }],
  ['an empty stack', { executionData: { nodeExecutionStack: [] } }],
  ['another node on the stack', data({ name: 'Other' }, waiting)],
  ['a node that would be run anyhow', data({ disabled: false }, waiting)],
  ['no input', data({}, waiting, { data: {} })],
  ['nothing that is waited for', data({})],
])('a call leaves the execution waiting where n8n has %s', async (_, given) => {
  expect(await calledWith(given)).toEqual({ webhookResponse: { resumed: false } });
});

test('a call never fails', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation();
  const get = jest.spyOn(storeOf(engine).reader, 'get').mockImplementation(async () => {
    throw new Error('the disk is on fire');
  });
  expect(
    await calledWith(data({}, { waiting: { limitAt: Date.now() + 60_000, jobs: ['job_x'], backend: 'local' } })),
  ).toEqual({ webhookResponse: { resumed: false } });
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('the disk is on fire'));
  for (const mock of [get, warn]) mock.mockRestore();
});
