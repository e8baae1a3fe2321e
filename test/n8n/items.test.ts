import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { fixture } from '../fixtures';
import { fileItem, jobOf, testEngine, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';

let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine();
});
afterAll(() => engine.stop());
afterEach(async () => expect(await engine.leftovers()).toEqual([]));

const image = (options: IDataObject = {}): IDataObject => ({
  kind: 'image',
  options: { format: 'png', width: '64', ...options },
});

describe('many items', () => {
  test('all are converted, in order, each paired with its own', async () => {
    const sources = await Promise.all(
      (['card-16x9.jpg', 'card-4x3.png', 'exif-6.jpg', 'still.webp', 'odd.png'] as const).map(fixture),
    );
    const run = await engine.run(
      workflowOf(
        sources.map((path, n) => fileItem(path, { n })),
        { ...image(), itemOptions: { concurrency: 3, keepJson: true } },
      ),
    ).ended;
    const items = engine.itemsOf(run, 'Create Job');
    expect(items.map(({ json }) => json['n'])).toEqual([0, 1, 2, 3, 4]);
    expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3, 4].map((item) => ({ item })));
    expect(items.map(({ binary }) => binary?.['data']?.fileName)).toEqual([
      'card-16x9.png',
      'card-4x3.png',
      'exif-6.png',
      'still.png',
      'odd.png',
    ]);
    expect(new Set(items.map((item) => jobOf(item).id)).size).toBe(5);
  });

  test('as many at once as the concurrency says, and the order is kept when the first one is the last to end', async () => {
    const picture = await fixture('card-16x9.jpg');
    // The server keeps the first picture to the end and answers another only when both are asked for at once: each answer lets one more come.
    const open = new Map<string, ServerResponse>();
    const counts: number[] = [];
    const answered: string[] = [];
    const answer = (name: string) => {
      const response = open.get(name);
      open.delete(name);
      answered.push(name);
      createReadStream(picture).pipe(response as ServerResponse);
    };
    const server = await listen((name, response) => {
      open.set(name, response);
      counts.push(open.size);
      const other = [...open.keys()].find((asked) => asked !== 'pic-0.jpg');
      if (open.size === 2 && other !== undefined) answer(other);
      if (name === 'pic-3.jpg') answer('pic-0.jpg');
    });
    try {
      const items = [0, 1, 2, 3].map((n) => ({ json: { url: `${server.url}/pic-${n}.jpg` } }));
      const run = await engine.run(
        workflowOf(items, { ...image(), inputSource: 'url', url: '={{ $json.url }}', itemOptions: { concurrency: 2 } }),
      ).ended;
      const made = engine.itemsOf(run, 'Create Job');
      expect(answered).toEqual(['pic-1.jpg', 'pic-2.jpg', 'pic-3.jpg', 'pic-0.jpg']);
      expect(counts).toEqual([1, 2, 2, 2]);
      expect(made.map((item) => [jobOf(item).input, item.pairedItem])).toEqual(
        items.map(({ json: { url } }, item) => [url, { item }]),
      );
    } finally {
      await server.close();
    }
  });
});

