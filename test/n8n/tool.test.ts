import type { IDataObject, IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { CreateShorts } from '../../nodes/CreateShorts/CreateShorts.node';
import { sharedEngine } from '../../nodes/background/sharedEngine';
import { NEWEST } from '../../nodes/versions';
import { WaitForJob } from '../../nodes/WaitForJob/WaitForJob.node';
import { fileSource } from '../../src/pipeline/storage/sources';
import { placeOnWeb } from '../../src/pipeline/storage/place';
import { fixture } from '../fixtures';
import { createJobIn } from '../support/createJobIn';
import { heldServer } from '../support/heldServer';
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
    displayName: 'Agent',
    name: 'agent',
    group: [],
    version: 1,
    description: '',
    defaults: { name: 'Agent' },
    inputs: [{ type: 'main' }, { type: 'ai_tool' }],
    outputs: ['main'],
    properties: [{ displayName: 'Says', name: 'says', type: 'json', default: '{}' }],
  },
  async execute(this: IExecuteFunctions) {
    const [tool] = (await this.getInputConnectionData('ai_tool', 0)) as Tool[];
    if (tool === undefined) throw new Error('There is no tool');
    met = { name: tool.name, description: tool.description, asks: Object.keys(tool.schema.shape) };
    const answer = await tool
      .invoke(JSON.parse(this.getNodeParameter('says', 0) as string) as IDataObject)
      .catch((error: unknown) => JSON.stringify({ failed: error instanceof Error ? error.message : error }));
    return [[{ json: { answer: JSON.parse(answer) as IDataObject } }]];
  },
};

/** n8n's server makes this variant of every node with `usableAsTool`: no input, a tool as output. */
const asTool = (description: INodeTypeDescription): INodeTypeDescription => ({
  ...description,
  name: `${description.name}Tool`,
  inputs: [],
  outputs: ['ai_tool'],
});
const createJobTool: INodeType = {
  ...createJobIn(),
  execute: createJobIn().execute,
  description: asTool(createJobIn().description),
};
class CreateShortsTool extends CreateShorts {
  override description = asTool(new CreateShorts().description);
}
class WaitForJobTool extends WaitForJob {
  override description = asTool(new WaitForJob().description);
}

let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine('filesystem', {
    agent,
    'n8n-nodes-media-jobs.createJobTool': createJobTool,
    'n8n-nodes-media-jobs.createShortsTool': new CreateShortsTool(),
    'n8n-nodes-media-jobs.waitForJobTool': new WaitForJobTool(),
  });
});
afterAll(() => engine.stop());

