import type { IDataObject, IExecuteFunctions, INode, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { CreateShorts } from '../../nodes/CreateShorts/CreateShorts.node';
import { sharedEngine } from '../../nodes/background/sharedEngine';
import { fileSource } from '../../src/pipeline/storage/sources';
import { placeOnWeb } from '../../src/pipeline/storage/place';
import { fixture } from '../fixtures';
import { createJobIn } from '../support/createJobIn';
import { heldServer } from '../support/heldServer';
import { testServers } from '../support/jobServer';
import { startS3 } from '../support/s3Server';
import type { S3Server } from '../support/s3Server';
import { versionOf } from '../support/n8nWorkflow';
import { inNewestForm } from '../support/newestForm';
import { waitForJobIn } from '../support/waitForJobIn';
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
const toolOf = (node: INodeType): INodeType => ({
  ...node,
  execute: node.execute,
  description: asTool(node.description),
});
class CreateShortsTool extends CreateShorts {
  override description = asTool(new CreateShorts().description);
}

let engine: TestEngine;
let s3: S3Server;
const servers = testServers();
const hosted: IDataObject = {};
beforeAll(async () => {
  s3 = await startS3();
  const { AWS_ENDPOINT_URL_S3: endpoint } = s3.env;
  const keys = { endpoint, region: 'us-east-1', accessKeyId: 'one', secretAccessKey: 'two', forcePathStyle: true };
  engine = await testEngine(
    'filesystem',
    {
      agent,
      'n8n-nodes-media-jobs.createJobTool': toolOf(createJobIn()),
      'n8n-nodes-media-jobs.createJobBeforeTool': toolOf(createJobIn(1)),
      'n8n-nodes-media-jobs.createShortsTool': new CreateShortsTool(),
      'n8n-nodes-media-jobs.waitForJobTool': toolOf(waitForJobIn()),
    },
    { s3: keys, ittybitApi: hosted },
  );
});
afterAll(async () => {
  await engine.stop();
  await s3.stop();
});

/** Where a tool puts what it makes. */
const TO_S3 = { outputDestination: 's3', s3Storage: 's3', outputBucket: 'my-bucket' };

async function ask(
  tool: { name: string; type: string; typeVersion?: number; parameters: object },
  says: IDataObject,
): Promise<IDataObject> {
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
      {
        id: '3',
        typeVersion: versionOf(tool.type),
        position: [200, 200],
        credentials: Object.fromEntries(['s3', 'ittybitApi'].map((id) => [id, { id, name: id }])),
        ...tool,
        parameters: (tool.type.endsWith('createJobTool')
          ? inNewestForm(tool.parameters)
          : tool.parameters) as INode['parameters'],
      },
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
      ...TO_S3,
      outputKey: 'small/',
      outputOptions: { result: 'presigned' },
    },
  };

  test('an AI agent can run a job with what it says, and gets the job with a link that it can pass on', async () => {
    expect(createJobIn().description.usableAsTool).toBe(true);
    const pictures = await heldServer(await fixture('card-16x9.jpg'));
    pictures.letGo('picture.jpg');
    try {
      const answer = await ask(smallPicture, { url: pictures.url('picture.jpg'), width: 64 });
      expect(met).toMatchObject({ name: 'Make_a_small_picture', asks: ['url', 'width'] });
      expect(answer).toMatchObject([{ job: { status: 'succeeded', format: 'jpeg', width: 64 } }]);
      const [{ job }] = answer as unknown as [{ job: { output: string } }];
      expect(new URL(job.output).searchParams.has('X-Amz-Signature')).toBe(true);
      expect((await fetch(job.output)).headers.get('content-type')).toBe('image/jpeg');
    } finally {
      await pictures.close();
    }
  });

  test.each([
    ['in', { inputSource: 'binary' }, /take the file of an item as its input.*Set "Input" to URL or S3/s],
    ['out', { outputDestination: 'binary' }, /put its result into an item as a file.*Set "Put Result In" to S3/s],
    ['out later', { outputDestination: 'binary', waitForCompletion: false }, /put its result into an item/],
  ])('a tool that is to pass a file %s is refused before it begins', async (_, parameters, words) => {
    const tool = { ...smallPicture, parameters: { ...smallPicture.parameters, ...parameters } };
    // Nothing answers there: the job would wait for its input.
    const { failed } = await ask(tool, { url: 'http://192.0.2.1/picture.jpg', width: 64 });
    expect(failed).toMatch(words);
  });

  test('a server of this package makes the file, and its link goes on', async () => {
    const pictures = await heldServer(await fixture('card-16x9.jpg'));
    pictures.letGo('picture.jpg');
    const env: NodeJS.ProcessEnv = { ...servers.env(), MEDIA_JOBS_ALLOW_HOSTS: '127.0.0.1' };
    const { url } = await servers.open({ engine: { env } });
    Object.assign(hosted, { apiKey: env['MEDIA_JOBS_API_KEY']?.split(',')[0], baseUrl: url });
    try {
      const tool = { ...smallPicture, parameters: { ...smallPicture.parameters, backend: 'ittybit' } };
      const answer = await ask(tool, { url: pictures.url('picture.jpg'), width: 64 });
      const [{ job }] = answer as unknown as [{ job: { status: string; output: string } }];
      expect(job.status).toBe('succeeded');
      expect((await fetch(job.output)).headers.get('content-type')).toBe('image/jpeg');
    } finally {
      await pictures.close();
    }
  });

  test('version 1, which saved workflows have, makes what it made', async () => {
    const parameters = { ...smallPicture.parameters, kind: 'image', outputDestination: 'binary' };
    const pictures = await heldServer(await fixture('card-16x9.jpg'));
    pictures.letGo('picture.jpg');
    try {
      const type = 'n8n-nodes-media-jobs.createJobBeforeTool';
      const tool = { ...smallPicture, type, typeVersion: 1, parameters };
      expect(await ask(tool, { url: pictures.url('picture.jpg'), width: 64 })).toMatchObject([
        { job: { status: 'succeeded', output: 'picture.jpg', width: 64 } },
      ]);
    } finally {
      await pictures.close();
    }
  });

  test('a job that fails tells the agent why and what to do', async () => {
    const { failed } = await ask(smallPicture, { url: 'http://127.0.0.1:9/picture.jpg', width: 64 });
    expect(failed).toMatch(/is refused.*Use a public address/s);
    // Agents of n8n that run tools as nodes are given the message alone.
    expect(failed).not.toContain('Details:');
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
      ...TO_S3,
      outputKey: 'shorts/',
    };
    const answer = await ask(
      { name: 'Cut shorts', type: 'n8n-nodes-media-jobs.createShortsTool', parameters },
      { url: videos.url('talk.mov'), shorts: [{ title: 'One', start: 0, end: 1 }] },
    );
    expect(answer).toMatchObject([{ short: { title: 'One', status: 'succeeded' }, job: { status: 'succeeded' } }]);
    const [{ short }] = answer as unknown as [{ short: { output: string } }];
    expect(short.output).toMatch(/^s3:\/\/my-bucket\/shorts\/.*\.mp4$/);
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
    expect(waitForJobIn().description.usableAsTool).toBe(true);
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
    expect(await ask(waitFor({ operation: 'once' }), { job: 'job_nowhere' })).toMatchObject({
      failed: expect.stringContaining('There is no job job_nowhere') as string,
    });
  });
});
