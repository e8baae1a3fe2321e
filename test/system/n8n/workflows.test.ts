import { createReadStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { INodeExecutionData } from 'n8n-workflow';
import { Webhook } from 'standardwebhooks';
import { readWorkflow, withSample, workflowNames } from '../../../scripts/n8n/workflows.mts';
import type { WorkflowJson } from '../../../scripts/n8n-engine.mts';
import { makeSampleClip } from '../../../scripts/sampleClip.mts';
import type { Job } from '../../../src/pipeline/job/job';
import { mimeOfExtension } from '../../../src/pipeline/media/formats';
import { connectWith } from '../../../src/pipeline/storage/s3/s3Access';
import { fixture } from '../../fixtures';
import { serve } from '../../pipeline/storage/support/server';
import type { TestServer } from '../../pipeline/storage/support/server';
import { chatModelServer } from '../../support/chatModelServer';
import { testServers } from '../../support/jobServer';
import { itemsOf } from '../../support/n8nApi';
import type { N8nExecution } from '../../support/n8nApi';
import { useN8n } from '../../support/n8nServer';
import { probe } from '../../support/probe';
import type { Probed } from '../../support/probe';
import { eventually } from '../../support/processes';
import { FFMPEG } from '../../support/programs';
import { startReceiver } from '../../support/receiver';
import { startS3 } from '../../support/s3Server';
import { startSwift } from '../../support/swiftServer';

const servers = testServers();

const n8n = useN8n({ env: { MEDIA_JOBS_ALLOW_HOSTS: '127.0.0.1' } });

let clip: string;
let web: TestServer;
beforeAll(async () => {
  clip = join(n8n().files, 'clip.mp4');
  await makeSampleClip(FFMPEG, clip, { width: 320, height: 180, seconds: 16, fps: 5 });
  web = await serve((_, response) => void createReadStream(clip).pipe(response));
});
afterAll(() => web.close());

const imported = async (name: string, change: (workflow: WorkflowJson) => void = () => undefined): Promise<string> => {
  const workflow = withSample(await readWorkflow(name), `${web.origin}/clip.mp4`);
  change(workflow);
  tested.push(name);
  return n8n().importWorkflow(workflow);
};
const tested: string[] = [];

/** The ID that n8n has given to a node which can be called. */
async function webhookIdOf(workflow: string, name: string): Promise<string> {
  const { nodes } = await n8n().ask<WorkflowJson>(`/api/v1/workflows/${workflow}`);
  return nodes.find((node) => node.name === name)?.webhookId ?? '';
}

/** Parameters of a node, to be changed. */
const parametersOf = ({ nodes }: WorkflowJson, name: string): Record<string, unknown> => {
  const node = nodes.find((each) => each.name === name);
  if (node === undefined) throw new Error(`The workflow has no node ${name}`);
  return node.parameters;
};

async function ended(id: string): Promise<N8nExecution> {
  const execution = await n8n().ended(id);
  expect([execution.status, execution.data.resultData.error]).toEqual(['success', undefined]);
  return execution;
}

/** What ffprobe says about the file of an item. */
async function probed(item: INodeExecutionData | undefined): Promise<Probed> {
  const binary = item?.binary?.['data'];
  const path = join(n8n().files, `result${extname(binary?.fileName ?? '')}`);
  await writeFile(path, await n8n().file(binary));
  return probe(path);
}

const jobOf = (item: INodeExecutionData | undefined): Job => item?.json['job'] as unknown as Job;

/** Runs a workflow at its Manual Trigger and probes what comes to its last node. */
async function result(name: string): Promise<Probed> {
  return probed(itemsOf(await ended(await n8n().run(await imported(name))), 'Next Step')[0]);
}

test('a visitor of the form gets an mp4 back', async () => {
  const workflow = await imported('convert-uploads');
  await n8n().activate(workflow);
  const form = new FormData();
  form.append('field-0', new Blob([await readFile(clip)], { type: 'video/mp4' }), 'holiday.mov');
  const sent = await fetch(`${n8n().url}/form/${await webhookIdOf(workflow, 'Upload Form')}`, {
    method: 'POST',
    body: form,
  });
  const { formWaitingUrl } = (await sent.json()) as { formWaitingUrl: string };
  const { id } = await eventually(async () => (await n8n().executions(workflow))[0]);
  const execution = await n8n().executionThatIs(id, 'waiting', 'error');
  const { format, video, audio } = await probed(itemsOf(execution, 'Create Job')[0]);
  expect([format.format_name, video?.codec_name, audio?.codec_name]).toEqual([
    expect.stringMatching(/mp4/),
    'h264',
    'aac',
  ]);
  const page = await (await fetch(formWaitingUrl)).text();
  expect(page).toContain('Your video is ready');
  expect(page).toContain('holiday.mp4');
  // As the page does when the file is there.
  await fetch(formWaitingUrl, { method: 'POST' });
  await ended(id);
});

test('the poster is a picture that is no larger than its video', async () => {
  expect((await result('extract-poster')).video).toMatchObject({ codec_name: 'webp', width: 320, height: 180 });
});

test('the sound for transcription is an mp3 of 32 kbit/s', async () => {
  const { audio, video } = await result('audio-for-transcription');
  expect([audio?.codec_name, Number(audio?.bit_rate), video]).toEqual(['mp3', 32_000, undefined]);
});

test('the GIF is 3 s long and 320 pixels wide', async () => {
  const { format, video } = await result('gif-preview');
  expect(video).toMatchObject({ codec_name: 'gif', width: 320, height: 180 });
  expect(Number(format.duration)).toBeCloseTo(3, 1);
});

test('clips of all items are one video, as long as they are together', async () => {
  const { format, video } = await result('join-clips');
  expect(video).toMatchObject({ codec_name: 'h264', width: 320, height: 180 });
  expect(Number(format.duration)).toBeCloseTo(3 + 2 + 2, 1);
});

test('the slideshow shows each picture for its time', async () => {
  const id = await imported('slideshow', (workflow) =>
    Object.assign(parametersOf(workflow, 'Slideshow')['pictureOptions'] as object, { width: '160', height: '90' }),
  );
  const [item, ...others] = itemsOf(await ended(await n8n().run(id)), 'Next Step');
  expect([others, item?.binary?.['data']?.fileName]).toEqual([[], 'slideshow.mp4']);
  const { format, video } = await probed(item);
  expect([video?.width, video?.height, Number(format.duration)]).toEqual([160, 90, 9]);
});

test('the stream lies in the bucket, playlists and segments, and its address goes on', async () => {
  const swift = await startSwift();
  const client = await connectWith({ ...swift, forcePathStyle: true })();
  try {
    await client.send(new CreateBucketCommand({ Bucket: 'my-media' }));
    await n8n().importCredential({
      name: 'Swift',
      type: 's3',
      data: {
        endpoint: swift.endpoint,
        region: swift.region,
        accessKeyId: swift.accessKeyId,
        secretAccessKey: swift.secretAccessKey,
        forcePathStyle: true,
      },
    });
    const id = await imported('hls-to-s3', ({ nodes }) =>
      Object.assign(nodes.find(({ name }) => name === 'Create Job') ?? {}, {
        credentials: { s3: { id: null, name: 'Swift' } },
      }),
    );
    const [item] = itemsOf(await ended(await n8n().run(id)), 'Next Step');
    expect(item?.json['job']).toMatchObject({
      kind: 'adaptive_video',
      status: 'succeeded',
      output: `${swift.endpoint}/my-media/streams/trailer/master.m3u8`,
    });

    const { Contents: objects = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'my-media' }));
    for (const { Key = '' } of objects) {
      const { Body, ContentType } = await client.send(new GetObjectCommand({ Bucket: 'my-media', Key }));
      expect(ContentType).toBe(mimeOfExtension(extname(Key).slice(1)));
      const path = join(n8n().files, 'bucket', Key);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, Buffer.from((await Body?.transformToByteArray()) ?? []));
    }
    const { format, video, audio } = await probe(join(n8n().files, 'bucket/streams/trailer/master.m3u8'));
    expect([format.format_name, video?.codec_name, audio?.codec_name, Math.round(Number(format.duration))]).toEqual([
      'hls',
      'h264',
      'aac',
      16,
    ]);
  } finally {
    client.destroy();
    await swift.stop();
  }
});

