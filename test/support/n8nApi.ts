import type { ExecutionStatus, IBinaryData, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';
import type { WorkflowJson } from '../../scripts/n8n-engine.mts';
import { N8nClient } from '../../scripts/n8n/client.mts';
import { eventually } from './processes';

/** An execution as n8n keeps it. */
export interface N8nExecutionSummary {
  id: string;
  workflowId: string;
  status: ExecutionStatus;
  mode: string;
  startedAt: string;
  stoppedAt: string | null;
  /** Until when it waits; null when it does not. */
  waitTill: string | null;
}

export interface N8nExecution extends N8nExecutionSummary {
  /** Items and errors of all nodes that have run. */
  data: IRunExecutionData;
}

/** Items that a node gave in its last run, on one of its outputs. */
export function itemsOf({ data }: N8nExecution, node: string, output = 0): INodeExecutionData[] {
  return data.resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [];
}

/** What tests do with an n8n, over HTTP. Everything but `webhook` throws unless n8n answers well. */
export class N8nApi extends N8nClient {
  /** Starts to listen to the workflow's triggers. n8n does so some time after its answer: when this ends it listens. */
  async activate(workflowId: string): Promise<void> {
    await this.ask(`/api/v1/workflows/${workflowId}/activate`, { method: 'POST' });
    await this.published(workflowId, 'published');
  }

  async deactivate(workflowId: string): Promise<void> {
    await this.ask(`/api/v1/workflows/${workflowId}/deactivate`, { method: 'POST' });
    await this.published(workflowId, 'not_published');
  }

  private async published(workflowId: string, wanted: 'published' | 'not_published'): Promise<void> {
    await eventually(async () => {
      const { data } = await this.ask<{ data: { status: string; triggers: { errorMessage: string | null }[] } }>(
        `/rest/workflows/${workflowId}/publication-status`,
      );
      if (/failed|partial/.test(data.status))
        throw new Error(
          `n8n cannot listen to the triggers: ${data.triggers.map(({ errorMessage }) => errorMessage).join(' ')}`,
        );
      return data.status === wanted;
    });
  }

  /** Calls an active workflow's Webhook node; whatever the answer. */
  webhook(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`${this.url}/webhook/${path}`, init);
  }

  /** Starts a workflow at its Manual Trigger, as the editor's button does. @returns the execution's id */
  async run(workflowId: string): Promise<string> {
    const { nodes } = await this.ask<WorkflowJson>(`/api/v1/workflows/${workflowId}`);
    const trigger = nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
    if (trigger === undefined) throw new Error(`Workflow ${workflowId} has no Manual Trigger`);
    const { data } = await this.ask<{ data: { executionId: string } }>(`/rest/workflows/${workflowId}/run`, {
      method: 'POST',
      body: { triggerToStartFrom: { name: trigger.name } },
    });
    return data.executionId;
  }

  execution(id: string): Promise<N8nExecution> {
    return this.ask<N8nExecution>(`/api/v1/executions/${id}?includeData=true`);
  }

  /** Those of a workflow, running and ended, the latest first. */
  async executions(workflowId: string): Promise<N8nExecutionSummary[]> {
    const filter = new URLSearchParams({ filter: JSON.stringify({ workflowId }) }).toString();
    return (await this.ask<{ data: { results: N8nExecutionSummary[] } }>(`/rest/executions?${filter}`)).data.results;
  }

  /** The execution as soon as it has come to one of these. @throws Error when that does not happen within half a minute */
  async executionThatIs(id: string, ...statuses: ExecutionStatus[]): Promise<N8nExecution> {
    await eventually(async () => statuses.includes((await this.ask<N8nExecution>(`/api/v1/executions/${id}`)).status));
    return this.execution(id);
  }

  /** The execution as soon as it has ended, in whatever way. */
  ended(id: string): Promise<N8nExecution> {
    return this.executionThatIs(id, 'success', 'error', 'canceled', 'crashed');
  }

  /** What the editor's stop button does. */
  async stopExecution(id: string): Promise<void> {
    await this.ask(`/rest/executions/${id}/stop`, { method: 'POST' });
  }

  /** The bytes of a file that an item holds. */
  async file(binary: IBinaryData | undefined): Promise<Buffer> {
    if (binary?.id === undefined) throw new Error('The item holds no file that n8n has stored');
    const answer = await this.send(
      `/rest/binary-data?${new URLSearchParams({ id: binary.id, action: 'download' }).toString()}`,
    );
    return Buffer.from(await answer.arrayBuffer());
  }
}
