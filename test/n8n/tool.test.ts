import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';
import { CreateJob } from '../../nodes/CreateJob/CreateJob.node';
import { fixture } from '../fixtures';
import { testEngine } from '../support/n8n';
import type { TestEngine } from '../support/n8n';

interface Tool {
  name: string;
  description: string;
  schema: { shape: Record<string, unknown> };
  invoke(input: IDataObject): Promise<string>;
}

let met: { name: string; description: string; asks: string[] } | undefined;

/** What an AI Agent does with its tools: asks n8n for them and calls one with what the model says. */
const agent: INodeType = {
  description: {
    displayName: 'Agent', name: 'agent', group: [], version: 1, description: '', defaults: { name: 'Agent' },
    inputs: [{ type: 'main' }, { type: 'ai_tool' }], outputs: ['main'], properties: [{ displayName: 'Says', name: 'says', type: 'json', default: '{}' }],
  },
  async execute(this: IExecuteFunctions) {
    const [tool] = (await this.getInputConnectionData('ai_tool', 0)) as Tool[];
    if (tool === undefined) throw new Error('There is no tool');
    met = { name: tool.name, description: tool.description, asks: Object.keys(tool.schema.shape) };
    const answer = await tool.invoke(JSON.parse(this.getNodeParameter('says', 0) as string) as IDataObject).catch((error: unknown) => JSON.stringify({ failed: error instanceof Error ? error.message : error }));
    return [[{ json: { answer: JSON.parse(answer) as IDataObject } }]];
  },
};

/** n8n's server makes this variant of every node with `usableAsTool`: no input, a tool as output. */
class CreateJobTool extends CreateJob {
  constructor() {
    super();
    this.description = { ...this.description, name: 'createJobTool', inputs: [], outputs: ['ai_tool'] };
  }
}

let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine('filesystem', { agent, 'n8n-nodes-media-jobs.createJobTool': new CreateJobTool() });
});
afterAll(() => engine.stop());

async function ask(says: IDataObject): Promise<IDataObject> {
  const run = await engine.run({
    name: 'tool',
    nodes: [
      { id: '1', name: 'Read Files', type: 'engine.readFiles', typeVersion: 1, position: [0, 0], parameters: { items: [{}] } },
      { id: '2', name: 'Agent', type: 'agent', typeVersion: 1, position: [200, 0], parameters: { says: JSON.stringify(says) } },
      {
        id: '3', name: 'Make a small picture', type: 'n8n-nodes-media-jobs.createJobTool', typeVersion: 1, position: [200, 200],
        parameters: { kind: 'image', inputSource: 'url', url: "={{ $fromAI('url', 'Address of the picture', 'string') }}", options: { width: "={{ $fromAI('width', 'Width in pixels', 'number') }}" } },
      },
    ],
    connections: {
      'Read Files': { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
      'Make a small picture': { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
    },
  }).ended;
  expect(run.data.resultData.error?.message).toBeUndefined();
  return engine.itemsOf(run, 'Agent')[0]?.json['answer'] as IDataObject;
}

test('an AI agent can run a job with what it says, and gets the job object', async () => {
  expect(new CreateJob().description.usableAsTool).toBe(true);
  const picture = await fixture('card-16x9.jpg');
  const server = createServer((_, response) => createReadStream(picture).pipe(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['MEDIA_JOBS_ALLOW_HOSTS'] = host;
  try {
    const answer = await ask({ url: `http://${host}/picture.jpg`, width: 64 });
    expect(met).toMatchObject({ name: 'Make_a_small_picture', asks: ['url', 'width'] });
    expect(answer).toMatchObject([{ job: { status: 'succeeded', options: { width: 64 }, output: 'picture.jpg' } }]);
  } finally {
    delete process.env['MEDIA_JOBS_ALLOW_HOSTS'];
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

test('a job that fails tells the agent why and what to do', async () => {
  const { failed } = await ask({ url: 'http://127.0.0.1:9/picture.jpg', width: 64 });
  expect(failed).toMatch(/is refused.*Use a public address/s);
});
