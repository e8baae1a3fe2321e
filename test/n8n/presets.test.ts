import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fixture } from '../fixtures';
import type { FixtureName } from '../fixtures';
import { ROOT } from '../package/manifest';
import { fileItem, jobOf, testEngine, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { probe } from '../support/probe';

let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine();
});
afterAll(() => engine.stop());

async function convert(
  source: string,
  parameters: Parameters<typeof workflowOf>[1],
  settings?: Parameters<typeof workflowOf>[2],
) {
  const run = await engine.run(workflowOf([fileItem(source)], parameters, settings)).ended;
  expect(run.data.resultData.error?.message).toBeUndefined();
  return engine.itemsOf(run, 'Create Job');
}

test('with nothing set but the input, the file plays on the web', async () => {
  const [item] = await convert(await fixture('clip.mov'), {});
  expect(item?.json['preset']).toEqual({ name: 'web_video', options: { format: 'mp4', quality: 'medium' } });
  expect(item?.binary?.['data']).toMatchObject({ fileName: 'clip.mp4', mimeType: 'video/mp4' });
});

test('with nothing set at all, too: where a file is alone in its item, it is taken, and the job is simplified', async () => {
  const source = { json: {}, binary: { Upload: { path: await fixture('clip.mov') } } };
  const [item] = engine.itemsOf(await engine.run(workflowOf([source], {}, { parameters: {} })).ended, 'Create Job');
  expect(item?.binary?.['data']).toMatchObject({ fileName: 'clip.mp4', mimeType: 'video/mp4' });
  expect(item?.json['job']).toMatchObject({ status: 'succeeded', output: 'clip.mp4', format: 'mp4' });
  expect(Object.keys(item?.json['job'] as object)).toHaveLength(10);
});

test('a preset says what it supplied, and what is set wins', async () => {
  const [item] = await convert(await fixture('card-16x9.mp4'), {
    preset: 'gif_preview',
    options: { start: 0.5, end: 1, width: '100' },
  });
  expect(item?.json['preset']).toEqual({ name: 'gif_preview', options: { format: 'gif', fps: 10 } });
  expect(jobOf(item)).toMatchObject({
    kind: 'animation',
    options: { format: 'gif', fps: 10, start: 0.5, end: 1, width: 100 },
  });
  const { video, format } = await probe(engine.pathOf(item?.binary?.['data']));
  expect([video?.width, video?.r_frame_rate, Math.round(Number(format.duration) * 10)]).toEqual([100, '10/1', 5]);
});

test('another kind that was chosen before does not count beside a preset', async () => {
  const [item] = await convert(await fixture('card-16x9.mp4'), { preset: 'thumbnail', kind: 'audio' });
  expect(jobOf(item)).toMatchObject({ kind: 'image', output: 'card-16x9.jpg' });
});

const small = async (source: FixtureName, typeVersion: number) => {
  const [item] = await convert(await fixture(source), { preset: 'small_video', options: { end: 1 } }, { typeVersion });
  const { video } = await probe(engine.pathOf(item?.binary?.['data']));
  return [video?.width, video?.height, (jobOf(item).warnings ?? []).map(({ kind }) => kind)];
};

test('nothing is enlarged, and what is upright stays as large as what is wide; version 1 does as it did', async () => {
  expect(await small('card-16x9.mp4', 2)).toEqual([640, 360, []]);
  expect(await small('card-16x9.mp4', 1)).toEqual([852, 480, ['upscaled']]);
  expect(await small('card-9x16.mp4', 2)).toEqual([360, 640, []]);
  expect(await small('card-9x16.mp4', 1)).toEqual([270, 480, []]);
});

test('simplified, an item holds what people branch on', async () => {
  const [item] = await convert(
    await fixture('card-16x9.mp4'),
    { preset: 'small_video', output: 'simplified', options: { end: 1 } },
    { typeVersion: 1 },
  );
  expect(item?.json['job']).toEqual({
    id: expect.stringMatching(/^job_/),
    kind: 'video',
    status: 'succeeded',
    output: 'card-16x9.mp4',
    format: 'mp4',
    width: 852,
    height: 480,
    duration: expect.closeTo(1, 1),
    bytes: expect.any(Number),
    warnings: [expect.stringMatching(/enlarged|larger/)],
  });
  // What n8n's editor shows before the node has run is what comes then.
  const { properties } = JSON.parse(await readFile(join(ROOT, 'nodes/CreateJob/__schema__/v1.0.0.json'), 'utf8')) as {
    properties: Record<string, { properties: object }>;
  };
  expect(Object.keys(item?.json ?? {})).toEqual(Object.keys(properties));
  for (const [name, { properties: fields }] of Object.entries(properties))
    expect(Object.keys(item?.json[name] as object)).toEqual(expect.arrayContaining(Object.keys(fields)));
});

test('so does the item of a job that failed', async () => {
  const [item] = await convert(
    await fixture('text.mp4'),
    { output: 'simplified' },
    { onError: 'continueRegularOutput' },
  );
  expect(item?.json).toMatchObject({
    error: { kind: 'input_unsupported' },
    job: { status: 'failed', format: null, bytes: null },
  });
  expect(Object.keys(item?.json['job'] as object)).toHaveLength(10);
});

test('or the fields that were selected', async () => {
  const [item] = await convert(await fixture('card-16x9.mp4'), {
    preset: 'podcast_audio',
    output: 'selected',
    outputFields: ['id', 'bytes', 'options'],
  });
  expect(item?.json['job']).toEqual({
    id: expect.stringMatching(/^job_/),
    bytes: expect.any(Number),
    options: { format: 'mp3', bitrate: 128_000 },
  });
});
