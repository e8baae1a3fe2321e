import type { INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { createJobIn } from '../support/createJobIn';
import { CreateShorts } from '../../nodes/CreateShorts/CreateShorts.node';
import { waitForJobIn } from '../support/waitForJobIn';
import { WebhookTrigger } from '../../nodes/WebhookTrigger/WebhookTrigger.node';

const nodes: [string, INodeTypeDescription][] = [
  createJobIn(),
  new CreateShorts(),
  waitForJobIn(),
  new WebhookTrigger(),
].map(({ description }) => [description.displayName, description]);

// The editor takes such a field for the choice of a credential, and hides it with all that it depends on.
test.each(nodes)('%s: no field has a credential for each of its values', (_, { credentials = [], properties }) => {
  const withCredential: Record<string, unknown[]> = {};
  for (const { displayOptions } of credentials)
    for (const [name, values = []] of Object.entries(displayOptions?.show ?? {}))
      (withCredential[name] ??= []).push(...(values as unknown[]));
  expect(Object.keys(withCredential)).not.toEqual([]);
  const hidden = properties.filter(
    ({ name, options = [] }) =>
      withCredential[name] !== undefined &&
      (options as INodePropertyOptions[]).every(({ value }) => withCredential[name]?.includes(value)),
  );
  expect(hidden.map(({ name }) => name)).toEqual([]);
});