async function ask(tool: { name: string; type: string; parameters: object }, says: IDataObject): Promise<IDataObject> {
  const run = await engine.run({
    name: 'tool',
    nodes: [
      {
        id: '1',
        name: 'Read Files',
        type: 'engine.readFiles',
        typeVersion: 1,
        position: [0, 0],
        parameters: { items: [{}] },
      },
      {
        id: '2',
        name: 'Agent',
        type: 'agent',
        typeVersion: 1,
        position: [200, 0],
        parameters: { says: JSON.stringify(says) },
      },
      { id: '3', typeVersion: NEWEST, position: [200, 200], ...tool, parameters: { ...tool.parameters } },
    ],
    connections: {
      'Read Files': { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
      [tool.name]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
    },
  }).ended;
  expect(run.data.resultData.error?.message).toBeUndefined();
  expect(run.status).toBe('success');
  return engine.itemsOf(run, 'Agent')[0]?.json['answer'] as IDataObject;
}

describe('Create Job', () => {
  const smallPicture = {
    name: 'Make a small picture',
    type: 'n8n-nodes-media-jobs.createJobTool',
    parameters: {
      preset: 'none',
      operation: 'image',
      inputSource: 'url',
      url: "={{ $fromAI('url', 'Address of the picture', 'string') }}",
      pictureOptions: { width: "={{ $fromAI('width', 'Width in pixels', 'number') }}" },
    },
  };

  test('an AI agent can run a job with what it says, and gets the job object', async () => {
    expect(createJobIn().description.usableAsTool).toBe(true);
    const pictures = await heldServer(await fixture('card-16x9.jpg'));
    pictures.letGo('picture.jpg');
    try {
      const answer = await ask(smallPicture, { url: pictures.url('picture.jpg'), width: 64 });
      expect(met).toMatchObject({ name: 'Make_a_small_picture', asks: ['url', 'width'] });
      expect(answer).toMatchObject([
        { job: { status: 'succeeded', output: 'picture.jpg', format: 'jpeg', width: 64 } },
      ]);
    } finally {
      await pictures.close();
    }
  });

  test('a job that fails tells the agent why and what to do', async () => {
    const { failed } = await ask(smallPicture, { url: 'http://127.0.0.1:9/picture.jpg', width: 64 });
    expect(failed).toMatch(/is refused.*Use a public address/s);
  });
});

test('Create Shorts: an AI agent can have shorts made, though no chat model can be connected to a tool', async () => {
  expect(new CreateShorts().description.usableAsTool).toBe(true);
  const videos = await heldServer(await fixture('clip.mov'));
  videos.letGo('talk.mov');
  try {
    const shorts = "={{ $fromAI('shorts', 'List of title, start and end', 'json') }}";
    const parameters = {
      inputSource: 'url',
      url: "={{ $fromAI('url', 'Address of the video', 'string') }}",
      defineShorts: 'json',
      predefinedShortsJson: shorts,
      shortsOptions: { size: '90x160', reframe: 'center', quality: 'low' },
    };
    const answer = await ask(
      { name: 'Cut shorts', type: 'n8n-nodes-media-jobs.createShortsTool', parameters },
      { url: videos.url('talk.mov'), shorts: [{ title: 'One', start: 0, end: 1 }] },
    );
    expect(answer).toMatchObject([{ short: { title: 'One', status: 'succeeded' }, job: { status: 'succeeded' } }]);
  } finally {
    await videos.close();
  }
});

describe('Wait for Job', () => {
  const waitFor = (parameters: object) => ({
    name: 'Look at a job',
    type: 'n8n-nodes-media-jobs.waitForJobTool',
    parameters: { jobId: "={{ $fromAI('job', 'Id of the job', 'string') }}", ...parameters },
  });
  const create = async () =>
    (await sharedEngine()).jobs.create({
      request: { kind: 'image', options: {}, metadata: {} },
      input: fileSource(await fixture('card-16x9.jpg')),
    });

  test('an AI agent can wait for a job, within its own execution', async () => {
    expect(new WaitForJob().description.usableAsTool).toBe(true);
    const { id } = await create();
    expect(await ask(waitFor({}), { job: id })).toMatchObject([{ job: { id, status: 'succeeded' } }]);
  });

  test('as long as the time limit says: an agent cannot be put away', async () => {
    const pictures = await heldServer(await fixture('card-16x9.jpg'));
    try {
      const { id } = await (
        await sharedEngine()
      ).jobs.create({
        request: { kind: 'image', options: {}, metadata: {} },
        input: { place: placeOnWeb(pictures.url('a')) },
      });
      // Longer than what other executions wait for in memory.
      const limit = { limitAmount: 9, limitUnit: 'seconds' };
      expect(await ask(waitFor({ ...limit, onLimit: 'continue' }), { job: id })).toMatchObject([
        { job: { id, status: 'processing' } },
      ]);
      await (await sharedEngine()).jobs.cancel(id);
    } finally {
      await pictures.close();
    }
  });

  test('and look at one', async () => {
    expect(await ask(waitFor({ mode: 'once' }), { job: 'job_nowhere' })).toMatchObject({
      failed: expect.stringContaining('There is no job job_nowhere') as string,
    });
  });
});
