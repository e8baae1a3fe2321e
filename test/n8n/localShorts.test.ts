import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import { CreateShorts } from '../../nodes/CreateShorts/CreateShorts.node';
import { sharedEngine } from '../../nodes/background/sharedEngine';
import type { Short } from '../../src/pipeline/job/short';
import { fixture } from '../fixtures';
import { fileItem, jobOf, testEngine, thenAlso, WAIT_FOR_JOB, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { decodeImage } from '../support/pixels';
import { probe } from '../support/probe';

const CREATE_SHORTS = 'n8n-nodes-media-jobs.createShorts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine('filesystem', { [CREATE_SHORTS]: new CreateShorts() });
});
afterAll(() => engine.stop());
afterEach(async () => expect(await engine.leftovers()).toEqual([]));

async function run(
  source: string,
  parameters: Parameters<typeof workflowOf>[1],
  settings: Parameters<typeof workflowOf>[2] = {},
) {
  return engine.run(workflowOf([fileItem(source)], parameters, { type: CREATE_SHORTS, ...settings })).ended;
}

const two = {
  defineShorts: 'fields',
  predefinedShorts: {
    values: [
      { title: 'First', start: 0, end: 1 },
      { title: 'Second', start: 1, end: 2 },
    ],
  },
};
const shortOf = (json: object) => (json as { short: Short & { index: number } }).short;

test('a file name that is given is that of all shorts, numbered', async () => {
  const ended = await run(await fixture('clip.mov'), {
    ...two,
    outputFileName: '={{ "talk" }}',
    shortsOptions: { size: '90x160', reframe: 'center', quality: 'low' },
  });
  expect(
    engine
      .itemsOf(ended, 'Create Job')
      .map(({ binary }) =>
        Object.fromEntries(Object.entries(binary ?? {}).map(([field, { fileName }]) => [field, fileName])),
      ),
  ).toEqual([
    { data: 'talk-1.mp4', poster: 'talk-1.jpg' },
    { data: 'talk-2.mp4', poster: 'talk-2.jpg' },
  ]);
});

test('an item for each short, with its clip and a still picture', async () => {
  const ended = await run(await fixture('clip.mov'), {
    ...two,
    shortsOptions: { size: '180x320', reframe: 'center', quality: 'low' },
  });
  expect(ended.data.resultData.error?.message).toBeUndefined();
  const items = engine.itemsOf(ended, 'Create Job');
  expect(
    items.map(({ json, pairedItem }) => [
      shortOf(json).index,
      shortOf(json).title,
      shortOf(json).start,
      shortOf(json).status,
      pairedItem,
    ]),
  ).toEqual([
    [0, 'First', 0, 'succeeded', { item: 0 }],
    [1, 'Second', 1, 'succeeded', { item: 0 }],
  ]);
  for (const { binary } of items) {
    expect([binary?.['data']?.mimeType, binary?.['poster']?.mimeType]).toEqual(['video/mp4', 'image/jpeg']);
    const { video, audio, format } = await probe(engine.pathOf(binary?.['data']));
    expect([video?.width, video?.height, audio?.codec_name, Math.round(Number(format.duration))]).toEqual([
      180,
      320,
      'aac',
      1,
    ]);
  }
});

test('with a transcript its captions are a file of the item, and the transcript is not repeated in each', async () => {
  const transcript = 'WEBVTT\n\n00:00.100 --> 00:00.900\nFirst words\n\n00:01.100 --> 00:01.900\nSecond words\n';
  const ended = await run(await fixture('clip.mov'), {
    ...two,
    shortsOptions: { size: '180x320', reframe: 'center', transcript, captions: 'sidecar' },
  });
  const items = engine.itemsOf(ended, 'Create Job');
  expect(items.map(({ json, binary }) => [shortOf(json).text, binary?.['captions']?.fileExtension])).toEqual([
    ['First words', 'vtt'],
    ['Second words', 'vtt'],
  ]);
  expect(JSON.stringify(items[0]?.json['job'])).not.toContain('00:01.100');
});

