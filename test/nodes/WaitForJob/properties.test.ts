import { NodeHelpers } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';
import { WaitForJob } from '../../../nodes/WaitForJob/WaitForJob.node';

const { description } = new WaitForJob();

test('the names of parameters, which stand in saved workflows, are these', () => {
  expect([...new Set(description.properties.map(({ name }) => name))]).toEqual([
    'backend',
    'mode',
    'jobId',
    'limitAmount',
    'limitUnit',
    'onLimit',
    'limit',
    'filters',
    's3Storage',
    'stagedInput',
    'outputBinaryPropertyName',
    'outputFileName',
    'hlsOutput',
    'output',
    'outputFields',
    'itemOptions',
  ]);
});

test('what it does when nothing is set: wait a day for the jobs of the items, and fail then', () => {
  expect(
    Object.fromEntries(description.properties.map(({ name, default: value }) => [name, value as unknown])),
  ).toMatchObject({
    backend: 'local',
    s3Storage: 'none',
    stagedInput: '={{ $json.job.staged_input }}',
    mode: 'wait',
    jobId: '={{ $json.job.id }}',
    limitAmount: 24,
    limitUnit: 'hours',
    onLimit: 'error',
    hlsOutput: 'files',
  });
});

test('limits are shown only where there is one', () => {
  for (const name of ['limitAmount', 'limitUnit', 'onLimit'])
    expect(description.properties.find((each) => each.name === name)?.displayOptions).toEqual({
      show: { mode: ['wait'] },
    });
});

test.each([
  ['wait', ['jobId', 'limitAmount', 'limitUnit', 'onLimit', 'outputBinaryPropertyName', 'outputFileName', 'hlsOutput']],
  ['once', ['jobId', 'outputBinaryPropertyName', 'outputFileName', 'hlsOutput']],
  ['list', ['limit', 'filters']],
  ['cancel', ['jobId']],
  ['retry', ['jobId']],
])('%s shows the fields that apply to it', (mode, names) => {
  const node = { name: 'Wait for Job', typeVersion: 2 } as INode;
  const all = NodeHelpers.getNodeParameters(description.properties, { mode }, true, false, node, description) ?? {};
  const shown = description.properties.filter((field) => NodeHelpers.displayParameter(all, field, node, description));
  const always = ['backend', 'mode', 'output', 'itemOptions'];
  expect(shown.map(({ name }) => name).filter((name) => !always.includes(name))).toEqual(names);
});

test('version 1 has the two modes that it had', () => {
  const [before, since] = description.properties.filter(({ name }) => name === 'mode');
  expect([before?.displayName, before?.options]).toMatchObject(['Mode', [{ value: 'wait' }, { value: 'once' }]]);
  expect(since?.options?.map((option) => 'value' in option && option.value)).toEqual([
    'cancel',
    'once',
    'list',
    'retry',
    'wait',
  ]);
});

test('it can be called back, under a path of its own', () => {
  expect(description.webhooks).toMatchObject([
    { httpMethod: 'POST', restartWebhook: true, isFullPath: true, path: 'media-jobs', responseData: '' },
  ]);
});

test('loading the node loads nothing that looks for jobs', () => {
  expect(
    Object.keys(require.cache).filter((file) =>
      /src\/(jobs|pipeline\/(run|ffmpeg|net|storage\/(?!storages|\w+\/scheme|s3\/s3(?:Limits|Address))|images|inspect))|nodes\/WaitForJob\/(waitForJobs|lookAgain|suspension|waitedJobs)/.test(
        file,
      ),
    ),
  ).toEqual([]);
  expect(Object.keys(require.cache).some((file) => file.includes('nodes/WaitForJob/properties'))).toBe(true);
});
