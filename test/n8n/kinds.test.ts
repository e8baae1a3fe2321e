import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { mimeOfExtension } from '../../src/pipeline/media/formats';
import { fixture } from '../fixtures';
import { fileItem, jobOf, testEngine, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { probe } from '../support/probe';
import { unzipped } from '../support/unzipped';

let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine();
});
afterAll(() => engine.stop());
afterEach(async () => expect(await engine.leftovers()).toEqual([]));

async function convert(source: string, parameters: Parameters<typeof workflowOf>[1]) {
  const run = await engine.run(workflowOf([fileItem(source)], parameters)).ended;
  expect(run.data.resultData.error?.message).toBeUndefined();
  expect(run.status).toBe('success');
  return engine.itemsOf(run, 'Create Job');
}

interface Case {
  kind: string;
  options: Record<string, string | number>;
  more?: Record<string, number>;
  binary: { fileName: string; mimeType: string; fileExtension: string; fileType?: string };
  codec: string;
  width?: number;
}

test.each<Case>([
  {
    kind: 'video',
    options: { width: '320' },
    binary: { fileName: 'card-16x9.mp4', mimeType: 'video/mp4', fileExtension: 'mp4', fileType: 'video' },
    codec: 'h264',
    width: 320,
  },
  {
    kind: 'audio',
    options: {},
    binary: { fileName: 'card-16x9.mp3', mimeType: 'audio/mpeg', fileExtension: 'mp3', fileType: 'audio' },
    codec: 'mp3',
  },
  {
    kind: 'image',
    options: { start: 1, width: '50%' },
    binary: { fileName: 'card-16x9.jpg', mimeType: 'image/jpeg', fileExtension: 'jpg', fileType: 'image' },
    codec: 'mjpeg',
    width: 320,
  },
  {
    kind: 'animation',
    options: { width: '160' },
    more: { end: 1 },
    binary: { fileName: 'card-16x9.gif', mimeType: 'image/gif', fileExtension: 'gif', fileType: 'image' },
    codec: 'gif',
    width: 160,
  },
])('$kind: one file, named and typed, with its job', async ({ kind, options, more, binary, codec, width }) => {
  const [item, ...others] = await convert(await fixture('card-16x9.mp4'), { kind, options, ...more });
  expect(others).toEqual([]);
  expect(item?.binary?.['data']).toMatchObject({ ...binary, id: expect.stringMatching(/^filesystem/) as string });
  expect(item?.pairedItem).toEqual({ item: 0 });
  expect(Object.keys(item?.json ?? {})).toEqual(['job']);
  expect(jobOf(item)).toMatchObject({
    kind,
    status: 'succeeded',
    input: 'card-16x9.mp4',
    output: binary.fileName,
    error: null,
  });
  expect(jobOf(item).tasks.map((task) => [task.kind, task.status, task.progress])).toEqual(
    ['probe', 'import', kind, 'export'].map((name) => [name, 'succeeded', 100]),
  );
  const { streams } = await probe(engine.pathOf(item?.binary?.['data']));
  expect(streams[0]?.codec_name).toBe(codec);
  expect(streams[0]?.width).toBe(width);
});

test('the job echoes what was asked, with numbers as numbers and without what was left empty', async () => {
  const [item] = await convert(await fixture('card-16x9.mp4'), {
    kind: 'video',
    options: { width: '160', height: '', quality: 'low', start: 0.5 },
  });
  expect(jobOf(item).options).toEqual({ width: 160, quality: 'low', start: 0.5 });
});