test('each short is an item with an upright clip and a still picture', async () => {
  const talk = await serve(
    (_, response) => void fixture('talk.mp4').then((path) => createReadStream(path).pipe(response)),
  );
  const id = await imported(
    'long-video-to-shorts',
    (workflow) => (parametersOf(workflow, 'Create Shorts')['url'] = `${talk.origin}/talk.mp4`),
  );
  const items = itemsOf(await ended(await n8n().run(id)), 'Next Step');
  expect(items.length).toBeGreaterThan(1);
  for (const item of items) {
    const { format, video, audio } = await probed(item);
    expect([video?.width, video?.height, audio?.codec_name]).toEqual([1080, 1920, 'aac']);
    const { start, end, reason } = item.json['short'] as { start: number; end: number; reason: string };
    expect(Math.abs(Number(format.duration) - (end - start))).toBeLessThan(0.1);
    expect(reason).not.toBe('');
    expect(item.binary?.['poster']?.mimeType).toBe('image/jpeg');
  }
  await talk.close();
});

test('a job that has ended starts the other row of its workflow, and so does whoever signs as it does', async () => {
  const path = 'told/media-jobs';
  // What the note in the workflow says has to be done by hand.
  const workflow = await imported('job-and-webhook', (json) => {
    Object.assign(json.nodes.find(({ name }) => name === 'Webhook Trigger') ?? {}, { webhookId: 'told' });
    parametersOf(json, 'Create Job')['jobOptions'] = { webhookUrl: `${n8n().url}/webhook/${path}` };
  });
  await n8n().activate(workflow);
  const created = itemsOf(await ended(await n8n().run(workflow)), 'Queued')[0];
  expect(jobOf(created).status).toBe('queued');

  const started = await eventually(async () =>
    (await n8n().executions(workflow)).find(({ mode }) => mode === 'webhook'),
  );
  const collected = itemsOf(await ended(started.id), 'Next Step')[0];
  expect(jobOf(collected).id).toBe(jobOf(created).id);
  expect((await probed(collected)).video?.codec_name).toBe('h264');

  const body = JSON.stringify({
    type: 'job.failed',
    timestamp: new Date().toISOString(),
    data: { id: 'job_1', object: 'job', kind: 'video', status: 'failed', output: null, metadata: {} },
  });
  const secret = (await readFile(join(n8n().folder, '.n8n/media-jobs/webhook-secret'), 'utf8')).trim();
  const at = new Date();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
  };
  expect((await n8n().webhook(path, { method: 'POST', headers, body })).status).toBe(200);
  const told = await eventually(async () =>
    (await n8n().executions(workflow)).find(({ mode, id }) => mode === 'webhook' && id !== started.id),
  );
  expect(itemsOf(await ended(told.id), 'Tell Somebody')).toMatchObject([
    { json: { event: 'job.failed', job: { id: 'job_1' } } },
  ]);
});