describe('when an item fails', () => {
  const three = async () => [
    fileItem(await fixture('card-16x9.jpg'), { n: 0 }),
    fileItem(await fixture('text.mp4'), { n: 1 }),
    fileItem(await fixture('card-4x3.png'), { n: 2 }),
  ];

  test('the node fails with what happened and what to do, and names the item', async () => {
    const run = await engine.run(workflowOf(await three(), image())).ended;
    expect(run.status).toBe('error');
    const { error } = run.data.resultData;
    expect(error?.message).toBe('The input text.mp4 cannot be used: it is text and not a media file.');
    expect(error).toMatchObject({
      name: 'NodeOperationError',
      description: 'Give a video, audio or image file.',
      context: { itemIndex: 1 },
    });
  });

  test('set to continue, it gives an error item in its place and the others as they are', async () => {
    const run = await engine.run(
      workflowOf(await three(), { ...image(), itemOptions: { keepJson: true } }, { onError: 'continueRegularOutput' }),
    ).ended;
    expect(run.status).toBe('success');
    const items = engine.itemsOf(run, 'Create Job');
    expect(items.map(({ json, pairedItem }) => [json['n'], pairedItem])).toEqual(
      [0, 1, 2].map((item) => [item, { item }]),
    );
    expect(items.map((item) => jobOf(item).status)).toEqual(['succeeded', 'failed', 'succeeded']);
    expect(items[1]?.json['error']).toMatchObject({
      kind: 'input_unsupported',
      retryable: false,
      message: jobOf(items[1]).error?.message,
    });
    expect(items[1]?.binary).toBeUndefined();
    expect(items[0]?.json).not.toHaveProperty('error');
  });

  test('set to use the error output, the error item goes there with the fields of its input', async () => {
    const run = await engine.run(workflowOf(await three(), image(), { onError: 'continueErrorOutput' })).ended;
    expect(engine.itemsOf(run, 'Create Job', 0).map(({ pairedItem }) => pairedItem)).toEqual([
      { item: 0 },
      { item: 2 },
    ]);
    const [failed, ...others] = engine.itemsOf(run, 'Create Job', 1);
    expect(others).toEqual([]);
    expect(failed?.json).toMatchObject({
      n: 1,
      error: { kind: 'input_unsupported' },
      details: { job: { status: 'failed', kind: 'image' } },
    });
  });

  test('a request that is no job says all that is wrong, field by field', async () => {
    const workflow = workflowOf([fileItem(await fixture('card-16x9.mp4'))], {
      kind: 'video',
      options: { width: '90000', codec: 'vp9', format: 'mp4', fps: 0 },
    });
    const { error } = (await engine.run(workflow).ended).data.resultData;
    expect(error?.message).toMatch(/"Width" must be at most 8,192.*"Frames per Second" must be at least 1/);
    expect(error).toMatchObject({ context: { itemIndex: 0 } });

    const items = engine.itemsOf(
      await engine.run({
        ...workflow,
        nodes: workflow.nodes.map((node) => ({ ...node, onError: 'continueRegularOutput' as const })),
      }).ended,
      'Create Job',
    );
    expect(items[0]?.json).toMatchObject({ error: { kind: 'request_invalid' }, job: null });
  });

  describe('a binary field that is not there', () => {
    const run = async (fields: string[], settings: Parameters<typeof workflowOf>[2] = {}) => {
      const path = await fixture('card-16x9.jpg');
      const binary = Object.fromEntries(fields.map((field) => [field, { path }]));
      const workflow = workflowOf([{ binary }], { ...image(), binaryPropertyName: 'data' }, settings);
      const ended = await engine.run(workflow).ended;
      return { error: ended.data.resultData.error, item: engine.itemsOf(ended, 'Create Job')[0] };
    };

    test('is the only one that the item has, as a form calls an upload by its question', async () => {
      const { error, item } = await run(['Video file']);
      expect([error?.message, item?.binary?.['data']?.fileName]).toEqual([undefined, 'card-16x9.png']);
    });

    test('is asked for by the names of all where there are several', async () => {
      const { error } = await run(['Video file', 'Logo']);
      expect(error?.message).toBe(
        '"Input" must be one of the item\'s binary fields: "Video file", "Logo" (given: "data").',
      );
      const { item } = await run(['a', 'b'], { onError: 'continueRegularOutput' });
      expect(item?.json['error']).toMatchObject({ kind: 'request_invalid' });
    });

    test('is named in n8n’s own words where there is none', async () => {
      expect((await run([])).error?.message).toMatch(/no binary|binary file 'data'|binary data/i);
      const { item } = await run([], { onError: 'continueRegularOutput' });
      expect(item?.json['error']).toMatchObject({ kind: 'input_required' });
    });
  });

  test('an empty file is refused under its own name', async () => {
    const { error } = (await engine.run(workflowOf([fileItem(await fixture('empty.mp4'))], image())).ended).data
      .resultData;
    expect(error?.message).toBe('The input empty.mp4 is empty (0 bytes).');
  });

  test('an expression that fails is n8n’s error, for this item alone', async () => {
    const parameters = image({ width: "={{ $json.n === 0 ? 64 : $('Nowhere').item.json.width }}" });
    const source = await fixture('card-16x9.jpg');
    const sources = [fileItem(source, { n: 0 }), fileItem(source, { n: 1 })];
    const items = engine.itemsOf(
      await engine.run(workflowOf(sources, parameters, { onError: 'continueRegularOutput' })).ended,
      'Create Job',
    );
    expect(jobOf(items[0]).status).toBe('succeeded');
    expect(items[1]?.json).toMatchObject({
      error: { kind: 'request_invalid', message: expect.stringContaining('node') as string },
      job: null,
    });
    const { error } = (await engine.run(workflowOf(sources, parameters)).ended).data.resultData;
    expect(error?.name).toBe('ExpressionError');
  });
});

