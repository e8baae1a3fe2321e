import { buffer } from 'node:stream/consumers';
import { fixture } from '../fixtures';
import { fileItem, jobOf, testEngine, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

/** Reads back what the node stored, as the next node of a workflow would. */
const reader: INodeType = {
  description: {
    displayName: 'Reader',
    name: 'reader',
    group: [],
    version: 1,
    description: '',
    defaults: { name: 'Reader' },
    inputs: ['main'],
    outputs: ['main'],
    properties: [],
  },
  async execute(this: IExecuteFunctions) {
    const { id = '' } = this.helpers.assertBinaryData(0, 'data');
    const bytes = await buffer(await this.helpers.getBinaryStream(id));
    return [[{ json: { id, start: bytes.subarray(1, 4).toString(), width: bytes.readUInt32BE(16) } }]];
  },
};

let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine('database', { reader });
});
afterAll(() => engine.stop());

test('n8n that keeps binary data where no path leads: the file is streamed in and out', async () => {
  const workflow = workflowOf([fileItem(await fixture('card-16x9.jpg'))], {
    kind: 'image',
    options: { format: 'png', width: '64' },
  });
  workflow.nodes.push({ id: '3', name: 'Reader', type: 'reader', typeVersion: 1, position: [440, 0], parameters: {} });
  workflow.connections['Create Job'] = { main: [[{ node: 'Reader', type: 'main', index: 0 }]] };
  const run = await engine.run(workflow).ended;
  expect(run.data.resultData.error?.message).toBeUndefined();
  expect(jobOf(engine.itemsOf(run, 'Create Job')[0])).toMatchObject({
    status: 'succeeded',
    input: 'card-16x9.jpg',
    output: 'card-16x9.png',
  });
  expect(engine.itemsOf(run, 'Reader')[0]?.json).toEqual({
    id: expect.stringMatching(/^database:/) as string,
    start: 'PNG',
    width: 64,
  });
  expect(await engine.leftovers()).toEqual([]);
});

test('files that a workflow keeps inside the JSON are found there', async () => {
  const parameters = { kind: 'image', options: { format: 'png', width: '64' }, binaryPropertyName: '_files.data' };
  const workflow = {
    ...workflowOf([fileItem(await fixture('card-16x9.jpg'))], parameters),
    settings: { binaryMode: 'combined' as const },
  };
  const run = await engine.run(workflow).ended;
  expect(run.data.resultData.error?.message).toBeUndefined();
  const [item] = engine.itemsOf(run, 'Create Job');
  expect(jobOf(item)).toMatchObject({ status: 'succeeded', input: 'card-16x9.jpg' });
  expect(item?.json['_files']).toMatchObject({
    data: { fileName: 'card-16x9.png', id: expect.stringMatching(/^database:/) as string },
  });
});
