import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limitsOf } from '../../../src/pipeline/job/limits';
import { fileSource } from '../../../src/pipeline/storage/sources';
import { parseRequest } from '../../../src/pipeline/request/request';
import { runJob } from '../../../src/pipeline/run/run';
import { probedSchema } from '../../../src/server/jobSchema';
import { fixture } from '../../fixtures';
import type { FixtureName } from '../../fixtures';
import { expectThrown } from '../../support/expectError';
import { job, made, removeJobs, testBinaries } from '../../support/job';

afterAll(removeJobs);

describe.each<[FixtureName, object]>([
  [
    'card-16x9.mp4',
    { kind: 'video', format: 'mp4', width: 640, height: 360, codecs: { video: 'h264', audio: 'aac' }, still: false },
  ],
  ['odd.png', { kind: 'image', format: 'png', duration: null, codecs: { video: 'png', audio: null }, still: true }],
])('a job of %s', (name, facts) => {
  it('tells the file object, with all that is known of its streams beside it', async () => {
    const { job: ended } = await made('probe', name, {});
    const [task] = ended.tasks;
    const path = await fixture(name);
    expect(task?.output).toMatchObject({ object: 'file', url: path, path, ...facts });
    expect(probedSchema.safeParse(task?.output).error).toBeUndefined();
  });

  it('is one task, makes no file and leaves none', async () => {
    const { job: ended, dir, changes } = await made('probe', name, {});
    expect(ended.tasks.map(({ kind, status, progress }) => [kind, status, progress])).toEqual([
      ['probe', 'succeeded', 100],
    ]);
    expect([ended.status, ended.output, changes[0]?.status]).toEqual(['succeeded', null, 'queued']);
    expect(await readdir(dir)).toEqual(['work']);
    expect(await readdir(join(dir, 'work'))).toEqual([]);
  });
});

it('takes no destination', async () => {
  const { job: ended } = await runJob({
    request: parseRequest({ kind: 'probe' }),
    source: fileSource(await fixture('odd.png')),
    destination: null,
    binaries: await testBinaries(),
    signal: new AbortController().signal,
  });
  expect(ended.tasks[0]?.output).toHaveProperty('format', 'png');
});

it('tells a file that is too large to be converted', async () => {
  const limits = limitsOf({ MEDIA_JOBS_MAX_DURATION_SECONDS: '1' });
  const { error } = await job('probe', 'card-16x9.mp4', {}, { limits });
  expect(error).toBeNull();
});

it('what is no media fails in words', async () => {
  const { error, job: ended } = await job('probe', `/${join(tmpdir(), 'absent.mp4').slice(1)}`, {});
  expect([error?.kind, ended.tasks[0]?.status]).toEqual(['input_not_found', 'failed']);
});

it('takes no options, and no output', () => {
  expectThrown(() => parseRequest({ kind: 'probe', options: { width: 5 } }), 'request_invalid', /width/);
  expectThrown(
    () => parseRequest({ kind: 'probe', output: 's3://bucket/key' }),
    'request_invalid',
    /"output" does not go with the kind probe/,
  );
});