describe('in the background', () => {
  const parameters = {
    ...two,
    waitForCompletion: false,
    shortsOptions: {
      size: '90x160',
      reframe: 'center',
      quality: 'low',
      contact_sheet: 'png',
      transcript: 'WEBVTT\n\n00:00.100 --> 00:00.900\nFirst words\n',
      captions: 'sidecar',
    },
  };
  const WAIT = { name: 'Wait for Job', type: WAIT_FOR_JOB };

  test('the job is handed on at once, and Wait for Job gives the same items as the node that waits', async () => {
    const item = fileItem(await fixture('clip.mov'));
    const ended = await engine.run(
      thenAlso(
        workflowOf(
          [item],
          { ...parameters, jobOptions: { priority: 7, webhookUrl: 'https://hooks.example/jobs' } },
          { type: CREATE_SHORTS },
        ),
        WAIT,
      ),
    ).ended;
    expect(ended.data.resultData.error?.message).toBeUndefined();
    const [queued, ...others] = engine.itemsOf(ended, 'Create Job');
    expect([jobOf(queued), others]).toMatchObject([
      {
        kind: 'shorts',
        status: 'queued',
        webhook_url: 'https://hooks.example/jobs',
        options: { transcript: '(43 characters)' },
      },
      [],
    ]);
    const items = engine.itemsOf(ended, 'Wait for Job');
    const waited = engine.itemsOf(
      await run(await fixture('clip.mov'), { ...parameters, waitForCompletion: true }),
      'Create Job',
    );
    const told = ({ json, binary, pairedItem }: INodeExecutionData) => [
      shortOf(json).title,
      shortOf(json).index,
      shortOf(json).text,
      jobOf({ json }).status,
      Object.entries(binary ?? {})
        .map(([field, { mimeType, fileName }]) => [field, mimeType, fileName])
        .sort(),
      pairedItem,
    ];
    expect(items.map(told)).toEqual(waited.map(told));
    expect(items.map(({ binary }) => Object.keys(binary ?? {}).sort())).toEqual([
      ['captions', 'contactSheet', 'data', 'poster'],
      ['captions', 'data', 'poster'],
    ]);
    expect((await probe(engine.pathOf(items[1]?.binary?.['data']))).video?.width).toBe(90);
    expect(JSON.stringify(items[1]?.json)).not.toContain('00:00.100');
  });

  test('what is wrong with the request is said at once, and no job is left', async () => {
    const jobs = (await sharedEngine()).jobs;
    const before = (await jobs.list()).length;
    expect(
      (await run(await fixture('clip.mov'), { waitForCompletion: false, shortsOptions: { captions: 'burn' } })).data
        .resultData.error?.message,
    ).toMatch(/needs a "Transcript"/);
    expect(await jobs.list()).toHaveLength(before);
  });
});

test('the contact sheet is a picture of the first item', async () => {
  const items = engine.itemsOf(
    await run(await fixture('clip.mov'), {
      ...two,
      shortsOptions: { size: '90x160', reframe: 'center', quality: 'low', contact_sheet: 'png' },
    }),
    'Create Job',
  );
  expect(items.map(({ binary }) => binary?.['contactSheet']?.fileName)).toEqual(['contact-sheet.png', undefined]);
  expect(await decodeImage(engine.pathOf(items[0]?.binary?.['contactSheet']))).toMatchObject({ width: 1600 });
});

describe('a short that fails', () => {
  test('is an item that says so, beside the others with their files', async () => {
    // A folder stands where the second clip is to be written.
    spoil('short-2.mp4');
    const items = engine.itemsOf(
      await run(await fixture('clip.mov'), {
        ...two,
        shortsOptions: { size: '90x160', reframe: 'center', quality: 'low', contact_sheet: 'png' },
      }),
      'Create Job',
    );
    expect(
      items.map(({ json, binary }) => [
        shortOf(json).status,
        (json['error'] as { kind: string } | undefined)?.kind,
        Object.keys(binary ?? {}).sort(),
      ]),
    ).toEqual([
      ['succeeded', undefined, ['contactSheet', 'data', 'poster']],
      ['failed', 'encode_failed', []],
    ]);
    expect(jobOf(items[0]).warnings).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'short_failed',
          message: expect.stringContaining('Short 2 of 2 failed; the others are there.') as string,
        }),
      ]) as object,
    );
  });

  /** Puts a folder of this name where shorts are made, as soon as that is there: the second work folder of the job. */
  function spoil(name: string): void {
    const look = setInterval(() => {
      const folders = readdirSync(engine.workRoot);
      if (folders.length < 2) return;
      clearInterval(look);
      for (const folder of folders) mkdirSync(join(engine.workRoot, folder, name));
    }, 1);
  }
});

test('what is wrong is said before any work', async () => {
  const source = await fixture('clip.mov');
  expect(
    (await run(source, { defineShorts: 'json', predefinedShortsJson: '[{"title": "Long", "start": 0, "end": 301}]' }))
      .data.resultData.error?.message,
  ).toMatch(/300 s/);
  expect(
    (await run(source, { inputSource: 'youtube', youtubeVideo: 'dQw4w9WgXcQ' })).data.resultData.error?.message,
  ).toMatch(/only Swiftia/);
  expect((await run(source, { shortsOptions: { captions: 'burn' } })).data.resultData.error?.message).toMatch(
    /needs a "Transcript"/,
  );
});

test('a video without a part that will do is an item with its error, when the node is set to go on', async () => {
  const ended = await run(await fixture('clip.mov'), {}, { onError: 'continueRegularOutput' });
  expect(engine.itemsOf(ended, 'Create Job')).toMatchObject([
    { json: { error: { kind: 'no_short_found' }, job: { kind: 'shorts', status: 'failed' } }, pairedItem: { item: 0 } },
  ]);
});
