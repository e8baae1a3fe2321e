import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { numbered } from '../pipeline/sequence/clips';
import { serve } from '../pipeline/storage/support/server';
import type { TestServer } from '../pipeline/storage/support/server';
import { readFrameCode } from '../support/frameCode';
import { jobOf, testEngine, thenAlso, WAIT_FOR_JOB, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { decodeFrames } from '../support/pixels';
import { BUNDLED_FFMPEG, runProgram } from '../support/programs';
import { channel, decodeSound, part, rms } from '../support/sound';

const LOGIN = { name: 'X-Login', value: 'open' };
const SIZE = { width: 64, height: 36 };
const environment = process.env;

let n8n: TestEngine;
let web: TestServer;
let folder: string;
/** Clips of ten frames that are numbered from 0, 100 and 200 on. */
let clips: [string, string, string];
/** A second of sound. */
let tone: string;
beforeAll(async () => {
  process.env = { ...environment, MEDIA_JOBS_ALLOW_HOSTS: '127.0.0.1' };
  n8n = await testEngine('filesystem', {}, { httpHeaderAuth: LOGIN });
  folder = await mkdtemp(join(tmpdir(), 'joined-'));
  const clip = (name: string, from: number) =>
    numbered(folder, { name, rate: '10', frames: [from, 10], size: [SIZE.width, SIZE.height] });
  clips = [await clip('a.mp4', 0), await clip('b.mp4', 100), await clip('c.mp4', 200)];
  tone = join(folder, 'tone.wav');
  await runProgram(BUNDLED_FFMPEG, ['-v', 'error', '-f', 'lavfi', '-i', 'sine=440:d=1', tone]);
  web = await serve(({ url }, response) => {
    const file = clips.find((path) => `/${basename(path)}` === url);
    if (file === undefined) response.writeHead(404).end();
    else createReadStream(file).pipe(response);
  });
});
afterAll(async () => {
  await Promise.all([n8n.stop(), web.close()]);
  process.env = environment;
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => expect(await n8n.leftovers()).toEqual([]));

/** The numbers of the frames that an item's file shows. */
const numbersOf = async (item: INodeExecutionData | undefined) =>
  (await decodeFrames(n8n.pathOf(item?.binary?.['data']), SIZE)).map(readFrameCode);

/** Whether an item's file sounds at some moments (seconds). */
async function soundsAt(item: INodeExecutionData | undefined, moments: readonly number[]): Promise<boolean[]> {
  const sound = await decodeSound(n8n.pathOf(item?.binary?.['data']));
  return moments.map((at) => rms(part(channel(sound), sound.rate, at - 0.1, at + 0.1)) > 0.05);
}

const from = (first: number, count: number): number[] => Array.from({ length: count }, (_, n) => first + n);
const ALL = [{ item: 0 }, { item: 1 }];

const joined = (parameters: IDataObject, settings: Partial<INode> = {}) =>
  workflowOf(
    [
      { json: { n: 0, fields: 'b, a', start: 0.5 }, binary: { a: { path: clips[0] }, b: { path: clips[1] } } },
      { json: { n: 1, fields: 'c', start: 0, voice: 'tone' }, binary: { c: { path: clips[2] }, tone: { path: tone } } },
    ],
    { preset: 'none', ...parameters },
    settings,
  );

test('all items become one, which is paired with all of them; each says what is played of it', async () => {
  const run = await n8n.run(
    joined({
      binaryPropertyName: '={{ $json.fields }}',
      outputFileName: 'film',
      itemOptions: { items: 'joined', start: '={{ $json.start }}', audio_url: '={{ $json.voice }}' },
    }),
  ).ended;
  const [item, ...others] = n8n.itemsOf(run, 'Create Job');
  expect(others).toEqual([]);
  expect([item?.json['n'], item?.pairedItem, item?.binary?.['data']?.fileName]).toEqual([0, ALL, 'film.mp4']);
  expect(jobOf(item)).toMatchObject({
    input: null,
    inputs: [
      { url: 'b.mp4', start: 0.5 },
      { url: 'a.mp4', start: 0.5 },
      { url: 'c.mp4', start: 0, audio_url: 'tone.wav' },
    ],
  });
  expect(await numbersOf(item)).toEqual([...from(105, 5), ...from(5, 5), ...from(200, 10)]);
  expect(await soundsAt(item, [0.5, 1.5])).toEqual([false, true]);
});

test('in the background, an item has a job of its own list: addresses, and files of whatever item', async () => {
  const list = [
    { binary: 'c', item: 1, end: 0.5 },
    `${web.origin}/b.mp4#t=0.5`,
    { binary: 'a', audio_url: { binary: 'tone', item: 1 } },
  ];
  const other = [`${web.origin}/a.mp4`, `${web.origin}/missing.mp4`];
  const workflow = joined({
    waitForCompletion: false,
    itemOptions: {
      items: 'list',
      clips: `={{ $json.n === 0 ? ${JSON.stringify(list, null, 1)} : ${JSON.stringify(other)} }}`,
    },
  });
  const waiting = {
    name: 'Wait for Job',
    type: WAIT_FOR_JOB,
    parameters: { jobId: '={{ $json.job.id }}' },
    settings: { onError: 'continueErrorOutput' as const },
  };
  const run = await n8n.run(thenAlso(workflow, waiting)).ended;
  expect(n8n.itemsOf(run, 'Wait for Job', 1)).toMatchObject([
    { json: { n: 1, error: { kind: 'input_not_found', input_index: 1 } }, pairedItem: { item: 1 } },
  ]);
  const [item] = n8n.itemsOf(run, 'Wait for Job');
  expect([jobOf(item).status, item?.binary?.['data']?.fileName]).toEqual(['succeeded', 'c.mp4']);
  expect(await numbersOf(item)).toEqual([...from(200, 5), ...from(105, 5), ...from(0, 10)]);
  expect(await soundsAt(item, [0.5, 1.5])).toEqual([false, true]);
});

test('addresses are joined, each with the login for its own server, and one that is not there is named', async () => {
  const run = await n8n.run(
    joined(
      {
        inputSource: 'url',
        url: `={{ "${web.origin}/" + ($json.n === 0 ? "a.mp4" : "missing.mp4") }}`,
        inputAuthentication: 'httpHeaderAuth',
        itemOptions: { items: 'joined' },
      },
      { onError: 'continueRegularOutput', credentials: { httpHeaderAuth: { id: '1', name: 'Login' } } },
    ),
  ).ended;
  const [item, ...others] = n8n.itemsOf(run, 'Create Job');
  expect(others).toEqual([]);
  expect(item).toMatchObject({
    json: {
      error: { kind: 'input_not_found', message: expect.stringMatching(/^Input 2 of 2: /) as string, input_index: 1 },
      job: { status: 'failed' },
    },
    pairedItem: ALL,
  });
  const asked = web.requests.filter(({ headers }) => headers['x-login'] === LOGIN.value).map(({ url }) => url);
  expect(new Set(asked)).toEqual(new Set(['/a.mp4', '/missing.mp4']));
});
