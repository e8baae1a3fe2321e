import { readFile } from 'node:fs/promises';
import { fixture } from '../../fixtures';
import { ittybitDouble, KEY } from '../../support/ittybitDouble';
import type { IttybitDouble } from '../../support/ittybitDouble';
import { testServers, uploaded } from '../../support/jobServer';
import { answer, jobsCli, told } from '../../support/jobsCli';

const { here } = jobsCli();
const servers = testServers();

let double: IttybitDouble;
beforeEach(async () => {
  double = await ittybitDouble();
});
afterEach(() => double.close());

const run = (words: string[], more: { terminal?: boolean; env?: NodeJS.ProcessEnv } = {}) =>
  here(['jobs', ...words, '--backend', 'ittybit'], {
    ...more,
    env: { ITTYBIT_API_KEY: KEY, ITTYBIT_BASE_URL: double.origin, ...more.env },
  });
const put = (count: number, more: object = {}) => {
  for (let n = 1; n <= count; n++)
    double.jobs.set(`job_${n}`, {
      id: `job_${n}`,
      kind: 'video',
      status: 'succeeded',
      input: 'https://example.com/a.mov?token=canary',
      output: 'https://cdn.example/a.mp4',
      created_at: 1_800_000_000_000,
      ...more,
    });
};

describe('list', () => {
  test('a job a line, the newest first, page after page; by status and kind', async () => {
    put(130);
    expect(told(await run(['list'])).map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, n) => `job_${130 - n}`),
    );
    expect(told(await run(['list', '--limit', '125'])).map(({ id }) => id)).toEqual(
      Array.from({ length: 125 }, (_, n) => `job_${130 - n}`),
    );
    expect(double.lines()).toEqual(['GET /jobs?limit=20', 'GET /jobs?limit=100', 'GET /jobs?limit=25&after=job_31']);
    expect(told(await run(['list', '--status', 'failed', '--kind', 'audio']))).toEqual([]);
    expect(double.lines().at(-1)).toBe('GET /jobs?status=failed&kind=audio&limit=20');
  });

  test('a table on a terminal, whatever the API leaves out, and no secret in it', async () => {
    put(1);
    double.jobs.set('job_2', { id: 'job_2', status: 'queued', output: null });
    const { text } = await run(['list'], { terminal: true });
    expect(text).toMatch(/│ job_2 +│ video │ queued +│ +│ +│ +│/);
    expect(text).toMatch(
      /│ job_1 +│ video │ succeeded │ 20\d\d-.* │ a\.mov\?token=\*\*\* │ https:\/\/cdn\.example\/a\.mp4 │/,
    );
    expect(text).not.toContain('canary');
  });
});

describe('get', () => {
  test('shows a job', async () => {
    double.course = [{ status: 'succeeded', output: 'https://cdn.example/a.mp4' }];
    put(1, { status: 'processing' });
    expect(answer(await run(['get', 'job_1']))).toMatchObject({
      id: 'job_1',
      status: 'succeeded',
      input: 'https://example.com/a.mov?token=***',
      output: 'https://cdn.example/a.mp4',
    });
    const { text, code } = await run(['get', 'job_1'], { terminal: true });
    expect([code, text]).toEqual([
      0,
      expect.stringMatching(/status +succeeded[\s\S]*Done.*: https:\/\/cdn\.example\/a\.mp4/),
    ]);
  });

  test('one that is not there, and a key that is refused', async () => {
    const absent = await run(['get', 'job_9']);
    expect([absent.code, answer(absent)]).toEqual([
      1,
      { kind: 'job_not_found', message: expect.stringContaining('it has no job job_9') as string },
    ]);
    const refused = await run(['get', 'job_9'], { env: { ITTYBIT_API_KEY: 'a-key-of-nobody' } });
    expect([refused.code, answer(refused).kind]).toEqual([1, 'token_invalid']);
    expect(refused.text).not.toContain('a-key-of-nobody');
  });
});

describe('cancel', () => {
  test('is refused where the API documents none, and sends no DELETE', async () => {
    double.course = [{ status: 'processing' }];
    put(1, { status: 'processing' });
    const { code, ...rest } = await run(['cancel', 'job_1']);
    expect([code, answer({ code, ...rest })]).toEqual([
      1,
      {
        kind: 'cancel_unsupported',
        message:
          'The job job_1 goes on: Ittybit documents no way to cancel a job. Wait for its end. A server of this package (media-jobs serve) can cancel its jobs.',
      },
    ]);
    expect(double.lines()).toEqual(['GET /jobs/job_1', 'GET /health']);
  });

  test('of one that has ended says so', async () => {
    double.course = [{ status: 'succeeded' }];
    put(1);
    expect(answer(await run(['cancel', 'job_1'])).kind).toBe('job_ended');
  });

  test('at a server of this package ends the job', async () => {
    const server = await servers.open({ starts: false });
    const input = await uploaded(server, await readFile(await fixture('odd.png')), 'in.png');
    const { id } = (await server.ask('POST', '/jobs', { body: { input, kind: 'image' } })).body as { id: string };
    const env = {
      ITTYBIT_API_KEY: servers.env().MEDIA_JOBS_API_KEY?.split(',')[0],
      ITTYBIT_BASE_URL: 'http://127.0.0.1:1',
    };
    const { code, ...rest } = await run(['cancel', id, '--base-url', server.url], { env });
    expect([code, answer({ code, ...rest }).status]).toEqual([0, 'cancelled']);
    expect((await server.engine.jobs.get(id)).status).toBe('cancelled');
  });
});

test.each([
  [['retry', 'job_1'], /"retry" is for jobs of this machine/],
  [['get'], /Name one job by its id/],
  [['list', '--limit', '0'], /"limit"/],
])('%j is refused before any request', async (words, message) => {
  const refused = await run(words);
  expect([refused.code, answer(refused).kind]).toEqual([2, 'request_invalid']);
  expect(answer(refused).message).toMatch(message);
  expect(double.asked).toEqual([]);
});

test('an unknown backend, and an address of one that is not named, are refused', async () => {
  expect(answer(await here(['jobs', 'list', '--backend', 'cloud'])).message).toMatch(/local or ittybit/);
  expect(answer(await here(['jobs', 'list', '--base-url', 'https://x.example'])).message).toMatch(
    /--base-url goes with --backend/,
  );
});