test('what fails here runs at the hosted API', async () => {
  const hosted = await servers.open({ engine: { env: { ...servers.env(), MEDIA_JOBS_ALLOW_HOSTS: 'localhost' } } });
  await n8n().importCredential({
    name: 'Ittybit API',
    type: 'ittybitApi',
    data: { apiKey: servers.env()['MEDIA_JOBS_API_KEY']?.split(',')[0] ?? '', baseUrl: hosted.url },
  });
  const here = await ended(await n8n().run(await imported('local-then-hosted')));
  expect([itemsOf(here, 'Next Step').length, itemsOf(here, 'Create Job at Ittybit').length]).toEqual([1, 0]);

  // The server may fetch by this name, n8n may not.
  const there = withSample(await readWorkflow('local-then-hosted'), `http://localhost:${web.port}/clip.mp4`);
  const execution = await ended(await n8n().run(await n8n().importWorkflow(there)));
  expect(itemsOf(execution, 'Create Job Here', 1)).toMatchObject([{ json: { error: { kind: 'address_refused' } } }]);
  expect((await probed(itemsOf(execution, 'Next Step')[0])).video?.codec_name).toBe('h264');
  expect(itemsOf(execution, 'Create Job at Ittybit').length).toBe(1);
});

test('on n8n’s clock, old recordings become small ones in the archive, and one that cannot be converted stays', async () => {
  const s3 = await startS3('my-recordings');
  try {
    await n8n().importCredential({
      name: 'S3',
      type: 's3',
      data: {
        endpoint: `http://127.0.0.1:${s3.server.port}`,
        region: 'us-east-1',
        accessKeyId: 'test',
        secretAccessKey: 'test',
        forcePathStyle: true,
      },
    });
    await s3.put('recordings/talk.mov', await readFile(clip));
    await s3.put('recordings/broken.mov', Buffer.from('no video'));
    await s3.put('other/talk.mov', await readFile(clip));
    const workflow = await imported('scheduled-clean-up', (json) => {
      Object.assign(parametersOf(json, 'Every Night'), {
        rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] },
      });
      // Older than none of them is.
      Object.assign(
        (
          parametersOf(json, 'Settings')['assignments'] as { assignments: { name: string; value: unknown }[] }
        ).assignments.find(({ name }) => name === 'days') ?? {},
        { value: -1 },
      );
    });
    await n8n().activate(workflow);
    const { id } = await eventually(async () => (await n8n().executions(workflow)).at(-1));
    await n8n().deactivate(workflow);
    const execution = await ended(id);
    expect(execution.mode).toBe('trigger');
    expect(itemsOf(execution, 'Not Converted')).toMatchObject([{ json: { error: { kind: 'input_unsupported' } } }]);
    expect(await s3.keys()).toEqual(['archive/talk.mp4', 'other/talk.mov', 'recordings/broken.mov']);
  } finally {
    await s3.stop();
  }
});

