import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGunzip, createInflate } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import type * as CoreModule from 'n8n-core';
import { ICredentialsHelper, Workflow } from 'n8n-workflow';
import type {
  IHookFunctions,
  INode,
  INodeCredentials,
  INodeExecutionData,
  INodeParameters,
  INodeType,
  IWebhookData,
  IWebhookResponseData,
  IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

export type CredentialValues = Record<string, Record<string, string>>;

/** A webhook node under test. */
export interface WebhookNode {
  nodeType: INodeType;
  parameters: INodeParameters;
  credentials: CredentialValues;
  /** `manual` is what n8n calls a call of the test URL. */
  mode?: 'webhook' | 'manual';
  /** Whether n8n has given it a webhook ID. */
  hasId?: boolean;
  /** Unless given, the first. */
  typeVersion?: number;
}

export interface WebhookServer {
  url: string;
  /** What each execution that was started begins with. */
  started: INodeExecutionData[][];
  /** As if n8n could not start so many of the next executions. */
  failNext(times: number): void;
  /** Sends a webhook and reads the answer. */
  send(
    body: Buffer | string,
    headers?: Record<string, string>,
    query?: string,
  ): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

/** n8n's environment has to be set before it is loaded; here all that it would write goes to a folder that is gone at the end of the test file. */
function loadCore(load: NodeJS.Require): { core: typeof CoreModule; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'media-jobs-n8n-'));
  Object.assign(process.env, {
    N8N_USER_FOLDER: folder,
    N8N_ENCRYPTION_KEY: 'a-key-for-this-process-alone',
    N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
    N8N_LOG_LEVEL: 'silent',
  });
  load('reflect-metadata');
  return { core: load('n8n-core') as typeof CoreModule, folder };
}

const { core, folder: n8nFolder } = loadCore(require);
afterAll(() => rmSync(n8nFolder, { recursive: true, force: true }));

/** Gives out the values of the test; a credential that has none is missing. */
class TestCredentials extends ICredentialsHelper {
  constructor(private readonly values: CredentialValues) {
    super();
  }

  override getParentTypes = () => [];
  override authenticate: ICredentialsHelper['authenticate'] = async (_credentials, _type, options) =>
    options as Awaited<ReturnType<ICredentialsHelper['authenticate']>>;
  override preAuthentication: ICredentialsHelper['preAuthentication'] = async () => undefined;
  override runPreAuthentication: ICredentialsHelper['runPreAuthentication'] = async () => undefined;
  override getCredentials: ICredentialsHelper['getCredentials'] = async () => {
    throw new Error('not asked for here');
  };

  override getDecrypted: ICredentialsHelper['getDecrypted'] = async (_data, _node, type) => {
    const values = this.values[type];
    if (values === undefined) throw new Error(`There is no credential ${type}`);
    return values;
  };

  override updateCredentials = async () => undefined;
  override updateCredentialsOauthTokenData = async () => undefined;
  override isCredentialUsableByNode = () => true;
  override getCredentialsProperties = () => [];
}