describe('what of the input item goes on', () => {
  const item = async () => ({
    json: { order: 42, job: 'overwritten' },
    binary: { data: { path: await fixture('card-16x9.jpg') }, other: { path: await fixture('card-4x3.png') } },
  });

  test.each([
    { version: 1, itemOptions: {}, json: ['job', 'preset'], binary: ['data'] },
    { version: 2, itemOptions: {}, json: ['job', 'order', 'preset'], binary: ['data'] },
    { version: 2, itemOptions: { keepJson: false }, json: ['job', 'preset'], binary: ['data'] },
    { version: 1, itemOptions: { keepJson: true }, json: ['job', 'order', 'preset'], binary: ['data'] },
    { version: 1, itemOptions: { keepBinary: true }, json: ['job', 'preset'], binary: ['data', 'other'] },
    { version: 2, itemOptions: { keepBinary: true }, json: ['job', 'order', 'preset'], binary: ['data', 'other'] },
  ])('version $version, $itemOptions', async ({ version, itemOptions, json, binary }) => {
    const made = await makes({ preset: 'thumbnail', options: { format: 'png' }, itemOptions }, version);
    expect(Object.keys(made?.json ?? {}).sort()).toEqual(json);
    expect(Object.keys(made?.binary ?? {}).sort()).toEqual(binary);
    expect(jobOf(made).status).toBe('succeeded');
    expect(made?.binary?.['data']?.fileName).toBe('card-16x9.png');
  });

  const makes = async (parameters: IDataObject, typeVersion: number, json: IDataObject = {}) => {
    const { json: own, ...files } = await item();
    const workflow = workflowOf([{ ...files, json: { ...own, ...json } }], parameters, { typeVersion });
    return engine.itemsOf(await engine.run(workflow).ended, 'Create Job')[0];
  };

  test('an error of an earlier node does not stand beside a result, unless in version 1', async () => {
    const error = { error: 'too late' };
    expect((await makes(image(), 2, error))?.json).not.toHaveProperty('error');
    const kept = { preset: 'thumbnail', itemOptions: { keepJson: true } };
    expect((await makes(kept, 1, error))?.json).toMatchObject(error);
    expect((await makes(kept, 2, error))?.json).not.toHaveProperty('error');
  });

  test.each([
    ['{{ $json.order }}', '42.png'],
    ['poster', 'poster.png'],
    ['poster.jpg', 'poster.png'],
    ['Talk 1.2', 'Talk 1.2.png'],
    ['../up', '_up.png'],
    ['  ', 'card-16x9.png'],
  ])('the file name "%s" makes the file %s, in binary data and in the job', async (name, file) => {
    const made = await makes({ ...image(), outputFileName: name.includes('{{') ? `=${name}` : name }, 2);
    expect([made?.binary?.['data']?.fileName, jobOf(made).output]).toEqual([file, file]);
  });

  test('a result under another name leaves the input beside it', async () => {
    const parameters = { ...image(), outputBinaryPropertyName: 'small', itemOptions: { keepBinary: true } };
    const [made] = engine.itemsOf(await engine.run(workflowOf([await item()], parameters)).ended, 'Create Job');
    expect(
      Object.fromEntries(Object.entries(made?.binary ?? {}).map(([field, { fileName }]) => [field, fileName])),
    ).toEqual({ data: 'card-16x9.jpg', other: 'card-4x3.png', small: 'card-16x9.png' });
  });
});

