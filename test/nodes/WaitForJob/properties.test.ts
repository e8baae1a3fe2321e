import { NodeHelpers } from 'n8n-workflow';
import type { INode, INodePropertyOptions } from 'n8n-workflow';
import { waitForJobIn } from '../../support/waitForJobIn';

const { description } = waitForJobIn();

const operationsIn = (version: number) => {
  const field = waitForJobIn(version).description.properties.find(
    ({ name }) => name === 'mode' || name === 'operation',
  );
  const options = (field?.options ?? []) as INodePropertyOptions[];
  return { name: field?.name, label: field?.displayName, values: options.map(({ value }) => value), options };
};

test('the names of parameters, which stand in saved workflows, are these', () => {
  expect([...new Set(description.properties.map(({ name }) => name))]).toEqual([
    'backend',
    'operation',
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
    operation: 'wait',
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
      show: { operation: ['wait'] },
    });
});

test.each([
  ['wait', ['jobId', 'limitAmount', 'limitUnit', 'onLimit', 'outputBinaryPropertyName', 'outputFileName', 'hlsOutput']],
  ['once', ['jobId', 'outputBinaryPropertyName', 'outputFileName', 'hlsOutput']],
  ['list', ['limit', 'filters']],
  ['cancel', ['jobId']],
  ['retry', ['jobId']],
])('%s shows the fields that apply to it', (operation, names) => {
  const node = { name: 'Wait for Job', typeVersion: 2 } as INode;
  const all =
    NodeHelpers.getNodeParameters(description.properties, { operation }, true, false, node, description) ?? {};
  const shown = description.properties.filter((field) => NodeHelpers.displayParameter(all, field, node, description));
  const always = ['backend', 'operation', 'output', 'itemOptions'];
  expect(shown.map(({ name }) => name).filter((name) => !always.includes(name))).toEqual(names);
});

test('version 1 has the two modes that it had; version 2 has all operations under that name', () => {
  expect(operationsIn(1)).toMatchObject({ name: 'mode', label: 'Mode', values: ['wait', 'once'] });
  const { values } = operationsIn(2.1);
  expect(operationsIn(2)).toMatchObject({ name: 'mode', label: 'Operation', values });
  expect(values).toEqual(['cancel', 'once', 'list', 'retry', 'wait']);
});

// n8n lists them of a parameter that is called `operation` alone.
test('each operation is an action', () => {
  const { name, options } = operationsIn(2.1);
  expect(name).toBe('operation');
  expect(options.map(({ action }) => action)).toEqual([
    'Cancel a job',
    'Check a job once',
    'List jobs',
    'Retry a job',
    'Wait for a job',
  ]);
});

test('but for that name the versions from 2 on have one form', () => {
  const formOf = (version: number) => JSON.stringify(waitForJobIn(version).description.properties);
  expect(formOf(2).replaceAll('"mode"', '"operation"')).toBe(formOf(2.1));
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
