import { createReadStream } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from '../../../src/pipeline/job/job';
import { fixture } from '../../fixtures';
import { serve } from '../../pipeline/storage/support/server';
import type { TestServer } from '../../pipeline/storage/support/server';
import { itemsOf } from '../../support/n8nApi';
import { useN8n } from '../../support/n8nServer';
import { createJob, inARow, manualTrigger, noOp, readFile, respondWithFile, webhook } from '../../support/n8nWorkflow';
import { probe } from '../../support/probe';
import { eventually } from '../../support/processes';

const n8n = useN8n({ env: { MEDIA_JOBS_ALLOW_HOSTS: '127.0.0.1' } });

let web: TestServer;
beforeAll(async () => {
  const clip = await fixture('clip.mov');
  web = await serve((_, response) => void createReadStream(clip).pipe(response));
});
afterAll(() => web.close());

/** Calls an active webhook with the address of the clip. */
const convertClip = (path: string) =>
  n8n().webhook(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: `${web.origin}/clip.mov` }),
  });

const fromUrl = (options: object) =>
  createJob({ kind: 'video', inputSource: 'url', url: '={{ $json.body.url }}', options });

/** Minutes of work, so that it cannot end before it is ended. */
const SLOW = fromUrl({ format: 'webm', codec: 'vp9', quality: 'very_high', width: '3840' });

// The first test: loading what converts is in it.
test('while a job encodes, the health page answers within a second', async () => {
  await n8n().activate(
    await n8n().importWorkflow(
      inARow('Health', [webhook('health', 'lastNode'), fromUrl({ codec: 'h265', width: '1280' })]),
    ),
  );
  const ended = new AbortController();
  const answer = convertClip('health').finally(() => ended.abort());
  let slowest = 0;
  let whileEncoding = 0;
  while (!ended.signal.aborted) {
    const begin = performance.now();
    expect((await fetch(`${n8n().url}/healthz`)).status).toBe(200);
    slowest = Math.max(slowest, performance.now() - begin);
    if ((await n8n().processes('ffmpeg')).length > 0) whileEncoding += 1;
    await pause(20);
  }
  expect((await answer).status).toBe(200);
  expect(whileEncoding).toBeGreaterThan(20);
  expect(slowest).toBeLessThan(1000);
});

test('a webhook is answered with the video that a URL was converted to', async () => {
  await n8n().activate(
    await n8n().importWorkflow(
      inARow('From a URL', [
        webhook('convert', 'responseNode'),
        fromUrl({ format: 'mp4', width: '320' }),
        respondWithFile,
      ]),
    ),
  );

  const answer = await convertClip('convert');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'video/mp4']);
  const result = join(n8n().files, 'answer.mp4');
  await writeFile(result, Buffer.from(await answer.arrayBuffer()));
  const { format, video, audio } = await probe(result);
  expect(format.format_name).toMatch(/mp4/);
  expect(video).toMatchObject({ codec_name: 'h264', width: 320, height: 180 });
  expect(audio?.codec_name).toBe('aac');
  expect(await n8n().leftovers()).toEqual([]);
});

test('a file that n8n has read is converted, and the next node gets it with its job', async () => {
  const source = join(n8n().files, 'card.mp4');
  await copyFile(await fixture('card-16x9.mp4'), source);
  const workflow = await n8n().importWorkflow(
    inARow('From a file', [manualTrigger, readFile(source), createJob({ kind: 'audio' }), noOp('Next')]),
  );

  const execution = await n8n().ended(await n8n().run(workflow));
  expect(execution.status).toBe('success');
  const [item, ...others] = itemsOf(execution, 'Next');
  expect(others).toEqual([]);
  expect((item?.json['job'] as unknown as Job).status).toBe('succeeded');
  const result = join(n8n().files, 'card.mp3');
  await writeFile(result, await n8n().file(item?.binary?.['data']));
  expect((await probe(result)).audio?.codec_name).toBe('mp3');
});