describe('metadata', () => {
  const metadataOf = async (parameters: IDataObject) => {
    const run = await engine.run(
      workflowOf([fileItem(await fixture('card-16x9.jpg'), { order: 7 })], { ...image(), ...parameters }),
    ).ended;
    return run.data.resultData.error?.message ?? jobOf(engine.itemsOf(run, 'Create Job')[0]).metadata;
  };

  test.each([
    ['nothing', {}, {}],
    [
      'fields',
      {
        metadata: {
          values: [
            { key: 'order', value: '={{ $json.order }}' },
            { key: '', value: 'unnamed' },
          ],
        },
      },
      { order: 7 },
    ],
    ['JSON text', { specifyMetadata: 'json', metadataJson: '{"a": {"b": [1, null]}}' }, { a: { b: [1, null] } }],
    [
      'JSON from an expression',
      { specifyMetadata: 'json', metadataJson: '={{ { order: $json.order } }}' },
      { order: 7 },
    ],
    ['empty JSON', { specifyMetadata: 'json', metadataJson: '' }, {}],
  ])('%s', async (_, parameters, expected) => {
    expect(await metadataOf(parameters)).toEqual(expected);
  });

  test.each(['[1]', '{broken', '"text"'])('%s is refused', async (metadataJson) => {
    expect(await metadataOf({ specifyMetadata: 'json', metadataJson })).toMatch(
      /"Metadata \(JSON\)" must be a JSON object/,
    );
  });
});

describe('a URL as input', () => {
  const convert = async (url: string) => {
    const run = await engine.run(workflowOf([{ json: {} }], { ...image(), inputSource: 'url', url })).ended;
    return { item: engine.itemsOf(run, 'Create Job')[0], error: run.data.resultData.error };
  };

  test('is fetched and converted where an administrator allows its host, and refused where not', async () => {
    const picture = await fixture('card-16x9.jpg');
    const server = await listen((_, response) => createReadStream(picture).pipe(response));
    try {
      const { item } = await convert(`${server.url}/some/picture.jpg?signature=secret`);
      expect(item?.binary?.['data']?.fileName).toBe('picture.png');
      expect(jobOf(item).input).toBe(`${server.url}/some/picture.jpg?signature=***`);
      delete process.env['MEDIA_JOBS_ALLOW_HOSTS'];
      const { error } = await convert(`${server.url}/some/picture.jpg`);
      expect(error?.message).toMatch(/is refused/);
      expect((error as { description?: string }).description).toContain(
        `MEDIA_JOBS_ALLOW_HOSTS=${new URL(server.url).host}`,
      );
    } finally {
      await server.close();
    }
  });

  test.each([['/etc/passwd'], ['file:///etc/passwd'], ['picture.jpg'], ['ftp://example.com/a.mp4']])(
    '%s is no URL that is read',
    async (url) => {
      const { error } = await convert(url);
      expect(error?.message).toMatch(/cannot be read: it is no address that starts with http/);
    },
  );

  test('an empty one is no input', async () => {
    expect((await convert(' ')).error?.message).toBe('The job has no input.');
  });
});

test.each<[string, string, Parameters<typeof fixture>[0], IDataObject]>([
  ['enlarged', 'upscaled', 'card-16x9.jpg', image({ width: '2000' })],
  ['without its sound', 'audio_dropped', 'clip.mov', { preset: 'gif_preview', options: { end: 0.2, width: '32' } }],
  ['not encoded anew', 'remuxed', 'clip.mp4', { kind: 'video' }],
])('what was put up with is shown above the output: %s', async (_, kind, source, parameters) => {
  const run = await engine.run(workflowOf([fileItem(await fixture(source))], parameters)).ended;
  const [item] = engine.itemsOf(run, 'Create Job');
  const said = jobOf(item).warnings?.map(({ message }) => message) ?? [];
  expect(jobOf(item).warnings).toContainEqual(expect.objectContaining({ kind }));
  const hints = run.data.resultData.runData['Create Job']?.[0]?.hints?.map(({ message }) => message);
  expect(hints).toEqual(expect.arrayContaining(said));
});

/** A server on this machine, its host allowed as long as it runs. */
async function listen(
  handle: (name: string, response: ServerResponse) => void,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer(({ url }, response) =>
    handle(new URL(url ?? '/', 'http://x').pathname.slice(1), response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['MEDIA_JOBS_ALLOW_HOSTS'] = host;
  return {
    url: `http://${host}`,
    async close() {
      delete process.env['MEDIA_JOBS_ALLOW_HOSTS'];
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
