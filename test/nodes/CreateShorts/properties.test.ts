import { NodeHelpers, Workflow } from 'n8n-workflow';
import type { INode, INodeCredentialDescription, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { CreateShorts } from '../../../nodes/CreateShorts/CreateShorts.node';
import { SwiftiaApi } from '../../../credentials/SwiftiaApi.credentials';
import { planOf, PLANS } from '../../../src/backends/swiftia/plans';
import { PRESETS } from '../../../src/backends/swiftia/renderOrder';

const { description } = new CreateShorts();
const node: INode = {
  id: '1',
  name: 'Create Shorts',
  type: 'createShorts',
  typeVersion: 1,
  position: [0, 0],
  parameters: {},
};
const propertyOf = (name: string) =>
  description.properties.find((property) => property.name === name) as INodeProperties;
const optionsOf = (name: string) => (propertyOf(name).options as INodeProperties[]).map((option) => option.name);
const valuesOf = ({ options = [] }: INodeProperties) => (options as INodePropertyOptions[]).map(({ value }) => value);

test('the names of parameters, which stand in saved workflows, are these', () => {
  expect([...new Set(description.properties.map(({ name }) => name))]).toEqual([
    'backend',
    'inputSource',
    'binaryPropertyName',
    'url',
    'inputAuthentication',
    's3Storage',
    'inputBucket',
    'inputKey',
    'youtubeVideo',
    'stagingBucket',
    'stagingPrefix',
    'jobName',
    'defineShorts',
    'predefinedShorts',
    'predefinedShortsJson',
    'waitForCompletion',
    'outputDestination',
    'outputBucket',
    'outputKey',
    'outputOptions',
    'clipOutput',
    'outputBinaryPropertyName',
    'outputFileName',
    'shortsOptions',
    'pictureOptions',
    'audioOptions',
    'captionOptions',
    'renderOptions',
    'dryRun',
    'costOptions',
    'specifyMetadata',
    'metadata',
    'metadataJson',
    'jobOptions',
    'output',
    'outputFields',
    'itemOptions',
  ]);
  expect(optionsOf('renderOptions')).toEqual([
    'brandPresetId',
    'facePaddingFactor',
    'height',
    'maxSpeakersToFocus',
    'maxWordsInPage',
    'preset',
    'style',
    'waterMark',
    'width',
  ]);
  expect(optionsOf('costOptions')).toEqual(['gigabytes', 'minutes', 'spendAtMost']);
  expect(optionsOf('jobOptions')).toEqual([
    'idempotencyKey',
    'idempotencyKey',
    'priority',
    'timeLimit',
    'webhookUrl',
    'webhookUrl',
  ]);
});

test.each([
  [{ backend: 'local' }, ['timeLimit']],
  [{ backend: 'local', waitForCompletion: false }, ['idempotencyKey', 'priority', 'timeLimit', 'webhookUrl']],
  [{ backend: 'swiftia' }, ['idempotencyKey', 'timeLimit', 'webhookUrl']],
])('with %j the job has the options %j, each once', (parameters, names) => {
  const values = { waitForCompletion: true, ...parameters, jobOptions: {} };
  const shown = (option: INodeProperties) => NodeHelpers.displayParameter({}, option, node, description, values);
  expect((propertyOf('jobOptions').options as INodeProperties[]).filter(shown).map(({ name }) => name)).toEqual(names);
});

test('what is offered is what there is', () => {
  expect(valuesOf(propertyOf('backend'))).toEqual(['swiftia', 'local']);
  expect(valuesOf(propertyOf('inputSource'))).toEqual(['binary', 's3', 'url', 'youtube']);
  const preset = (propertyOf('renderOptions').options as INodeProperties[]).find(
    ({ name }) => name === 'preset',
  ) as INodeProperties;
  expect(valuesOf(preset).sort()).toEqual([...PRESETS].sort());
});

test.each([
  [{ inputSource: 'url' }, ['swiftiaApi', 'mediaWebhookSecretApi']],
  [{ inputSource: 'binary', s3Storage: 's3' }, ['swiftiaApi', 'mediaWebhookSecretApi', 's3']],
  [{ inputSource: 'binary', s3Storage: 'aws' }, ['swiftiaApi', 'mediaWebhookSecretApi', 'aws']],
])('with %j these credentials are asked for: %j', (parameters, names) => {
  const shown = (credential: INodeCredentialDescription) =>
    NodeHelpers.displayParameter({ backend: 'swiftia', ...parameters }, credential, node, description);
  expect((description.credentials ?? []).filter(shown).map(({ name }) => name)).toEqual(names);
});

test.each([
  [{}, ['main', 'ai_languageModel']],
  [{ backend: 'local' }, ['main', 'ai_languageModel']],
  [{ backend: 'swiftia' }, ['main']],
])('with %j it has the inputs %j', (parameters, types) => {
  const nodes = [{ ...node, parameters }];
  const nodeTypes = {
    getByName: () => new CreateShorts(),
    getByNameAndVersion: () => new CreateShorts(),
    getKnownTypes: () => ({}),
  };
  const workflow = new Workflow({ nodes, connections: {}, active: false, nodeTypes });
  const inputs = NodeHelpers.getNodeInputs(workflow, workflow.getNode('Create Shorts') ?? node, description);
  expect(inputs.map((input) => (typeof input === 'string' ? input : input.type))).toEqual(types);
});

test('the credential knows the plans; without one the slowest and dearest counts', () => {
  const plan = new SwiftiaApi().properties.find(({ name }) => name === 'plan') as INodeProperties;
  expect(valuesOf(plan)).toEqual(Object.keys(PLANS));
  expect([planOf('swift'), planOf(undefined), planOf('toString')]).toEqual(['swift', 'free', 'free']);
});
