import { rm } from 'node:fs/promises';
import type { IDataObject, INode } from 'n8n-workflow';
import { placeOnWeb } from '../../src/pipeline/storage/place';
import { heldServer } from '../support/heldServer';
import { sharedEngine } from '../../nodes/background/sharedEngine';
import type { Engine } from '../../src/jobs/engine';
import { fixture } from '../fixtures';
import { fileItem, jobOf, testEngine, thenAlso, WAIT_FOR_JOB, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { probe } from '../support/probe';
import { storeOf } from '../support/engine';

let n8n: TestEngine;
let engine: Engine;
beforeAll(async () => {
  n8n = await testEngine();
  engine = await sharedEngine();
});
afterAll(() => n8n.stop());

const image = (more: IDataObject = {}): IDataObject => ({
  kind: 'image',
  options: { format: 'png', width: '64' },
  waitForCompletion: false,
  ...more,
});
const wait = (parameters: IDataObject = {}, settings: Partial<INode> = {}) => ({
  name: 'Wait for Job',
  type: WAIT_FOR_JOB,
  parameters,
  settings,
});
const ended = (id: string) => engine.jobs.ended(id, AbortSignal.timeout(30_000));

/** Wait for Job alone, with these items. */
const waitAlone = (items: IDataObject[], parameters: IDataObject = {}, settings: Partial<INode> = {}) => {
  const [read] = workflowOf(
    items.map((json) => ({ json })),
    {},
  ).nodes;
  return n8n.run(
    thenAlso({ name: 'wait', nodes: read === undefined ? [] : [read], connections: {} }, wait(parameters, settings)),
  ).ended;
};

describe('Create Job, Wait for Job', () => {
  test('gives the results of short jobs within the execution, in the order of the items', async () => {
    const names = ['card-16x9.jpg', 'card-4x3.png', 'exif-6.jpg', 'still.webp', 'odd.png'] as const;
    const items = await Promise.all(names.map(async (name, n) => fileItem(await fixture(name), { n })));
    const run = await n8n.run(
      thenAlso(
        workflowOf(items, image({ itemOptions: { keepJson: true } })),
        wait({ itemOptions: { keepJson: true } }),
      ),
    ).ended;
    expect([run.status, run.waitTill]).toEqual(['success', undefined]);
    const made = n8n.itemsOf(run, 'Wait for Job');
    expect(made.map(({ json, pairedItem, binary }) => [json['n'], pairedItem, binary?.['data']?.fileName])).toEqual(
      names.map((name, n) => [n, { item: n }, name.replace(/\.\w+$/, '.png')]),
    );
    for (const item of made) {
      expect(jobOf(item)).toMatchObject({ status: 'succeeded', attempts: { made: 1 } });
      expect((await probe(n8n.pathOf(item.binary?.['data']))).video).toMatchObject({ codec_name: 'png', width: 64 });
    }
  });

  test('jobs that have ended long ago pass straight through, in any order of ids', async () => {
    const first = await n8n.run(
      workflowOf([fileItem(await fixture('card-16x9.jpg')), fileItem(await fixture('card-4x3.png'))], image()),
    ).ended;
    const ids = n8n.itemsOf(first, 'Create Job').map((item) => jobOf(item).id);
    for (const id of ids) await ended(id);
    const run = await waitAlone(
      [...ids].reverse().map((id) => ({ id })),
      { jobId: '={{ $json.id }}', outputBinaryPropertyName: 'picture' },
    );
    expect(n8n.itemsOf(run, 'Wait for Job').map(({ binary }) => binary?.['picture']?.fileName)).toEqual([
      'card-4x3.png',
      'card-16x9.png',
    ]);
  });

  test('the other fields and files of the item go on only where that is wanted', async () => {
    const item = {
      json: { order: 42 },
      binary: { data: { path: await fixture('card-16x9.jpg') }, other: { path: await fixture('card-4x3.png') } },
    };
    const through = async (itemOptions: IDataObject) => {
      const run = await n8n.run(
        thenAlso(
          workflowOf([item], image({ itemOptions: { keepJson: true, keepBinary: true } })),
          wait({ outputBinaryPropertyName: 'small', itemOptions }),
        ),
      ).ended;
      const [made] = n8n.itemsOf(run, 'Wait for Job');
      return [Object.keys(made?.json ?? {}).sort(), Object.keys(made?.binary ?? {}).sort()];
    };
    expect(await through({ keepJson: false })).toEqual([['job'], ['small']]);
    expect(await through({})).toEqual([['job', 'order'], ['small']]);
    expect(await through({ keepJson: true, keepBinary: true })).toEqual([
      ['job', 'order'],
      ['data', 'other', 'small'],
    ]);
  });

  test.each([
    ['files', ['master.m3u8', 'stream_0.m3u8', 'stream_0_00000.m4s']],
    ['zip', ['talk.zip']],
  ])('an HLS stream goes on as %s', async (hlsOutput, names) => {
    const run = await n8n.run(
      thenAlso(
        workflowOf([fileItem(await fixture('card-16x9.mp4'))], {
          kind: 'adaptive_video',
          waitForCompletion: false,
          options: { max_width: '160' },
        }),
        wait({ hlsOutput, outputFileName: 'talk' }),
      ),
    ).ended;
    expect(run.data.resultData.error?.message).toBeUndefined();
    const made = n8n.itemsOf(run, 'Wait for Job');
    expect(made.map(({ binary }) => binary?.['data']?.fileName)).toEqual(expect.arrayContaining(names));
    expect(made[0]?.binary?.['data']?.fileName).toBe(names[0]);
    expect(jobOf(made[0]).output).toBe(names[0]);
    // Nothing of the job says where its files lay.
    expect(JSON.stringify(made[0]?.json)).not.toContain(engine.home.folder);
    expect(made.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
    if (hlsOutput === 'files')
      expect(made[0]?.json['file']).toEqual({ path: 'master.m3u8', mime_type: 'application/vnd.apple.mpegurl' });
  });

  test('what was put up with is shown above the output', async () => {
    const run = await n8n.run(
      thenAlso(workflowOf([fileItem(await fixture('card-16x9.jpg'))], image({ options: { width: '2000' } })), wait()),
    ).ended;
    const said = jobOf(n8n.itemsOf(run, 'Wait for Job')[0]).warnings?.map(({ message }) => message) ?? [];
    expect(said.length).toBeGreaterThan(0);
    expect(run.data.resultData.runData['Wait for Job']?.[0]?.hints?.map(({ message }) => message)).toEqual(
      expect.arrayContaining(said),
    );
  });
});

describe('a job that failed', () => {
  const three = async () => [
    fileItem(await fixture('card-16x9.jpg'), { n: 0 }),
    fileItem(await fixture('text.mp4'), { n: 1 }),
    fileItem(await fixture('card-4x3.png'), { n: 2 }),
  ];
  const through = async (settings: Partial<INode>, parameters: IDataObject = {}) =>
    n8n.run(
      thenAlso(
        workflowOf(await three(), image({ itemOptions: { keepJson: true } })),
        wait({ itemOptions: { keepJson: true }, ...parameters }, settings),
      ),
    ).ended;

  test('stops the workflow with what happened, what to do, and which job it was', async () => {
    const { error } = (await through({})).data.resultData;
    expect(error?.message).toBe('The input text.mp4 cannot be used: it is text and not a media file.');
    expect(error).toMatchObject({
      name: 'NodeOperationError',
      context: { itemIndex: 1 },
      description: expect.stringMatching(
        /^Give a video, audio or image file\. Job: job_\S+, in its task "probe"\.$/,
      ) as string,
    });
  });

  test('is an error on its own item when the node continues', async () => {
    const run = await through({ onError: 'continueRegularOutput' });
    expect(run.status).toBe('success');
    const items = n8n.itemsOf(run, 'Wait for Job');
    expect(items.map(({ json, pairedItem }) => [json['n'], pairedItem])).toEqual(
      [0, 1, 2].map((item) => [item, { item }]),
    );
    expect(items.map((item) => jobOf(item).status)).toEqual(['succeeded', 'failed', 'succeeded']);
    expect(items[1]?.json['error']).toEqual({
      kind: 'input_unsupported',
      message: jobOf(items[1]).error?.message,
      retryable: false,
      task: 'probe',
    });
    expect(items.map(({ binary }) => binary?.['data']?.fileName)).toEqual(['card-16x9.png', undefined, 'card-4x3.png']);
  });

  test('goes to the error output with the fields of its input', async () => {
    const run = await through({ onError: 'continueErrorOutput' });
    expect(n8n.itemsOf(run, 'Wait for Job', 0).map(({ json }) => json['n'])).toEqual([0, 2]);
    const [failed, ...others] = n8n.itemsOf(run, 'Wait for Job', 1);
    expect(others).toEqual([]);
    expect(failed?.json).toMatchObject({
      n: 1,
      // n8n keeps the item's fields: its job is the one that was created.
      job: { status: 'queued' },
      error: { kind: 'input_unsupported', task: 'probe', job: { status: 'failed' } },
      details: { job: { status: 'failed' } },
    });
  });

  test('is shown as it is when it is only checked', async () => {
    const first = await n8n.run(workflowOf(await three(), image())).ended;
    const items = n8n.itemsOf(first, 'Create Job').map((item) => ({ job: { id: jobOf(item).id } }));
    for (const { job } of items) await ended(job.id);
    const run = await waitAlone(items, { operation: 'once' });
    expect(run.status).toBe('success');
    const made = n8n.itemsOf(run, 'Wait for Job');
    expect(made.map((item) => [jobOf(item).status, item.binary?.['data']?.fileName])).toEqual([
      ['succeeded', 'card-16x9.png'],
      ['failed', undefined],
      ['succeeded', 'card-4x3.png'],
    ]);
    expect(made[1]?.json).not.toHaveProperty('error');
  });
});

describe('what else can be done with jobs', () => {
  const statusesOf = (run: Awaited<ReturnType<typeof waitAlone>>) =>
    n8n.itemsOf(run, 'Wait for Job').map(({ json, pairedItem }) => [json['n'], jobOf({ json }).status, pairedItem]);

  test('they are listed, the newest first, as the filters say; a failed one is begun anew; one that is queued is cancelled', async () => {
    const first = await n8n.run(
      workflowOf([fileItem(await fixture('card-16x9.jpg')), fileItem(await fixture('text.mp4'))], image()),
    ).ended;
    const ids = n8n.itemsOf(first, 'Create Job').map((item) => jobOf(item).id);
    for (const id of ids) await ended(id);

    const listed = await waitAlone([{ n: 1 }], { operation: 'list', limit: 2 });
    const [newest, before, ...others] = n8n.itemsOf(listed, 'Wait for Job').map(jobOf);
    expect(others).toEqual([]);
    expect([newest?.id, before?.id]).toEqual([ids[1], ids[0]]);
    expect(before).toMatchObject({ status: 'succeeded', output: 'card-16x9.png' });
    const failed = await waitAlone([{ n: 1 }], {
      operation: 'list',
      limit: 1,
      filters: { status: 'failed', kind: 'image' },
    });
    expect(statusesOf(failed)).toEqual([[1, 'failed', { item: 0 }]]);
    // As version 2 saved it.
    const saved = await waitAlone([{ n: 1 }], { mode: 'list', limit: 2 }, { typeVersion: 2 });
    expect(n8n.itemsOf(saved, 'Wait for Job').map((item) => jobOf(item).id)).toEqual([ids[1], ids[0]]);

    const again = await waitAlone([{ n: 7, job: { id: ids[1] } }], { operation: 'retry' });
    expect(statusesOf(again)).toEqual([[7, 'queued', { item: 0 }]]);
    expect((await ended(ids[1] ?? '')).status).toBe('failed');

    const pictures = await heldServer(await fixture('card-16x9.jpg'));
    try {
      const { id } = await engine.jobs.create({
        request: { kind: 'image', options: {}, metadata: {} },
        input: { place: placeOnWeb(pictures.url('a')) },
      });
      expect(statusesOf(await waitAlone([{ n: 3, job: { id } }], { operation: 'cancel' }))).toEqual([
        [3, 'cancelled', { item: 0 }],
      ]);
    } finally {
      await pictures.close();
    }
  });

  test.each([
    ['cancel', 'has ended already (succeeded)'],
    ['retry', 'has ended already (succeeded)'],
  ])('%s of a job that has succeeded is an error of its item', async (operation, words) => {
    const first = await n8n.run(workflowOf([fileItem(await fixture('card-16x9.jpg'))], image())).ended;
    const { id } = jobOf(n8n.itemsOf(first, 'Create Job')[0]);
    await ended(id);
    expect((await waitAlone([{ job: { id } }], { operation })).data.resultData.error?.message).toContain(words);
  });

  test('a list that cannot be is refused in words', async () => {
    expect((await waitAlone([{}], { operation: 'list', limit: '={{ 0 }}' })).data.resultData.error?.message).toBe(
      '"Limit" must be a whole number from 1 to 1,000 (given: "0").',
    );
  });
});

describe('a job that is not there', () => {
  test.each([
    ['unknown', { job: { id: 'job_nowhere' } }, 'There is no job job_nowhere.'],
    ['not named', {}, '"Job ID" must be the id of a job, such as job_6epMGAkRGT873ZcgTFPw (given: nothing).'],
    ['a number', { job: { id: 7 } }, '"Job ID" must be the id of a job, such as job_6epMGAkRGT873ZcgTFPw (given: 7).'],
    ['blank', { job: { id: ' ' } }, '"Job ID" must be the id of a job, such as job_6epMGAkRGT873ZcgTFPw (given: " ").'],
  ])('(%s) is an error in either mode', async (_, json, message) => {
    expect((await waitAlone([json])).data.resultData.error?.message).toBe(message);
    expect((await waitAlone([json], { operation: 'once' })).data.resultData.error?.message).toBe(message);
  });

  test('is an error of its own item alone', async () => {
    const [item] = n8n.itemsOf(
      await waitAlone([{ job: { id: 'job_nowhere' } }], {}, { onError: 'continueRegularOutput' }),
      'Wait for Job',
    );
    expect(item?.json).toMatchObject({ error: { kind: 'job_not_found', retryable: false }, job: null });
  });

  test('whose result is no longer kept says so', async () => {
    const first = await n8n.run(workflowOf([fileItem(await fixture('card-16x9.jpg'))], image())).ended;
    const { id } = jobOf(n8n.itemsOf(first, 'Create Job')[0]);
    const { output } = await ended(id);
    await rm(output ?? '');
    expect((await waitAlone([{ job: { id } }])).data.resultData.error?.message).toBe(
      `The result of the job ${id} is no longer kept.`,
    );
    await storeOf(engine).queue.filesRemoved(id);
    const [item] = n8n.itemsOf(
      await waitAlone([{ job: { id } }], {}, { onError: 'continueRegularOutput' }),
      'Wait for Job',
    );
    expect(item?.json).toMatchObject({
      error: { kind: 'output_gone', message: expect.stringContaining('MEDIA_JOBS_KEEP_FILES_HOURS') as string },
      job: { status: 'succeeded' },
    });
  });

  test('needs no item', async () => {
    expect((await waitAlone([])).status).toBe('success');
  });
});
