import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../src/pipeline/job/job';
import { jobSchema } from '../../src/server/jobSchema';
import { numbered } from '../pipeline/sequence/clips';
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

it.each<[object, string, string]>([
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