test('stopping the execution ends ffmpeg within five seconds and leaves nothing behind', async () => {
  const workflow = await n8n().importWorkflow(inARow('Stopped', [webhook('stopped'), SLOW, noOp('Next')]));
  await n8n().activate(workflow);
  await convertClip('stopped');
  await eventually(async () => (await n8n().processes('ffmpeg')).length > 0);
  const [running] = await n8n().executions(workflow);
  const id = running?.id ?? '';

  const begin = performance.now();
  await n8n().stopExecution(id);
  await eventually(async () => (await n8n().processes('ffmpeg')).length === 0);
  expect(performance.now() - begin).toBeLessThan(5000);
  const execution = await n8n().ended(id);
  expect(execution.status).toBe('canceled');
  expect(itemsOf(execution, 'Next')).toEqual([]);
  await eventually(async () => (await n8n().leftovers()).length === 0);
});

test('an agent of a saved workflow calls the node as its tool, and is told of the job', async () => {
  // A language model that wants the tool once, and then says what it was answered.
  const asked: {
    messages: { role: string; content: string }[];
    tools: { function: { name: string; parameters: { properties: object } } }[];
  }[] = [];
  const model = await serve((request, response) => {
    void json(request).then((body) => {
      asked.push(body as (typeof asked)[number]);
      const called = {
        id: 'call_1',
        type: 'function',
        function: {
          name: asked[0]?.tools[0]?.function.name,
          arguments: JSON.stringify({ Video: `${web.origin}/clip.mov` }),
        },
      };
      const [message, reason] =
        asked.length === 1
          ? [{ role: 'assistant', content: null, tool_calls: [called] }, 'tool_calls']
          : [{ role: 'assistant', content: 'It is done.' }, 'stop'];
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          id: 'chat_1',
          object: 'chat.completion',
          created: 0,
          model: 'none',
          choices: [{ index: 0, message, finish_reason: reason }],
          usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
        }),
      );
    });
  });
  try {
    const id = await n8n().importCredential({
      name: 'Model',
      type: 'openAiApi',
      data: { apiKey: 'none', url: `${model.origin}/v1`, header: false },
    });
    const workflow = inARow('Agent', [
      manualTrigger,
      {
        name: 'Agent',
        type: '@n8n/n8n-nodes-langchain.agent',
        typeVersion: 2.2,
        parameters: { promptType: 'define', text: 'Make an mp3 of my video.', options: {} },
      },
      {
        name: 'Model',
        type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
        typeVersion: 1.2,
        parameters: { model: { __rl: true, mode: 'id', value: 'none' }, options: {} },
        credentials: { openAiApi: { id, name: 'Model' } },
      },
      {
        name: 'Create Job',
        type: 'n8n-nodes-media-jobs.createJobTool',
        // Newer ones refuse to make a file here.
        typeVersion: 1,
        parameters: {
          output: 'full',
          preset: 'none',
          kind: 'audio',
          inputSource: 'url',
          url: "={{ $fromAI('Video', 'Address of the video', 'string') }}",
        },
      },
    ]);
    Object.assign(workflow.connections, {
      Agent: {},
      Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
      'Create Job': { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
    });
    const execution = await n8n().ended(await n8n().run(await n8n().importWorkflow(workflow)));
    expect([execution.status, itemsOf(execution, 'Agent')[0]?.json['output']]).toEqual(['success', 'It is done.']);
    expect(Object.keys(asked[0]?.tools[0]?.function.parameters.properties ?? {})).toEqual(['Video']);
    const [answer] = JSON.parse(asked[1]?.messages.find(({ role }) => role === 'tool')?.content ?? '') as {
      job: Job;
    }[];
    expect([answer?.job.kind, answer?.job.status]).toEqual(['audio', 'succeeded']);
  } finally {
    await model.close();
  }
});

// The last one: what was there before is under test too.
test('when n8n is killed, ffmpeg goes with it, and after a restart the next job runs', async () => {
  const workflow = await n8n().importWorkflow(inARow('Killed', [webhook('killed'), SLOW]));
  await n8n().activate(workflow);
  await convertClip('killed');
  await eventually(async () => (await n8n().processes('ffmpeg')).length > 0);

  await n8n().kill9();
  await eventually(async () => (await n8n().processes('ffmpeg')).length === 0);
  await n8n().restart();
  const [killed] = await n8n().executions(workflow);
  expect(killed?.status).toBe('crashed');
  expect((await convertClip('convert')).status).toBe(200);
});
