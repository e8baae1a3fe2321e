import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../../../src/pipeline/job/job';
import { fixture } from '../../fixtures';
import { last } from '../../support/cli';
import { answer, jobsCli, told } from '../../support/jobsCli';
import { processesNaming } from '../../support/processes';
import { startReceiver } from '../../support/receiver';

const { home, root, work, here, apart } = jobsCli();

test('--wait runs that job alone and tells it in JSON lines, the ended job last; exit code 0', async () => {
  const other = answer(await here(['jobs', 'create', '--kind', 'image', '-i', await fixture('card-16x9.png')]));
  const ended = await apart([
    'jobs',
    'create',
    '--kind',
    'video',
    '-i',
    await fixture('card-16x9.mp4'),
    '--width',
    '160',
    '-o',
    'out.mp4',
    '--wait',
  ]);
  expect([ended.code, ended.stderr]).toEqual([0, '']);
  const jobs = ended.lines.map((line) => JSON.parse(line) as Job);
  expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
  expect([jobs[0]?.status, jobs.at(-1)?.status, jobs.at(-1)?.output]).toEqual([
    'queued',
    'succeeded',
    join(work(), 'out.mp4'),
  ]);
  expect(jobs.slice(1, -1).every(({ status }) => status === 'processing')).toBe(true);
  expect(answer(await here(['jobs', 'get', other.id])).status).toBe('queued');
});

test('a job that fails: exit code 1, or 2 where the request was wrong', async () => {
  const failed = await here(['jobs', 'create', '--kind', 'audio', '-i', await fixture('no-audio.mp4'), '--wait']);
  expect([failed.code, told(failed).at(-1)]).toEqual([
    1,
    expect.objectContaining({ status: 'failed', error: expect.objectContaining({ kind: 'no_audio_stream' }) }),
  ]);
  const onTerminal = await here(['jobs', 'create', '--kind', 'audio', '-i', await fixture('no-audio.mp4'), '--wait'], {
    terminal: true,
  });
  expect([onTerminal.code, onTerminal.text]).toEqual([
    1,
    expect.stringMatching(/Error: The input no-audio\.mp4 has no audio\. Give a file with sound\.\n$/),
  ]);
});

test('on a terminal there is a bar, and in the end where the result lies', async () => {
  const { code, text } = await here(
    ['jobs', 'create', '--kind', 'audio', '-i', await fixture('card-16x9.mp4'), '-o', 'out.mp3', '--wait'],
    { terminal: true },
  );
  expect(code).toBe(0);
  expect(text).toMatch(/Reading +\[░+\] 0%/);
  expect(text).toContain(`Done in`);
  expect(text).toContain(join(work(), 'out.mp3'));
});

test('Ctrl-C cancels the job, ends with 130 and leaves nothing: no file, no process', async () => {
  let sent = false;
  const ended = await apart(
    [
      'jobs',
      'create',
      '--kind',
      'video',
      '-i',
      await fixture('clip.mov'),
      '--codec',
      'h265',
      '--quality',
      'very_high',
      '-o',
      'out.mp4',
      '--wait',
    ],
    {
      onLine: (line, child) => {
        if (sent || (JSON.parse(line) as Job).tasks[2]?.status !== 'processing') return;
        sent = true;
        child.kill('SIGINT');
      },
    },
  );
  expect([sent, ended.code, ended.signal]).toEqual([true, 130, null]);
  expect(last(ended)).toMatchObject({ status: 'cancelled', output: null, error: { kind: 'cancelled' } });
  expect(answer(await here(['jobs', 'get', last(ended).id])).status).toBe('cancelled');
  expect([await readdir(work()), await readdir(join(root(), 'tmp')), await readdir(join(home(), 'work'))]).toEqual([
    [],
    [],
    [],
  ]);
  expect(await processesNaming(root())).toEqual([]);
});

test('its webhook is posted before the command ends', async () => {
  const hook = await startReceiver();
  try {
    const run = await here(
      ['jobs', 'create', '--kind', 'audio', '-i', await fixture('card-16x9.mp4'), '--webhook-url', hook.url, '--wait'],
      { env: { MEDIA_JOBS_ALLOW_HOSTS: new URL(hook.url).host } },
    );
    expect(run.code).toBe(0);
    expect(hook.received).toHaveLength(1);
    expect(answer(await here(['jobs', 'get', told(run).at(-1)?.id ?? ''])).webhook_deliveries).toMatchObject([
      { type: 'job.succeeded', status: 'delivered' },
    ]);
  } finally {
    await hook.close();
  }
});
