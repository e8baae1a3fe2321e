import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeHelpers } from 'n8n-workflow';
import type { INodeType, IVersionedNodeType } from 'n8n-workflow';
import { CreateJob } from '../../nodes/CreateJob/CreateJob.node';
import { CreateShorts } from '../../nodes/CreateShorts/CreateShorts.node';
import { WaitForJob } from '../../nodes/WaitForJob/WaitForJob.node';
import { WebhookTrigger } from '../../nodes/WebhookTrigger/WebhookTrigger.node';
import type { WorkflowJson } from '../../scripts/n8n-engine.mts';
import { readWorkflow, workflowNames } from '../../scripts/n8n/workflows.mts';
import { ROOT } from '../package/manifest';
import { versionOf } from '../support/n8nWorkflow';

const OURS = Object.fromEntries(
  [CreateJob, CreateShorts, WaitForJob, WebhookTrigger].map((node): [string, INodeType | IVersionedNodeType] => [
    `n8n-nodes-media-jobs.${new node().description.name}`,
    new node(),
  ]),
);

const SAVED = join(ROOT, 'test/fixtures/saved/0.1.0/workflows');

/** Workflows by where they are from: the examples, and what the first version saved. */
const WORKFLOWS: Record<string, () => Promise<WorkflowJson[]>> = {
  'the examples': async () => Promise.all((await workflowNames()).map(readWorkflow)),
  'workflows that 0.1.0 saved': async () =>
    Promise.all(
      (await readdir(SAVED)).map(async (file) => JSON.parse(await readFile(join(SAVED, file), 'utf8')) as WorkflowJson),
    ),
};

// n8n drops without a word what a form does not know or does not show.
test.each(Object.keys(WORKFLOWS))('every parameter in %s is one that its node shows', async (from) => {
  let checked = 0;
  for (const { name, nodes } of (await WORKFLOWS[from]?.()) ?? []) {
    for (const node of nodes) {
      const type = OURS[node.type];
      if (type === undefined) continue;
      const { description } = NodeHelpers.getVersionedNodeType(type, node.typeVersion);
      const kept = NodeHelpers.getNodeParameters(
        description.properties,
        node.parameters,
        true,
        false,
        node,
        description,
      );
      expect({ name, node: node.name, kept }).toMatchObject({ name, node: node.name, kept: node.parameters });
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(8);
});

test('no example has a webhook ID: of two imports n8n would call the first alone', async () => {
  for (const { nodes } of (await WORKFLOWS['the examples']?.()) ?? [])
    expect(nodes.filter((node) => node.webhookId !== undefined).map(({ name }) => name)).toEqual([]);
});

test('the examples are of the newest version, and what 0.1.0 saved is of the first', async () => {
  const versioned = async (from: string) =>
    ((await WORKFLOWS[from]?.()) ?? []).flatMap(({ nodes }) => nodes).filter(({ type }) => versionOf(type) > 1);
  for (const { type, typeVersion } of await versioned('the examples'))
    expect([type, typeVersion]).toEqual([type, versionOf(type)]);
  const saved = (await versioned('workflows that 0.1.0 saved')).map(({ typeVersion }) => typeVersion);
  expect(new Set(saved)).toEqual(new Set([1]));
});