test('expressions are evaluated for each item', async () => {
  const card = await fixture('card-16x9.jpg');
  const workflow = workflowOf([fileItem(card, { wide: 64 }), fileItem(card, { wide: '25%' })], {
    kind: 'image',
    options: { width: '={{ $json.wide }}', format: '={{ $itemIndex === 0 ? "png" : "webp" }}' },
  });
  const items = engine.itemsOf(await engine.run(workflow).ended, 'Create Job');
  expect(items.map(({ binary }) => binary?.['data']?.fileName)).toEqual(['card-16x9.png', 'card-16x9.webp']);
  const sizes = await Promise.all(
    items.map(async ({ binary }) => (await probe(engine.pathOf(binary?.['data']))).video?.width),
  );
  expect(sizes).toEqual([64, 160]);
});

test('thumbnails are an item for each picture, after the list that says when they are shown', async () => {
  const items = await convert(await fixture('card-16x9.mp4'), {
    kind: 'thumbnails',
    options: { count: 2 },
    pictureOptions: { width: 64 },
  });
  expect(items.map(({ json }) => json['file'])).toEqual([
    { path: 'thumbnails.vtt', mime_type: 'text/vtt' },
    { path: 'thumbnail-001.jpg', mime_type: 'image/jpeg' },
    { path: 'thumbnail-002.jpg', mime_type: 'image/jpeg' },
  ]);
  expect((await probe(engine.pathOf(items[1]?.binary?.['data']))).video?.width).toBe(64);
  const [zip] = await convert(await fixture('card-16x9.mp4'), {
    kind: 'thumbnails',
    options: { times: '[0.5]', sprite: true },
    hlsOutput: 'zip',
  });
  const entries = await unzipped(engine.pathOf(zip?.binary?.['data']));
  expect([...entries.keys()]).toEqual(['thumbnails.vtt', 'thumbnails.jpg']);
});

describe('HLS', () => {
  test('one item for each file, the master playlist first, each with its place', async () => {
    const items = await convert(await fixture('card-16x9.mp4'), { kind: 'adaptive_video', options: {} });
    const files = items.map(({ json }) => json['file'] as { path: string; mime_type: string });
    expect(files[0]?.path).toBe('master.m3u8');
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    expect(jobOf(items[0]).output).toBe('master.m3u8');
    for (const [index, { json, binary, pairedItem }] of items.entries()) {
      expect(pairedItem).toEqual({ item: 0 });
      expect(jobOf(items[index]).id).toBe(jobOf(items[0]).id);
      const { path, mime_type } = json['file'] as { path: string; mime_type: string };
      expect(binary?.['data']).toMatchObject({ fileName: path.split('/').pop(), mimeType: mime_type });
      expect(mime_type).toBe(mimeOfExtension(extname(path).slice(1)));
    }
    // Every file that a playlist names is among the items.
    for (const { json, binary } of items.filter(({ json: { file } }) =>
      (file as { path: string }).path.endsWith('.m3u8'),
    )) {
      const named = (await readFile(engine.pathOf(binary?.['data']), 'utf8'))
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'));
      expect(named.length).toBeGreaterThan(0);
      for (const name of named)
        expect({ in: json['file'], known: files.some(({ path }) => path === name), name }).toMatchObject({
          known: true,
        });
    }
  });

  test('a ZIP holds the same files', async () => {
    const source = await fixture('card-16x9.mp4');
    const asFiles = await convert(source, { kind: 'adaptive_video', options: {} });
    const [item, ...others] = await convert(source, { kind: 'adaptive_video', options: {}, hlsOutput: 'zip' });
    expect(others).toEqual([]);
    expect(item?.binary?.['data']).toMatchObject({
      fileName: 'card-16x9.zip',
      mimeType: 'application/zip',
      fileExtension: 'zip',
    });
    expect(item?.json).not.toHaveProperty('file');
    expect(jobOf(item).output).toBe('card-16x9.zip');
    const entries = await unzipped(engine.pathOf(item?.binary?.['data']));
    expect([...entries.keys()]).toEqual(asFiles.map(({ json }) => (json['file'] as { path: string }).path));
    const master = asFiles[0]?.binary?.['data'];
    expect(entries.get('master.m3u8')?.toString()).toBe(await readFile(engine.pathOf(master), 'utf8'));
  });
});
