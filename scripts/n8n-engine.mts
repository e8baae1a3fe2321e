// Runs workflows in this process with n8n-core's own execution engine: real expressions, real binary data, real cancelling.
// Not n8n's are only its surroundings: which node types there are, and the hooks that would write executions to a database.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type * as DiModule from '@n8n/di';
import type * as CoreModule from 'n8n-core';
import type * as WorkflowModule from 'n8n-workflow';
import type {
  IBinaryData,
  IBinaryKeyData,
  IConnections,
  IDataObject,
  IExecuteFunctions,
  INode,
  INodeExecutionData,
  INodeType,
  IVersionedNodeType,
  IRun,
  IWorkflowBase,
  IWorkflowExecuteAdditionalData,
  IWorkflowSettings,
} from 'n8n-workflow';

export interface EngineOptions {
  /** The caller's: n8n-workflow has an ESM build too, and nodes and engine have to share one. */
  require: NodeJS.Require;
  /** Where n8n keeps its files; binary data lies in `.n8n/storage` below it. */
  folder: string;
  nodeTypes: Record<string, INodeType | IVersionedNodeType>;
  /**
   * How n8n keeps binary data: on disk, or in memory as base64 (`default`). `database` hands out streams and no paths, as n8n's
   * database does; here the bytes lie in files.
   */
  binaryMode?: 'filesystem' | 'default' | 'database';
  /** What credentials hold, by their type; a node names in its `credentials` those that it uses. */
  credentials?: Record<string, IDataObject>;
}

/** A workflow as n8n exports it. */
export interface WorkflowJson {
  name: string;
  nodes: INode[];
  connections: IConnections;
  settings?: IWorkflowSettings;
}

export interface Execution {
  id: string;
  /** Never rejects: a failed execution has `data.resultData.error`. */
  ended: Promise<IRun>;
  /** What the stop button does. */
  cancel(): void;
}

export interface Engine {
  /** @param pinned what nodes are to give without being run, as pinned in the editor */
  run(workflow: WorkflowJson, pinned?: Record<string, INodeExecutionData[]>): Execution;
  /**
   * What n8n's server does when the resume address of a waiting execution is called: asks the waiting node, and goes on when it says so. The execution is read
   * anew each time, as from a database.
   * @returns the node's answer, and the execution that goes on, if it does
   */
  call(id: string, waiting: IRun, workflow: WorkflowJson): Promise<{ answer: unknown; goesOn: Execution | null }>;
  /** Items that a node gave on one of its outputs in its last run. */
  itemsOf(run: IRun, node: string, output?: number): INodeExecutionData[];
  /** Where n8n keeps the bytes of a file on disk. */
  pathOf(binary: IBinaryData | undefined): string;
  /** Ends n8n's own timers, so that the process can exit. */
  shutDown(): void;
}

/** The node type that begins a workflow here: makes items with files of this machine as their binary data. */
export const READ_FILES = 'engine.readFiles';

/** One item that READ_FILES makes. */
export interface ItemToRead {
  json?: IDataObject;
  binary?: Record<string, { path: string; fileName?: string; mimeType?: string }>;
}

const readFiles: INodeType = {
  description: {
    displayName: 'Read Files',
    name: 'readFiles',
    group: ['input'],
    version: 1,
    description: 'Reads files of this machine',
    defaults: { name: 'Read Files' },
    inputs: [],
    outputs: ['main'],
    properties: [{ displayName: 'Items', name: 'items', type: 'json', default: '[]' }],
  },
  async execute(this: IExecuteFunctions) {
    const wanted = this.getNodeParameter('items', 0) as unknown as ItemToRead[];
    const items: INodeExecutionData[] = [];
    for (const { json = {}, binary = {} } of wanted) {
      const stored: IBinaryKeyData = {};
      for (const [field, { path, fileName, mimeType }] of Object.entries(binary)) {
        stored[field] = await this.helpers.prepareBinaryData(createReadStream(path), fileName ?? path, mimeType);
      }
      items.push({ json, binary: stored });
    }
    return [items];
  },
};

