import type { INode } from 'n8n-workflow';
import { NEWEST, NEWEST_JOB, NEWEST_WAIT } from '../../nodes/versions';
import type { WorkflowJson } from '../../scripts/n8n-engine.mts';
import { inNewestForm } from './newestForm';
import { inCollections } from './optionGroups';

/** A node as a workflow names it; its `name` is what it is called in expressions and in results. */
export interface NodeToRun extends Partial<Omit<INode, 'parameters'>> {
  name: string;
  type: string;
  parameters?: object;
}

/** The newest version of a node of ours, as an editor adds it; of others their first one. */
export function versionOf(type: string): number {
  if (/waitForJob(Tool)?$/.test(type)) return NEWEST_WAIT;
  if (/createJob(Tool)?$/.test(type)) return NEWEST_JOB;
  return /createShorts(Tool)?$|media-jobs\.webhookTrigger$/.test(type) ? NEWEST : 1;
}

/** A workflow of nodes that come one after the other, as the editor would save it. */
export function inARow(name: string, nodes: readonly NodeToRun[]): WorkflowJson {
  return {
    name,
    nodes: nodes.map((node, index) => ({
      id: String(index),
      typeVersion: versionOf(node.type),
      position: [220 * index, 0],
      ...node,
      parameters: { ...node.parameters },
    })),
    connections: Object.fromEntries(
      nodes
        .slice(1)
        .map((next, index) => [nodes[index]?.name ?? '', { main: [[{ node: next.name, type: 'main', index: 0 }]] }]),
    ),
  };
}

export const manualTrigger: NodeToRun = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

/** A Webhook node that takes POST. @param responseMode when it answers: at once, after the last node, or by a Respond to Webhook node */
export const webhook = (
  path: string,
  responseMode: 'onReceived' | 'lastNode' | 'responseNode' = 'onReceived',
): NodeToRun => ({
  name: 'Webhook',
  type: 'n8n-nodes-base.webhook',
  typeVersion: 2,
  webhookId: path,
  parameters: { httpMethod: 'POST', path, responseMode },
});

/** Gives the file of the item's field `data` as the answer to the webhook. */
export const respondWithFile: NodeToRun = {
  name: 'Respond',
  type: 'n8n-nodes-base.respondToWebhook',
  typeVersion: 1.1,
  parameters: { respondWith: 'binary', responseDataSource: 'automatically' },
};

/** Reads files below the server's `files`. */
export const readFile = (path: string): NodeToRun => ({
  name: 'Read File',
  type: 'n8n-nodes-base.readWriteFile',
  parameters: { operation: 'read', fileSelector: path },
});

/** Does nothing: what comes out is what came in. */
export const noOp = (name: string): NodeToRun => ({ name, type: 'n8n-nodes-base.noOp' });

/** The job stands whole in its item; no preset is in use unless one is named. All `options` are given together. */
export const createJob = (parameters: object, more: Partial<NodeToRun> = {}): NodeToRun => ({
  name: 'Create Job',
  type: 'n8n-nodes-media-jobs.createJob',
  parameters: inNewestForm({ output: 'full', ...inCollections({ preset: 'none', ...parameters }) }),
  ...more,
});

export const createShorts = (parameters: object, more: Partial<NodeToRun> = {}): NodeToRun => ({
  name: 'Create Shorts',
  type: 'n8n-nodes-media-jobs.createShorts',
  parameters,
  ...more,
});
