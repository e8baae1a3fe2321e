import { NodeHelpers } from 'n8n-workflow';
import type { INodeType } from 'n8n-workflow';
import { CreateJob } from '../../nodes/CreateJob/CreateJob.node';
import { CreateShorts } from '../../nodes/CreateShorts/CreateShorts.node';
import { WaitForJob } from '../../nodes/WaitForJob/WaitForJob.node';
import { WebhookTrigger } from '../../nodes/WebhookTrigger/WebhookTrigger.node';
import { readWorkflow, workflowNames } from '../../scripts/n8n/workflows.mts';

const OURS = Object.fromEntries(
  [CreateJob, CreateShorts, WaitForJob, WebhookTrigger].map((node): [string, INodeType] => [
    `n8n-nodes-media-jobs.${new node().description.name}`,
    new node(),
  ]),
);

// n8n drops without a word what a form does not know or does not show.
test('every parameter in the examples is one that its node shows', async () => {
  let checked = 0;
  for (const name of await workflowNames()) {
    for (const node of (await readWorkflow(name)).nodes) {
      const { description } = OURS[node.type] ?? {};
      if (description === undefined) continue;
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
