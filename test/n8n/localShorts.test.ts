import { CreateShorts } from '../../nodes/CreateShorts/CreateShorts.node';
import type { Short } from '../../src/pipeline/shorts/short';
import { fixture } from '../fixtures';
import { fileItem, testEngine, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { probe } from '../support/probe';

const CREATE_SHORTS = 'n8n-nodes-media-jobs.createShorts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine('filesystem', { [CREATE_SHORTS]: new CreateShorts() });
});
afterAll(() => engine.stop());
afterEach(async () => expect(await engine.leftovers()).toEqual([]));

async function run(source: string, parameters: Parameters<typeof workflowOf>[1], settings: Parameters<typeof workflowOf>[2] = {}) {
  return engine.run(workflowOf([fileItem(source)], parameters, { type: CREATE_SHORTS, ...settings })).ended;
}

const two = { defineShorts: 'fields', predefinedShorts: { values: [{ title: 'First', start: 0, end: 1 }, { title: 'Second', start: 1, end: 2 }] } };
const shortOf = (json: object) => (json as { short: Short & { index: number } }).short;

test('an item for each short, with its clip and a still picture', async () => {
  const ended = await run(await fixture('clip.mov'), { ...two, shortsOptions: { size: '180x320', reframe: 'center', quality: 'low' } });
  expect(ended.data.resultData.error?.message).toBeUndefined();
  const items = engine.itemsOf(ended, 'Create Job');
  expect(items.map(({ json, pairedItem }) => [shortOf(json).index, shortOf(json).title, shortOf(json).start, shortOf(json).status, pairedItem])).toEqual([[0, 'First', 0, 'succeeded', { item: 0 }], [1, 'Second', 1, 'succeeded', { item: 0 }]]);
  for (const { binary } of items) {
    expect([binary?.['data']?.mimeType, binary?.['poster']?.mimeType]).toEqual(['video/mp4', 'image/jpeg']);
    const { video, audio, format } = await probe(engine.pathOf(binary?.['data']));
    expect([video?.width, video?.height, audio?.codec_name, Math.round(Number(format.duration))]).toEqual([180, 320, 'aac', 1]);
  }
});

test('with a transcript its captions are a file of the item, and the transcript is not repeated in each', async () => {
  const transcript = 'WEBVTT\n\n00:00.100 --> 00:00.900\nFirst words\n\n00:01.100 --> 00:01.900\nSecond words\n';
  const ended = await run(await fixture('clip.mov'), { ...two, shortsOptions: { size: '180x320', reframe: 'center', transcript, captions: 'sidecar' } });
  const items = engine.itemsOf(ended, 'Create Job');
  expect(items.map(({ json, binary }) => [shortOf(json).text, binary?.['captions']?.fileExtension])).toEqual([['First words', 'vtt'], ['Second words', 'vtt']]);
  expect(JSON.stringify(items[0]?.json['job'])).not.toContain('00:01.100');
});

test('what is wrong is said before any work', async () => {
  const source = await fixture('clip.mov');
  expect((await run(source, { defineShorts: 'json', predefinedShortsJson: '[{"title": "Long", "start": 0, "end": 301}]' })).data.resultData.error?.message).toMatch(/300 s/);
  expect((await run(source, { inputSource: 'youtube', youtubeVideo: 'dQw4w9WgXcQ' })).data.resultData.error?.message).toMatch(/only Swiftia/);
  expect((await run(source, { shortsOptions: { captions: 'burn' } })).data.resultData.error?.message).toMatch(/needs a transcript/);
});

test('a video without a part that will do is an item with its error, when the node is set to go on', async () => {
  const ended = await run(await fixture('clip.mov'), {}, { onError: 'continueRegularOutput' });
  expect(engine.itemsOf(ended, 'Create Job')).toMatchObject([{ json: { error: { kind: 'no_short_found' }, job: { kind: 'shorts', status: 'failed' } }, pairedItem: { item: 0 } }]);
});