/** The workflow with the node in it, and what n8n's server would give to it. */
function surroundings({ nodeType, parameters, credentials, hasId = true, typeVersion = 1 }: WebhookNode): {
  workflow: Workflow;
  node: INode;
  additionalData: IWorkflowExecuteAdditionalData;
  webhook: IWebhookData;
} {
  const names: INodeCredentials = Object.fromEntries(
    Object.keys(credentials).map((type) => [type, { id: type, name: type }]),
  );
  const json: INode = {
    id: 'node',
    name: 'Webhook Trigger',
    type: 'webhookTrigger',
    typeVersion,
    position: [0, 0],
    parameters,
    ...(hasId && { webhookId: 'uuid' }),
    credentials: names,
  };
  const workflow = new Workflow({
    id: 'workflow',
    nodes: [json],
    connections: {},
    active: true,
    nodeTypes: { getByName: () => nodeType, getByNameAndVersion: () => nodeType, getKnownTypes: () => ({}) },
  });
  const node = workflow.getNode(json.name);
  const [webhookDescription] = nodeType.description.webhooks ?? [];
  if (node === null || webhookDescription === undefined) throw new Error('the node has no webhook');
  const base = 'http://localhost/';
  const given = {
    credentialsHelper: new TestCredentials(credentials),
    webhookBaseUrl: `${base}webhook`,
    webhookTestBaseUrl: `${base}webhook-test`,
    webhookWaitingBaseUrl: `${base}webhook-waiting`,
    formWaitingBaseUrl: `${base}form-waiting`,
    instanceBaseUrl: base,
    restApiUrl: `${base}rest`,
    variables: {},
  };
  const additionalData = given as unknown as IWorkflowExecuteAdditionalData;
  const webhook: IWebhookData = {
    httpMethod: 'POST',
    node: node.name,
    path: 'uuid/media-jobs',
    webhookDescription,
    workflowId: 'workflow',
    workflowExecuteAdditionalData: additionalData,
  };
  return { workflow, node, additionalData, webhook };
}

/** What the node is given when its workflow is activated, by n8n's own code. */
export function hookContext(use: WebhookNode): IHookFunctions {
  const { workflow, node, additionalData, webhook } = surroundings(use);
  return new core.HookContext(workflow, node, additionalData, 'trigger', 'activate', webhook);
}

/**
 * A web server that treats a request as n8n 2.40's does: unpacks gzip and deflate, reads JSON, runs the node's `webhook()` with n8n-core's own context, and
 * answers by what that gives. n8n's answers where it fails by itself are 422 (no JSON) and 500.
 */
export async function webhookServer(use: WebhookNode): Promise<WebhookServer> {
  const { workflow, node, additionalData, webhook } = surroundings(use);
  const started: INodeExecutionData[][] = [];
  let failures = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = (status: number, body: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const isForm = request.headers['content-type']?.startsWith('multipart/') === true;
    const rawBody = isForm ? undefined : await buffer(unpacked(request));
    if (isForm) request.resume();
    let body: unknown = {};
    try {
      if (request.headers['content-type'] === 'application/json') body = JSON.parse(String(rawBody));
    } catch {
      answer(422, { message: 'Failed to parse request body' });
      return;
    }
    const readRawBody = async () => {
      if (rawBody === undefined) throw new Error('Request body stream was aborted or is not readable');
    };
    const httpRequest = Object.assign(request, { body, rawBody, readRawBody, params: {}, query: {} });
    const data = {
      ...additionalData,
      httpRequest,
      httpResponse: response,
    } as unknown as IWorkflowExecuteAdditionalData;
    const context = new core.WebhookContext(workflow, node, data, use.mode ?? 'webhook', webhook, [], null);
    const result = (await use.nodeType.webhook?.call(context)) as IWebhookResponseData;
    if (result.noWebhookResponse === true) return;
    if (result.workflowData !== undefined) {
      if (failures > 0) {
        failures -= 1;
        answer(500, { message: 'There was a problem executing the workflow' });
        return;
      }
      started.push(...result.workflowData);
    }
    answer(200, result.webhookResponse);
  }

  const crashes: unknown[] = [];
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      crashes.push(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/uuid/media-jobs`;
  return {
    url,
    started,
    failNext(times) {
      failures = times;
    },
    async send(body, headers = {}, query = '') {
      const reply = await fetch(`${url}${query}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : new Uint8Array(body),
        headers: { 'content-type': 'application/json', ...headers },
      });
      return { status: reply.status, body: await reply.json() };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      expect(crashes).toEqual([]);
    },
  };
}

function unpacked(request: IncomingMessage): NodeJS.ReadableStream {
  switch (request.headers['content-encoding']) {
    case 'gzip':
      return request.pipe(createGunzip());
    case 'deflate':
      return request.pipe(createInflate());
    default:
      return request;
  }
}