test('an agent has a video converted and posts its link; what its tool cannot do reaches the model as text', async () => {
  const s3 = await startS3('my-media');
  const posts = await startReceiver();
  let refusal = '';
  const model = await chatModelServer((asked, [converted, posted]) => {
    if (converted === undefined) return { name: 'Convert_a_Video', args: { url: /http\S+mp4/.exec(asked)?.[0] ?? '' } };
    const link = /"output":"([^"]+)"/.exec(converted)?.[1];
    if (link === undefined) return `It could not be done. ${(refusal = converted)}`;
    return posted === undefined ? { name: 'Post_the_Link', args: { text: 'Here it is', link } } : 'It is posted.';
  });
  const keys = await n8n().importCredential({
    name: 'Agent S3',
    type: 's3',
    data: {
      endpoint: `http://127.0.0.1:${s3.server.port}`,
      region: 'us-east-1',
      accessKeyId: 'test',
      secretAccessKey: 'test',
      forcePathStyle: true,
    },
  });
  const openAi = await n8n().importCredential({
    name: 'OpenAI',
    type: 'openAiApi',
    data: { apiKey: 'key', url: `${model.origin}/v1` },
  });
  const agent = (change: (tool: Record<string, unknown>) => void = () => undefined) =>
    imported('agent-converts-and-posts', (json) => {
      const node = (name: string) => json.nodes.find((each) => each.name === name) ?? {};
      Object.assign(node('Convert a Video'), { credentials: { s3: { id: keys, name: 'Agent S3' } } });
      Object.assign(node('OpenAI Chat Model'), { credentials: { openAiApi: { id: openAi, name: 'OpenAI' } } });
      parametersOf(json, 'Post the Link')['url'] = posts.url;
      change(parametersOf(json, 'Convert a Video'));
    });
  try {
    const [item] = itemsOf(await ended(await n8n().run(await agent())), 'Next Step');
    expect(item?.json).toMatchObject({ output: 'It is posted.' });
    const { text, link } = JSON.parse(posts.received[0]?.body ?? '{}') as { text: string; link: string };
    expect(text).toBe('Here it is');
    const path = join(n8n().files, 'posted.mp4');
    await writeFile(path, Buffer.from(await (await fetch(link)).arrayBuffer()));
    expect((await probe(path)).video).toMatchObject({ codec_name: 'h264', width: 320 });

    const refused = await agent((tool) => {
      delete tool['outputDestination'];
    });
    await ended(await n8n().run(refused));
    expect(refusal).toMatch(/agents pass on text, and no files.*Set .+Put Result In.+ to S3/s);
    expect(posts.received.length).toBe(1);
  } finally {
    await Promise.all([s3.stop(), posts.close(), model.close()]);
  }
});

// The last one.
test('all workflows that are handed out were tested', async () => {
  expect([...new Set(tested)].sort()).toEqual(await workflowNames());
});
