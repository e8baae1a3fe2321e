import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../src/pipeline/job/job';
import { jobSchema } from '../../src/server/jobSchema';
import { numbered } from '../pipeline/sequence/clips';
import { BUNDLED_FFMPEG, runProgram } from '../support/programs';
import { OTHER_KEY, testServers, uploaded } from '../support/jobServer';

const { open } = testServers();

let folder: string;
let clip: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sequences-'));
  clip = await readFile(await numbered(folder, { name: 'a.mp4', rate: '25', frames: [0, 10], size: [64, 36] }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('uploads and results of this server are joined', async () => {
  const server = await open();
  const first = await uploaded(server, clip, 'a.mp4');
  const made = await server.run({ kind: 'video', input: first, options: { width: 32 } });
  const job = await server.run({ kind: 'video', inputs: [first, { url: made.output, start: 0.2 }] });
  expect(job).toMatchObject({ status: 'succeeded', input: null, error: null });
  expect(job.inputs?.map(({ start }) => start)).toEqual([undefined, 0.2]);
  expect(job.inputs?.[1]?.url).not.toBe(made.output);
  expect(jobSchema.safeParse(job).error).toBeUndefined();
  expect(job.tasks.find(({ kind }) => kind === 'video')?.output).toMatchObject({ width: 64, duration: 0.6 });
});

it('an upload is heard beside an upload; what another key has sent is not there, and its option is named', async () => {
  const server = await open();
  const path = join(folder, 'music.wav');
  await runProgram(BUNDLED_FFMPEG, ['-v', 'error', '-f', 'lavfi', '-i', 'sine=440:d=0.2', path]);
  const sound = await readFile(path);
  const cues = Buffer.from('00:00.000 --> 00:00.400\nsaid');
  const [input, music, text] = [
    await uploaded(server, clip, 'a.mp4'),
    await uploaded(server, sound, 'music.wav'),
    await uploaded(server, cues, 'a.vtt'),
  ];
  const job = await server.run({
    kind: 'video',
    input,
    options: { music_url: `${music}#t=0,0.1`, subtitle_url: text, subtitle_style: 'embed' },
  });
  expect(job).toMatchObject({
    status: 'succeeded',
    options: { music_url: expect.stringMatching(/#t=0,0.1$/) as string },
  });
  const made = job.tasks.find(({ kind }) => kind === 'video')?.output;
  expect(made).toMatchObject({ duration: 0.4, video_codec: 'h264', audio_codec: 'aac' });
  const body = { kind: 'video', input: 'https://media.example/a.mp4', options: { music_url: music } };
  const answer = await server.ask('POST', '/jobs', { body, key: OTHER_KEY });
  expect(answer.body).toMatchObject({
    kind: 'input_not_found',
    message: expect.stringMatching(/^"music_url": There is no file/) as string,
  });
});

it.each<[object, string, string]>([
  [
    { input: 'https://media.example/a.mp4', options: { music_url: 'file:///etc/passwd' } },
    'invalid_input',
    '"music_url": ',
  ],
  [
    { input: 'https://media.example/a.mp4', options: { subtitle_url: '/etc/passwd' } },
    'invalid_input',
    '"subtitle_url": ',
  ],
  [
    { inputs: [{ url: 'https://media.example/a.mp4', audio_url: '/etc/passwd' }] },
    'invalid_input',
    '"inputs[0].audio_url": ',
  ],
  [{ inputs: ['https://media.example/a.mp4', '/etc/passwd'] }, 'invalid_input', 'Input 2 of 2: '],
  [{ inputs: ['https://media.example/a.mp4', 'ht\ntp://x/../etc/a.mp4'] }, 'invalid_input', 'Input 2 of 2: '],
  [{ inputs: ['https://media.example/a.mp4', 'file:///etc/passwd#t=1,2'] }, 'invalid_input', 'Input 2 of 2: '],
  [{ inputs: ['https://media.example/a.mp4'], input: 'https://media.example/a.mp4' }, 'request_invalid', 'not both'],
  [{ inputs: Array(1001).fill('https://media.example/a.mp4') }, 'request_invalid', 'at most 1,000'],
  [{ inputs: [] }, 'request_invalid', 'at least 1'],
])('%j is refused', async (body, kind, words) => {
  const server = await open({ starts: false });
  const answer = await server.ask('POST', '/jobs', { body: { kind: 'video', ...body } });
  expect([answer.status, answer.body]).toMatchObject([
    400,
    { kind, message: expect.stringContaining(words) as string },
  ]);
  expect((await server.ask('GET', '/jobs')).body).toEqual([]);
});

it('what another key has uploaded is not there, and the clip is named', async () => {
  const server = await open({ starts: false });
  const theirs = new URL(await uploaded(server, clip, 'a.mp4'));
  const answer = await server.ask('POST', '/jobs', {
    body: { kind: 'video', inputs: ['https://media.example/a.mp4', theirs.href] },
    key: OTHER_KEY,
  });
  expect(answer.body).toMatchObject({ kind: 'input_not_found', input_index: 1 });
  const { body } = await server.ask('GET', '/jobs');
  expect(body as Job[]).toEqual([]);
});
