import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { Job } from '../../../src/pipeline/job/job';
import { fixture } from '../../fixtures';
import { serve, type TestServer } from '../../pipeline/storage/support/server';
import { decodeImage } from '../../support/pixels';
import { probe } from '../../support/probe';
import { FFMPEG, runProgram } from '../../support/programs';
import { servedCli, type ServedCli } from '../../support/servedCli';
import { startS3, type S3Server } from '../../support/s3Server';
import { describeReference, REQUEST_FORMS, type RequestForm } from './page';

describeReference('requests of the reference page, sent to media-jobs serve', ({ requests, response, errors }) => {
  // The examples as they stand on the page. Other are only the host of the API, the key, the host that the input lies on, and in Python what the page leaves
  // out: imports and `api_key`.
  const HOST = 'https://api.ittybit.com';
  const RUN: Record<RequestForm, { file: string; program: string; before: string }> = {
    TypeScript: { file: 'example.mts', program: process.execPath, before: '' },
    Python: {
      file: 'example.py',
      program: 'python3',
      before: 'import os\nimport requests\napi_key = os.environ["ITTYBIT_API_KEY"]\n',
    },
    curl: { file: 'example.sh', program: 'sh', before: '' },
  };

  let web: TestServer;
  let s3: S3Server;
  let server: ServedCli;
  let folder: string;

  beforeAll(async () => {
    const files: Record<string, string> = {
      'upload.mov': await fixture('clip.mov'),
      'interview.mp4': await fixture('clip.mp4'),
      'video.mp4': await fixture('busy.mp4'),
    };
    web = await serve((request, answer) => {
      const path = files[basename(request.url ?? '')];
      if (path === undefined) answer.writeHead(404).end();
      else
        void stat(path).then(({ size }) =>
          // Who has read enough goes.
          pipeline(createReadStream(path), answer.writeHead(200, { 'content-length': size })).catch(() => undefined),
        );
    });
    s3 = await startS3();
    server = await servedCli({ ...s3.env, MEDIA_JOBS_ALLOW_HOSTS: `127.0.0.1:${web.port}` });
    folder = await mkdtemp(join(tmpdir(), 'media-jobs-reference-'));
  });
  afterAll(async () => {
    await server.stop();
    await web.close();
    await s3.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs an example, and answers the job that it has made when that has ended. */
  async function run(title: string, form: RequestForm): Promise<Job> {
    const example = requests[title]?.[form] ?? '';
    expect(example).toContain(`${HOST}/jobs`);
    const { file, program, before } = RUN[form];
    await writeFile(
      join(folder, file),
      before + example.replace(HOST, server.url).replace('https://example.com', web.origin),
    );
    const known = (await newest())?.id;
    await promisify(execFile)(program, [join(folder, file)], {
      cwd: folder,
      env: { ...process.env, ITTYBIT_API_KEY: server.key, NO_PROXY: '127.0.0.1' },
    });
    const made = await newest();
    if (made === undefined || made.id === known) throw new Error(`${title} in ${form} made no job`);
    return server.ended(made.id);
  }

  const newest = async (): Promise<Job | undefined> => ((await (await server.ask('/jobs?limit=1')).json()) as Job[])[0];

  /** The result in a file. */
  async function fetched(address: string | null, name: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, await (await fetch(address ?? '')).bytes());
    return path;
  }

  const CHECKS: Record<string, { job: object; look: (job: Job) => Promise<void> }> = {
    Video: {
      job: { kind: 'video', options: { width: 1280, height: 720, format: 'mp4', quality: 'high' } },
      look: async ({ output }) =>
        expect((await probe(await fetched(output, 'video.mp4'))).video).toMatchObject({
          codec_name: 'h264',
          width: 1280,
          height: 720,
        }),
    },
    Audio: {
      job: { kind: 'audio', options: { format: 'mp3', quality: 'high' } },
      look: async ({ output }) =>
        expect(await probe(await fetched(output, 'sound.mp3'))).toMatchObject({
          format: { format_name: 'mp3' },
          audio: { codec_name: 'mp3' },
        }),
    },
    Image: {
      job: { kind: 'image', options: { start: 5, format: 'webp', width: 640 } },
      look: async ({ output }) =>
        expect(await decodeImage(await fetched(output, 'picture.webp'))).toMatchObject({ width: 640, height: 360 }),
    },
    'Adaptive video': {
      job: { kind: 'adaptive_video', options: { format: 'hls', quality: 'high' } },
      look: async ({ output }) => {
        const master = await (await fetch(output ?? '')).text();
        const renditions = master.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
        expect(renditions.length).toBeGreaterThan(0);
        for (const rendition of renditions)
          await runProgram(FFMPEG, [
            '-v',
            'error',
            '-xerror',
            '-i',
            new URL(rendition, output ?? '').href,
            '-f',
            'null',
            '-',
          ]);
      },
    },
    'Output to S3': {
      job: { kind: 'video', options: {}, output: 's3://my-bucket/processed/video.mp4' },
      look: async () =>
        expect(
          (
            await probe(
              await fetched(new URL('my-bucket/processed/video.mp4', s3.env.AWS_ENDPOINT_URL_S3).href, 'stored.mp4'),
            )
          ).video,
        ).toMatchObject({ codec_name: 'h264', width: 1920, height: 1080 }),
    },
  };

  test('every example of the page is run here', () => {
    expect(Object.keys(requests)).toEqual(Object.keys(CHECKS));
  });

  describe.each(Object.entries(CHECKS))('%s', (title, { job: expected, look }) => {
    test.each(REQUEST_FORMS)('%s', async (form) => {
      const job = await run(title, form);
      expect(job).toMatchObject({ status: 'succeeded', error: null, ...expected });
      await look(job);
    });
  });

  test('the answer 201 has the body of the page, field by field', async () => {
    const { input, kind, options } = response as { input: string; kind: string; options: object };
    const answer = await server.ask('/jobs', { method: 'POST', body: JSON.stringify({ input, kind, options }) });
    expect(answer.status).toBe(201);
    const job = (await answer.json()) as Job;
    await server.ask(`/jobs/${job.id}`, { method: 'DELETE' });
    expect([job.id, ...job.tasks.map(({ id }) => id)].join()).toMatch(/^job_[\w-]+(,task_[\w-]+){4}$/);
    const known: Record<string, unknown> = {
      [job.id]: 'job_abc123',
      ...Object.fromEntries(job.tasks.map(({ id }, number) => [id, `task_00${number + 1}`])),
      [String(job.created_at)]: 1711900000000,
    };
    // As text, so that the order of the fields counts too.
    const like = JSON.stringify(job, (_, value: unknown) => known[String(value)] ?? value, 2);
    expect(like).toBe(JSON.stringify(response, null, 2));
  });

  test('each error of the page is answered with its status and kind', async () => {
    const job = { input: 'https://example.com/upload.mov', kind: 'video' };
    const bodies: Record<string, object> = {
      input_required: { kind: 'video' },
      invalid_input: { ...job, input: 'gopher://example.com/upload.mov' },
      invalid_format: { ...job, options: { format: 'mp3' } },
      invalid_codec: { ...job, options: { format: 'webm', codec: 'h264' } },
      token_missing: job,
      token_invalid: job,
    };
    const headers: Record<string, Record<string, string>> = {
      token_missing: {},
      token_invalid: { authorization: 'Bearer nobody' },
    };
    for (const { status, kind } of errors) {
      const answer = await fetch(`${server.url}/jobs`, {
        method: 'POST',
        body: JSON.stringify(bodies[kind]),
        headers: headers[kind] ?? { authorization: `Bearer ${server.key}` },
      });
      expect([answer.status, await answer.json()]).toEqual([status, { kind, message: expect.stringMatching(/\S/) }]);
    }
  });
});
