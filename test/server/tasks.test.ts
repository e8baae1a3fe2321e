import { readFile } from 'node:fs/promises';
import type { Job, ProbedFile } from '../../src/pipeline/job/job';
import { jobSchema, probedSchema } from '../../src/server/jobSchema';
import { fixture } from '../fixtures';
import { testServers, uploaded } from '../support/jobServer';
import type { TestServer } from '../support/jobServer';

const { open } = testServers();

const clip = async (server: TestServer): Promise<string> =>
  uploaded(server, await readFile(await fixture('card-16x9.mp4')), 'clip.mp4');

test('a task tells what a file is made of, and is found by its id', async () => {
  const server = await open();
  const url = await clip(server);
  const created = await server.ask('POST', '/tasks', { body: { kind: 'probe', input: { url } } });
  const { id } = created.body as { id: string };
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    object: 'task',
    kind: 'probe',
    input: { object: 'external_file', url },
    options: {},
    output: null,
    error: null,
  });
  expect(created.headers.get('location')).toBe(`/tasks/${id}`);
  await server.engine.jobs.ended(id, new AbortController().signal);
  const { body } = await server.ask('GET', `/tasks/${id}`);
  const { output, ...task } = body as { output: ProbedFile };
  expect(task).toMatchObject({ id, status: 'succeeded', progress: 100, error: null });
  expect(output).toMatchObject({
    object: 'file',
    kind: 'video',
    url,
    path: url,
    format: 'mp4',
    width: 640,
    height: 360,
    codecs: { video: 'h264', audio: 'aac' },
  });
  expect(probedSchema.safeParse(output).error).toBeUndefined();
  // The job whose task it is.
  expect((await server.ask('GET', `/jobs/${id}`)).body).toMatchObject({ id, kind: 'probe', output: null });
});

test('as a job: its one task has the output', async () => {
  const server = await open();
  const job = await server.run({ kind: 'probe', input: await clip(server) });
  expect(jobSchema.safeParse(job).error).toBeUndefined();
  expect(job).toMatchObject({ status: 'succeeded', output: null, options: {} });
  expect(job.tasks.map(({ kind, output }) => [kind, (output as ProbedFile).tags.major_brand])).toEqual([
    ['probe', 'isom'],
  ]);
});

test('what fails is told as of a job', async () => {
  const server = await open();
  const input = await uploaded(server, Buffer.from('no media'), 'a.mp4');
  const { id, tasks, error } = await server.run({ kind: 'probe', input });
  expect([error?.kind, tasks[0]?.status]).toEqual(['input_unsupported', 'failed']);
  expect((await server.ask('GET', `/tasks/${id}`)).body).toMatchObject({ status: 'failed', output: null, error });
});

test('the same Idempotency-Key answers the first task with 200', async () => {
  const server = await open({ starts: false });
  const body = { kind: 'probe', input: { object: 'external_file', url: await clip(server) } };
  const post = async () => server.ask('POST', '/tasks', { body, headers: { 'idempotency-key': 'k' } });
  const [first, again] = [await post(), await post()];
  expect([first.status, again.status]).toEqual([201, 200]);
  expect([(first.body as Job).status, (again.body as Job).id]).toEqual(['waiting', (first.body as Job).id]);
});

describe('what is refused', () => {
  const url = 'https://example.com/a.mp4';
  test.each<[string, unknown, number, string, RegExp]>([
    ['another kind', { kind: 'video', input: { url } }, 400, 'request_invalid', /must be probe .*POST \/jobs/],
    ['no kind', { input: { url } }, 400, 'request_invalid', /must be probe/],
    ['no input', { kind: 'probe' }, 400, 'input_required', /input/],
    ['an input that is text', { kind: 'probe', input: url }, 400, 'request_invalid', /"input" must be \{"url"/],
    ['a path', { kind: 'probe', input: { url: '/etc/passwd' } }, 400, 'invalid_input', /address/],
    [
      'an output',
      { kind: 'probe', input: { url }, output: 's3://bucket/key' },
      400,
      'request_invalid',
      /"output" does not go with the kind probe/,
    ],
    ['an option', { kind: 'probe', input: { url }, options: { width: 1 } }, 400, 'request_invalid', /width/],
    ['a list', [], 400, 'request_invalid', /JSON object/],
  ])('%s', async (_, body, status, kind, words) => {
    const server = await open({ starts: false });
    const answer = await server.ask('POST', '/tasks', { body: body as object });
    expect([answer.status, answer.body]).toEqual([status, { kind, message: expect.stringMatching(words) as string }]);
  });

  test('who has no key', async () => {
    const server = await open({ starts: false });
    for (const [method, path] of [
      ['POST', '/tasks'],
      ['GET', '/tasks/x'],
    ] as const)
      expect((await server.ask(method, path, { key: null })).status).toBe(401);
  });

  test('a task of a job of another kind is found in its job alone', async () => {
    const server = await open({ starts: false });
    const { body } = await server.ask('POST', '/jobs', { body: { kind: 'audio', input: await clip(server) } });
    const { id, tasks } = body as Job;
    for (const one of [id, tasks[0]?.id ?? '', 'job_none'])
      expect((await server.ask('GET', `/tasks/${one}`)).status).toBe(404);
  });
});
