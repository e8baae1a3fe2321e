import { NodeHelpers } from 'n8n-workflow';
import type { INode, INodeCredentialDescription, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { WebhookTrigger } from '../../../nodes/WebhookTrigger/WebhookTrigger.node';
import { EVENT_TYPES } from '../../../src/jobs/store/event';
import { KIND_NAMES } from '../../../src/pipeline/kinds';

const { description } = new WebhookTrigger();
const node: INode = {
  id: '1',
  name: 'Webhook Trigger',
  type: 'webhookTrigger',
  typeVersion: 1,
  position: [0, 0],
  parameters: {},
  webhookId: 'uuid',
};

const shownFor = (source: string) => {
  const shown = (item: INodeProperties | INodeCredentialDescription) =>
    NodeHelpers.displayParameter({ source }, item, node, description);
  return {
    notices: description.properties.filter((property) => property.type === 'notice' && shown(property)),
    credentials: (description.credentials ?? []).filter(shown),
  };
};
const propertyOf = (name: string) =>
  description.properties.find((property) => property.name === name) as INodeProperties;
const valuesOf = ({ options = [] }: INodeProperties) => (options as INodePropertyOptions[]).map(({ value }) => value);

test('the names of parameters, which stand in saved workflows, are these', () => {
  expect(description.properties.map(({ name }) => name)).toEqual([
    'source',
    'localNotice',
    'standardNotice',
    'ittybitNotice',
    'swiftiaNotice',
    'events',
    'filters',
  ]);
  expect((propertyOf('filters').options as INodeProperties[]).map(({ name }) => name)).toEqual([
    'kinds',
    'metadata',
    'statuses',
  ]);
});

test.each([
  ['local', []],
  ['standard', [['mediaWebhookSecretApi', true]]],
  [
    'ittybit',
    [
      ['mediaWebhookSecretApi', true],
      ['ittybitApi', false],
    ],
  ],
  [
    'swiftia',
    [
      ['mediaWebhookSecretApi', true],
      ['swiftiaApi', true],
    ],
  ],
])('for %s there is one notice of what to do with the address, and the credentials %j', (source, credentials) => {
  expect(valuesOf(propertyOf('source'))).toContain(source);
  const shown = shownFor(source);
  expect(shown.notices.map(({ displayName }) => displayName)).toEqual([expect.stringContaining('Webhook URLs')]);
  expect(shown.credentials.map(({ name, required }) => [name, required])).toEqual(credentials);
});

test('the notice for Swiftia shows how the address ends', () => {
  const [notice] = shownFor('swiftia').notices;
  const path = description.webhooks?.[0]?.path as string;
  const url = NodeHelpers.getNodeWebhookUrl('https://n8n.example/webhook', 'workflow', node, path);
  const [, ending = ''] = /ends like <code>…(.*?)<\/code>/.exec(notice?.displayName ?? '') ?? [];
  expect(ending.endsWith('?token=SECRET')).toBe(true);
  expect(url.endsWith(ending.replace('?token=SECRET', ''))).toBe(true);
});

test('every event that this package sends can be chosen, and every kind', () => {
  expect(valuesOf(propertyOf('events'))).toEqual(expect.arrayContaining([...EVENT_TYPES]));
  expect(valuesOf(propertyOf('events'))).toEqual(expect.arrayContaining(propertyOf('events').default as string[]));
  expect(valuesOf((propertyOf('filters').options as INodeProperties[])[0] as INodeProperties)).toEqual(
    expect.arrayContaining(KIND_NAMES),
  );
});

test('n8n answers with what the node says, and not with the item', () => {
  expect(description.webhooks).toEqual([
    expect.objectContaining({ httpMethod: 'POST', responseMode: 'onReceived', responseData: '' }),
  ]);
});
