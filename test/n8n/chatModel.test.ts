import type { IDataObject, INode, INodeType, ISupplyDataFunctions, SupplyData } from 'n8n-workflow';
import { CreateShorts } from '../../nodes/CreateShorts/CreateShorts.node';
import { sharedEngine } from '../../nodes/background/sharedEngine';
import type { Job } from '../../src/pipeline/job/job';
import type { Short } from '../../src/pipeline/job/short';
import { fixture } from '../fixtures';
import { TALK } from '../fixtures/recipes/talks';
import { fileItem, testEngine, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { eventually } from '../support/processes';

const CREATE_SHORTS = 'n8n-nodes-media-jobs.createShorts';
const MODEL = 'test.model';

type Invoke = (messages: [string, string][], options: { signal: AbortSignal }) => Promise<unknown>;
let invoke: jest.MockedFunction<Invoke>;

/** What stands in for OpenAI, Anthropic, Ollama and so on. */
const model: INodeType = {
  description: {
    displayName: 'Model',
    name: 'model',
    group: [],
    version: 1,
    description: '',
    defaults: { name: 'Model' },
    inputs: [],
    outputs: ['ai_languageModel'],
    properties: [{ displayName: 'Model', name: 'model', type: 'string', default: '' }],
  },
  supplyData(this: ISupplyDataFunctions): Promise<SupplyData> {
    if (this.getNodeParameter('model', 0) === 'broken') return Promise.reject(new Error('There is no such model'));
    return Promise.resolve({ response: { invoke } });
  },
};

let engine: TestEngine;
let talk: string;
beforeAll(async () => {
  engine = await testEngine('filesystem', { [CREATE_SHORTS]: new CreateShorts(), [MODEL]: model });
  talk = await fixture('talk.mp4');
});
afterAll(() => engine.stop());
beforeEach(() => {
  invoke = jest.fn<Promise<unknown>, Parameters<Invoke>>();
});
afterEach(async () => expect(await engine.leftovers()).toEqual([]));

const stamp = (seconds: number) =>
  `00:${String(Math.floor(seconds)).padStart(2, '0')}.${String(Math.round((seconds % 1) * 1000)).padStart(3, '0')}`;
const sentences = Array.from({ length: TALK.seconds / TALK.every }, (_, index) => ({
  start: index * TALK.every,
  end: index * TALK.every + TALK.sentence,
}));
const transcript = `WEBVTT\n\n${sentences.map(({ start, end }, index) => `${stamp(start)} --> ${stamp(end)}\nSentence ${index}.\n`).join('\n')}`;
const OPTIONS = { size: '90x160', reframe: 'center', quality: 'low', count: 2, min_duration: 3, max_duration: 12 };

function start(shortsOptions: IDataObject, more: IDataObject = {}, node: Partial<INode> = {}) {
  const workflow = workflowOf(
    [fileItem(talk)],
    { shortsOptions: { ...OPTIONS, ...shortsOptions }, ...more },
    { type: CREATE_SHORTS },
  );
  workflow.nodes.push({
    id: '3',
    name: 'Model',
    type: MODEL,
    typeVersion: 1,
    position: [0, 200],
    parameters: {},
    ...node,
  });
  workflow.connections['Model'] = { ai_languageModel: [[{ node: 'Create Job', type: 'ai_languageModel', index: 0 }]] };
  return engine.run(workflow);
}

async function run(...args: Parameters<typeof start>) {
  const ended = await start(...args).ended;
  expect(ended.data.resultData.error?.message).toBeUndefined();
  const items = engine.itemsOf(ended, 'Create Job').map(({ json }) => json as unknown as { short: Short; job: Job });
  return {
    shorts: items.map(({ short }) => short),
    warnings: (items[0]?.job.warnings ?? []).filter(({ kind }) => kind !== 'upscaled'),
  };
}

test('proposes the parts and their titles, which begin and end in the pauses nearby', async () => {
  const [from, to] = [
    { start: 28, end: 31.2 },
    { start: 36, end: 39.2 },
  ];
  expect(sentences).toEqual(expect.arrayContaining([from, to]));
  invoke.mockResolvedValue({
    content: `\`\`\`json\n${JSON.stringify({ shorts: [{ start: from.start + 0.4, end: to.end - 0.6, title: 'What it\nis about' }] })}\n\`\`\``,
  });
  const { shorts, warnings } = await run({ transcript, count: 1 });
  expect(invoke).toHaveBeenCalledTimes(1);
  expect(invoke.mock.calls[0]?.[0][1]?.[1]).toContain(`[${from.start}-${from.end}] Sentence 7.`);
  expect(shorts).toMatchObject([
    {
      title: 'What it is about',
      text: 'Sentence 7. Sentence 8. Sentence 9.',
      reason: expect.stringMatching(/^Was proposed\. /) as string,
      status: 'succeeded',
    },
  ]);
  expect(Math.abs((shorts[0]?.start ?? 0) - from.start)).toBeLessThan(0.3);
  expect(Math.abs((shorts[0]?.end ?? 0) - to.end)).toBeLessThan(0.4);
  expect(warnings).toEqual([]);
});

test('when it gives up too few, what was measured makes up for them, and the item says so', async () => {
  invoke.mockResolvedValue({
    content: JSON.stringify([
      { start: 0, end: 4, title: 'First' },
      { start: 900, end: 950 },
    ]),
  });
  const { shorts, warnings } = await run({ transcript });
  expect(shorts.map(({ title, reason }) => [title, /^Was proposed/.test(reason ?? '')])).toEqual([
    ['First', true],
    [expect.stringMatching(/^Sentence \d+\.$/), false],
  ]);
  expect(warnings).toMatchObject([
    {
      kind: 'proposals_unused',
      message: expect.stringMatching(/^Of the 2 proposed shorts 1 will do; the other 1 /) as string,
    },
  ]);
});

test('when it fails, what was measured decides, and the item says why', async () => {
  invoke.mockRejectedValue(new Error('Quota exceeded'));
  const { shorts, warnings } = await run({ transcript, count: 1 });
  expect(shorts).toHaveLength(1);
  expect(warnings).toEqual([
    {
      kind: 'proposal_failed',
      message:
        'The chat model has proposed no shorts: it could not be asked: Quota exceeded. They were chosen by what was measured.',
    },
  ]);
});

test.each([
  [{ count: 1 }, {}, /no transcript for it to read\. Give it one by the option "Transcript"/],
  [
    { transcript, count: null, min_duration: null, max_duration: null },
    { defineShorts: 'json', predefinedShortsJson: '[{"title": "Mine", "start": 1, "end": 3}]' },
    /the shorts are defined already/,
  ],
])('is not asked where there is nothing to ask: %#', async (options, more, why) => {
  const { shorts, warnings } = await run(options, more);
  expect(shorts.length).toBeGreaterThan(0);
  expect(invoke).not.toHaveBeenCalled();
  expect(warnings).toEqual([{ kind: 'chat_model_unused', message: expect.stringMatching(why) as string }]);
});

test('is asked before a job in the background, and not again when n8n tries the node again', async () => {
  invoke.mockImplementation(() =>
    Promise.resolve({ content: JSON.stringify([{ start: 0, end: 4, title: `Answer ${invoke.mock.calls.length}` }]) }),
  );
  const { jobs } = await sharedEngine();
  const create = jest.spyOn(jobs, 'create');
  // The second item has no file: with Retry On Fail the node is run three times.
  const workflow = workflowOf(
    [fileItem(talk), { json: {} }],
    { shortsOptions: { ...OPTIONS, transcript, count: 1 }, waitForCompletion: false },
    { type: CREATE_SHORTS, retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
  );
  workflow.nodes.push({ id: '3', name: 'Model', type: MODEL, typeVersion: 1, position: [0, 200], parameters: {} });
  workflow.connections['Model'] = { ai_languageModel: [[{ node: 'Create Job', type: 'ai_languageModel', index: 0 }]] };
  expect((await engine.run(workflow).ended).data.resultData.error?.message).toMatch(/no binary field/);
  const made = await Promise.all(create.mock.results.map(({ value }) => value as Promise<Job>));
  create.mockRestore();
  expect([made.length, new Set(made.map(({ id }) => id)).size, invoke.mock.calls.length]).toEqual([3, 1, 1]);
  expect(made[0]?.options['proposed_shorts']).toEqual([{ start: 0, end: 4, title: 'Answer 1' }]);
  const ended = await jobs.ended(made[0]?.id ?? '', AbortSignal.timeout(50_000));
  expect(ended.shorts).toMatchObject([{ title: 'Answer 1', status: 'succeeded' }]);
});

test('a stop ends the question to it, too', async () => {
  let heard: AbortSignal | undefined;
  invoke.mockImplementation((_messages, { signal }) => {
    heard = signal;
    return new Promise(() => undefined);
  });
  const execution = start({ transcript });
  await eventually(() => Promise.resolve(heard));
  execution.cancel();
  expect((await execution.ended).status).toBe('canceled');
  expect(heard?.aborted).toBe(true);
});

test('one that is set up wrong is told of at once, in its own words', async () => {
  const { error } = (await start({ transcript }, {}, { parameters: { model: 'broken' } }).ended).data.resultData;
  expect(error).toMatchObject({ message: 'Error in sub-node Model', description: 'There is no such model' });
});
