import { ittybitNotice } from '../../../src/backends/ittybit/notice';
import { expectRefusal } from '../../support/expectRefusal';

test.each([
  [
    'the webhook of a job',
    {
      id: 'job_1',
      kind: 'video',
      status: 'succeeded',
      input: 'https://x/in.mov',
      output: { url: 'https://cdn/x.mp4' },
    },
    {
      id: 'job_1',
      status: 'succeeded',
      about: 'job',
      event: { event: 'job.succeeded', output: 'https://cdn/x.mp4' },
    },
  ],
  [
    'one that failed',
    { id: 'job_1', kind: 'video', status: 'failed', error: { kind: 'x', message: 'y' } },
    { about: 'job', event: { event: 'job.failed', output: null, job: { error: { kind: 'x', message: 'y' } } } },
  ],
  ['one that runs', { id: 'job_1', status: 'processing' }, { event: { event: 'job.progress' } }],
  [
    'one of an older API',
    { id: 'task_1', object: 'task', kind: 'nsfw', status: 'completed' },
    {
      id: 'task_1',
      status: 'completed',
      about: 'task',
      event: { event: 'task.succeeded', job: { status: 'succeeded' } },
    },
  ],
  [
    'an event of a run, which is a job',
    {
      id: 'evt_1',
      object: 'event',
      kind: 'run.succeeded',
      data: { id: 'run_1', kind: 'video', status: 'succeeded' },
      created_at: 1735689886,
    },
    { id: 'evt_1', status: 'succeeded', about: 'event', event: { event: 'job.succeeded', job: { id: 'run_1' } } },
  ],
  [
    'an event of a task',
    {
      id: 'evt_2',
      object: 'event',
      kind: 'task.failed',
      data: { id: 'task_1', object: 'task', kind: 'video', status: 'failed' },
    },
    { id: 'evt_2', about: 'event', event: { event: 'task.failed', job: { id: 'task_1' } } },
  ],
  [
    'an event with a list of outputs, whose topic tells the status',
    {
      id: 'evt_4',
      object: 'event',
      kind: 'run.succeeded',
      data: { id: 'run_1', outputs: [{ object: 'file', url: 'https://cdn/x.mp4' }, { url: 'https://cdn/x.jpg' }] },
    },
    {
      status: 'succeeded',
      event: { event: 'job.succeeded', output: 'https://cdn/x.mp4', job: { status: 'succeeded' } },
    },
  ],
  [
    'an event with outputs beside its data',
    {
      id: 'evt_5',
      object: 'event',
      kind: 'task.completed',
      data: { id: 'task_1', output: null },
      outputs: ['https://cdn/x.mp4'],
    },
    { about: 'event', event: { event: 'task.succeeded', output: 'https://cdn/x.mp4' } },
  ],
  [
    'an event that was created',
    { id: 'evt_3', object: 'event', kind: 'run.created', data: { id: 'run_1', status: 'queued' } },
    { event: { event: 'job.queued' } },
  ],
])('%s', (_, body, expected) => {
  expect(ittybitNotice(body)).toMatchObject(expected);
});

test.each([
  {},
  { id: 'job 1', status: 'succeeded' },
  { status: 'succeeded' },
  { id: 'evt_1', object: 'event', kind: 'run.succeeded' },
  { object: 'event', kind: 'run.succeeded', data: { id: 'run_1' } },
])('%j is none', async (body) => {
  await expectRefusal(() => ittybitNotice(body), 'body_invalid');
});