/** Sets n8n's environment, loads it, and answers what runs workflows in it. One for each process (in jest: each test file). */
export async function startEngine({
  require,
  folder,
  nodeTypes,
  binaryMode = 'filesystem',
  credentials = {},
}: EngineOptions): Promise<Engine> {
  Object.assign(process.env, {
    N8N_USER_FOLDER: folder,
    N8N_ENCRYPTION_KEY: 'a-key-for-this-process-alone',
    N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
    N8N_DEFAULT_BINARY_DATA_MODE: binaryMode,
    N8N_LOG_LEVEL: process.env.N8N_LOG_LEVEL ?? 'silent',
  });
  require('reflect-metadata');
  const { Container } = require('@n8n/di') as typeof DiModule;
  const { BinaryDataService, WorkflowExecute, WebhookContext, ExecutionLifecycleHooks } =
    require('n8n-core') as typeof CoreModule;
  const { NodeHelpers, Workflow } = require('n8n-workflow') as typeof WorkflowModule;

  const binaryData = Container.get(BinaryDataService);
  await binaryData.init();
  if (binaryMode === 'database') binaryData.setManager('database', withoutPaths(require, join(folder, 'database')));

  const known: EngineOptions['nodeTypes'] = { ...nodeTypes, [READ_FILES]: readFiles };
  const typeNamed = (name: string): INodeType | IVersionedNodeType => {
    const type = known[name];
    if (type === undefined) throw new Error(`The workflow names a node type ${name} that is not here`);
    return type;
  };
  const typeOf = (name: string, version?: number): INodeType =>
    NodeHelpers.getVersionedNodeType(typeNamed(name), version);
  let executions = 0;

  const prepare = (json: WorkflowJson, executionId: string) => {
    const base: IWorkflowBase = {
      id: 'workflow',
      active: false,
      isArchived: false,
      createdAt: new Date(0),
      updatedAt: new Date(0),
      activeVersionId: null,
      ...json,
    };
    const workflow = new Workflow({
      id: base.id,
      name: json.name,
      nodes: structuredClone(json.nodes),
      connections: json.connections,
      active: false,
      settings: { executionOrder: 'v1', ...json.settings },
      nodeTypes: {
        getByName: typeNamed,
        getByNameAndVersion: typeOf,
        getKnownTypes: () => ({}),
      },
    });
    return {
      workflow,
      additionalData: surroundings(executionId, new ExecutionLifecycleHooks('manual', executionId, base), credentials),
    };
  };

  return {
    run(json, pinned) {
      const id = String(++executions);
      const { workflow, additionalData } = prepare(json, id);
      const startNode =
        workflow.getStartNode() ?? Object.values(workflow.nodes).find(({ type }) => type === READ_FILES);
      const running = new WorkflowExecute(additionalData, 'manual').run({
        workflow,
        ...(startNode && { startNode }),
        ...(pinned && { pinData: pinned }),
      });
      return { id, ended: running, cancel: () => running.cancel() };
    },
    async call(id, waiting, json) {
      const { workflow, additionalData } = prepare(json, id);
      const data = JSON.parse(JSON.stringify(waiting.data)) as IRun['data'];
      const [entry] = data.executionData?.nodeExecutionStack ?? [];
      const node = workflow.getNode(data.resultData.lastNodeExecuted ?? '');
      if (entry === undefined || node === null) throw new Error('The execution does not wait');
      delete data.waitTill;
      entry.node.disabled = true;
      data.resultData.runData[node.name]?.pop();
      const description = typeOf(node.type, node.typeVersion).description.webhooks?.find(
        ({ restartWebhook }) => restartWebhook === true,
      );
      if (description === undefined) throw new Error(`${node.name} cannot be called`);
      const webhook = {
        httpMethod: description.httpMethod as 'POST',
        node: node.name,
        path: description.path,
        webhookDescription: description,
        workflowId: workflow.id,
        workflowExecuteAdditionalData: additionalData,
      };
      const context = new WebhookContext(workflow, node, additionalData, 'manual', webhook, [], data);
      const given = (await typeOf(node.type, node.typeVersion).webhook?.call(context)) ?? {};
      const answer: unknown = given.webhookResponse;
      if (given.workflowData === undefined) return { answer, goesOn: null };
      entry.data = { main: given.workflowData };
      entry.metadata = { ...entry.metadata, forwardAllOutputs: true };
      const running = new WorkflowExecute(additionalData, 'manual', data).processRunExecutionData(workflow);
      return { answer, goesOn: { id, ended: running, cancel: () => running.cancel() } };
    },
    itemsOf: (run, node, output = 0) => run.data.resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [],
    pathOf(binary) {
      if (binary?.id === undefined) throw new Error('The file does not lie on disk');
      return binaryData.getPath(binary.id);
    },
    shutDown() {
      const { SSHClientsManager } = require('n8n-core/dist/execution-engine/ssh-clients-manager.js') as {
        SSHClientsManager: new () => { onShutdown(): void };
      };
      Container.get(SSHClientsManager).onShutdown();
    },
  };
}

/** What n8n's server would give to an execution; these workflows ask for none of it but the ids and credentials. */
function surroundings(
  executionId: string,
  hooks: CoreModule.ExecutionLifecycleHooks,
  credentials: Record<string, IDataObject>,
): IWorkflowExecuteAdditionalData {
  const base = 'http://localhost/';
  const none = (): undefined => undefined;
  const given = {
    executionId,
    hooks,
    userId: 'user',
    variables: {},
    currentNodeExecutionIndex: 0,
    restApiUrl: `${base}rest`,
    instanceBaseUrl: base,
    webhookBaseUrl: `${base}webhook`,
    webhookWaitingBaseUrl: `${base}webhook-waiting`,
    webhookTestBaseUrl: `${base}webhook-test`,
    formWaitingBaseUrl: `${base}form-waiting`,
    credentialsHelper: {
      isCredentialUsableByNode: () => true,
      getDecrypted: (_: unknown, __: unknown, type: string) => Promise.resolve({ ...credentials[type] }),
    },
    sendDataToUI: none,
    setExecutionStatus: none,
    logAiEvent: none,
  };
  return given as unknown as IWorkflowExecuteAdditionalData;
}

/** n8n's own store for binary data, over files, but without a path for each: what a database looks like to a node. */
function withoutPaths(
  require: NodeJS.Require,
  folder: string,
): Parameters<CoreModule.BinaryDataService['setManager']>[1] {
  const { FsByteStore } = require('@n8n/blob-storage') as {
    FsByteStore: new (options: { storagePath: string; reportError: (error: unknown) => void }) => ByteStore;
  };
  const { BinaryDataBlobManager } = require('n8n-core/dist/binary-data/blob.manager.js') as {
    BinaryDataBlobManager: new (
      store: ByteStore,
      reporter: unknown,
    ) => Parameters<CoreModule.BinaryDataService['setManager']>[1];
  };
  const files = new FsByteStore({ storagePath: folder, reportError: (error) => console.error(error) });
  const store: ByteStore = {
    write: (key, body) => files.write(key, body),
    read: (key) => files.read(key),
    readStream: (key, options) => files.readStream(key, options),
  };
  return new BinaryDataBlobManager(store, null);
}

interface ByteStore {
  write(key: string, body: Buffer | Readable): Promise<number>;
  read(key: string): Promise<Buffer | null>;
  readStream(key: string, options?: { chunkSize?: number }): Promise<Readable | null>;
}
