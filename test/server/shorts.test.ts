import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performLocally } from '../../src/jobs/performLocally';
import type { Performer } from '../../src/jobs/performLocally';
import type { Job } from '../../src/pipeline/job/job';
import { WORK_FOLDER_PREFIX } from '../../src/pipeline/storage/workFolder';
import { jobSchema } from '../../src/server/jobSchema';
import { fixture } from '../fixtures';
import { testServers, uploaded } from '../support/jobServer';
import type { TestServer } from '../support/jobServer';
import { decodeImage } from '../support/pixels';
import { probe } from '../support/probe';

const { open, env } = testServers();
const SMALL = { size: '90x160', reframe: 'center', quality: 'low' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-jobs-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A file of a signed link, fetched without a key. */
async function fetched(link: string | null | undefined, name: string): Promise<string> {
  const response = await fetch(link ?? '');
  expect([link, response.status]).toEqual([link, 200]);
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(await response.arrayBuffer()));
  return path;
}

const shortsOf = async (server: TestServer, options: object): Promise<Job> =>
  server.run({
    kind: 'shorts',
    input: await uploaded(server, await readFile(await fixture('clip.mov')), 'talk.mov'),
    options: { ...SMALL, ...options },
  });

it('makes shorts, each with a signed link that plays', async () => {
  const server = await open();
  const job = await shortsOf(server, {
    predefined_shorts: [
      { title: 'First', start: 0, end: 1 },
      { title: 'Second', start: 1, end: 2 },
    ],
    contact_sheet: 'png',
  });
  expect(jobSchema.safeParse(job).error).toBeUndefined();
  expect(job).toMatchObject({
    status: 'succeeded',
    shorts: [
      { title: 'First', status: 'succeeded', error: null },
      { title: 'Second', status: 'succeeded', error: null },
    ],
  });
  for (const { output, poster } of job.shorts ?? []) {
    expect(output).toMatch(new RegExp(`^${server.url}/outputs/${job.id}/\\d+\\.[\\w-]+/talk/short-\\d\\.mp4$`));
    const { video, format } = await probe(await fetched(output, 'clip.mp4'));
    expect([video?.width, video?.height, Math.round(Number(format.duration))]).toEqual([90, 160, 1]);
    expect(await decodeImage(await fetched(poster, 'poster.jpg'))).toMatchObject({ width: 90, height: 160 });
  }
  expect(await decodeImage(await fetched(job.contact_sheet, 'sheet.png'))).toMatchObject({ width: 1600 });
});

it('hands over the others when one short fails, and says so', async () => {
  // A folder stands where the second clip is to be written.
  const spoiling: Performer = (attempt) =>
    performLocally(
      server.engine.home,
      env(),
    )({
      ...attempt,
      onChange: (job) => {
        attempt.onChange(job);
        if (job.shorts?.[1]?.status !== 'processing') return;
        const folders = readdirSync(server.engine.home.files, { recursive: true, withFileTypes: true }).filter(
          ({ name }) => name.startsWith(WORK_FOLDER_PREFIX),
        );
        for (const { parentPath, name } of folders)
          mkdirSync(join(parentPath, name, 'short-2.mp4'), { recursive: true });
      },
    });
  const server: TestServer = await open({ engine: { performers: { local: spoiling } } });
  const job = await shortsOf(server, {
    predefined_shorts: [
      { start: 0, end: 1 },
      { start: 1, end: 2 },
    ],
  });
  expect(jobSchema.safeParse(job).error).toBeUndefined();
  expect(job).toMatchObject({
    status: 'succeeded',
    shorts: [{ status: 'succeeded' }, { status: 'failed', output: null, error: { kind: 'encode_failed' } }],
  });
  expect(job.warnings?.map(({ message }) => message).join()).toContain('Short 2 of 2 failed; the others are there.');
  expect((await probe(await fetched(job.shorts?.[0]?.output, 'clip.mp4'))).video?.width).toBe(90);
});

it.each([
  [
    {
      predefined_shorts: [
        { start: 0, end: 1 },
        { start: 1, end: 30 },
      ],
    },
    'range_invalid',
  ],
  [{}, 'no_short_found'],
])('ends %j with an error that says why', async (options, kind) => {
  const job = await shortsOf(await open(), options);
  expect(job).toMatchObject({
    status: 'failed',
    output: null,
    error: { kind, message: expect.stringMatching(/\S/) as string },
  });
});

it('refuses what is wrong with the options at once', async () => {
  const { status, body } = await (
    await open({ starts: false })
  ).ask('POST', '/jobs', {
    body: {
      kind: 'shorts',
      input: 'https://media.example/talk.mp4',
      options: { predefined_shorts: [{ start: 0, end: 301 }] },
    },
  });
  expect([status, body]).toMatchObject([
    400,
    { kind: 'request_invalid', message: expect.stringContaining('at most 300 s are possible') as string },
  ]);
});
