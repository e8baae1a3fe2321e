import { readFileSync } from 'node:fs';
import { fixture } from '../fixtures';
import { testServers, uploaded } from '../support/jobServer';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import { storeOf } from '../support/engine';

const { open } = testServers();

it('metrics count jobs, requests and bytes, and name nobody', async () => {
  const server = await open();
  const bytes = readFileSync(await fixture('surround.mp4'));
  const input = await uploaded(server, bytes, 'named-by-me.mp4');
  const { id, output } = await server.run({ input, kind: 'image', options: { width: 32 } });
  await (await fetch(output ?? '')).arrayBuffer();
  await server.ask('GET', '/jobs/job_of_nobody');
  const { status, text, headers } = await server.ask('GET', '/metrics');
  expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain/)]);
  const value = (line: string) =>
    Number(
      text
        .split('\n')
        .find((each) => each.startsWith(`${line} `))
        ?.split(' ')[1],
    );
  expect(value('media_jobs_jobs{status="succeeded"}')).toBe(1);
  expect(value('media_jobs_queue_depth')).toBe(0);
  expect(value('media_jobs_uploaded_bytes_total')).toBe(bytes.length);
  expect(value('media_jobs_output_bytes_total')).toBeGreaterThan(100);
  expect(value('media_jobs_job_duration_seconds_count{kind="image",status="succeeded"}')).toBe(1);
  expect(value('media_jobs_http_request_duration_seconds_count{method="POST",route="/jobs",status="201"}')).toBe(1);
  expect(value('media_jobs_http_request_duration_seconds_count{method="GET",route="/jobs/:id",status="404"}')).toBe(1);
  for (const secret of ['named-by-me', id, 'job_of_nobody', 'a-key-for-the-tests', server.engine.home.folder])
    expect(text).not.toContain(secret);
});

describe('GET /health', () => {
  it('says what the server can do, to everybody', async () => {
    const server = await open({ starts: false });
    expect(await server.ask('GET', '/health', { key: null })).toMatchObject({
      status: 200,
      body: { status: 'ok', version: expect.stringMatching(/^\d/), can_cancel: true, can_upload: true },
    });
  });

  it('fails with the store, and does not say where it lies', async () => {
    const server = await open({ starts: false });
    const count = jest.spyOn(storeOf(server.engine).reader, 'count').mockImplementation(async () => {
      throw mediaError('store_unusable', {
        store: '/srv/media/jobs.sqlite',
        why: 'another process keeps it locked',
        way: 'Look for a process that hangs',
      });
    });
    expect(await server.ask('GET', '/health')).toMatchObject({
      status: 500,
      body: {
        kind: 'store_unusable',
        message:
          'The job store jobs.sqlite cannot be used: another process keeps it locked. Look for a process that hangs.',
      },
    });
    count.mockRestore();
    expect((await server.ask('GET', '/health')).status).toBe(200);
  });
});
