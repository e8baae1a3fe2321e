import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixture } from '../fixtures';
import { rangeServer } from '../pipeline/storage/support/rangeServer';
import type { RangeServer } from '../pipeline/storage/support/rangeServer';
import { answer, jobsCli, told } from '../support/jobsCli';

const { here, work } = jobsCli();
let server: RangeServer;
beforeAll(async () => {
  server = await rangeServer(await fixture('clip.mp4'), {
    instead: (_, { headers }, response) => headers['x-key'] !== 'canary' && Boolean(response.writeHead(403).end()),
  });
});
afterAll(() => server.close());
const env = (more: Record<string, string> = {}) => ({ MEDIA_JOBS_ALLOW_HOSTS: `127.0.0.1:${server.port}`, ...more });
const input = (): string => `${server.origin}/clip.mp4`;
const image = (...words: string[]): string[] => ['image', '-i', input(), '--width', '32', '--json', ...words];

it.each([
  ['a flag', ['--header', 'X-Key: canary'], {}],
  ['a file', ['--header', '@headers'], {}],
  ['the environment', [], { MEDIA_JOBS_INPUT_HEADERS: 'X-Other: b\nX-Key: canary' }],
  [
    'a flag before the environment',
    ['--header', 'x-key: canary', '--header', 'X-Other: c'],
    { MEDIA_JOBS_INPUT_HEADERS: 'X-Key: wrong' },
  ],
])('the input’s server gets headers from %s', async (_, words, more) => {
  writeFileSync(join(work(), 'headers'), 'X-Other: a\nX-Key: canary\n');
  const run = await here(image(...words), { env: env(more) });
  expect(told(run).at(-1)).toMatchObject({ status: 'succeeded', input: input() });
  expect(run.text).not.toContain('canary');
});

it('probe takes them too', async () => {
  expect(
    JSON.parse((await here(['probe', '-i', input(), '--header', 'X-Key: canary', '--json'], { env: env() })).text),
  ).toMatchObject({ path: input(), format: 'mp4' });
});

it('a job in the background keeps them for the worker that runs it, also with its JSON in a file', async () => {
  writeFileSync(join(work(), 'job.json'), JSON.stringify({ kind: 'image', input: input(), options: { width: 32 } }));
  const { id } = answer(
    await here(['jobs', 'create', '--data', 'job.json', '--header', 'X-Key: canary', '--json'], { env: env() }),
  );
  await here(['worker', '--until-empty', '--json'], { env: env() });
  expect(answer(await here(['jobs', 'get', id, '--json'], { env: env() }))).toMatchObject({ status: 'succeeded' });
});

it.each([
  [
    'an input that is a file',
    ['image', '-i', 'clip.mp4', '--header', 'X-Key: canary'],
    '--header goes with an input that is an address',
  ],
  [
    'a file that is not there',
    ['image', '-i', 'https://example.com/a.mp4', '--header', '@missing'],
    'missing cannot be read',
  ],
  [
    'what is no header',
    ['image', '-i', 'https://example.com/a.mp4', '--header', 'canary'],
    'The name of header 1 is none',
  ],
  [
    'an API that fetches by itself',
    ['image', '-i', 'https://example.com/a.mp4', '--header', 'X-Key: canary', '--backend', 'ittybit'],
    '--header goes with --backend local',
  ],
])('refuses them with %s', async (_, words, why) => {
  const run = await here([...words, '--json'], { env: env({ ITTYBIT_API_KEY: 'key' }) });
  expect(answer(run)).toMatchObject({ kind: 'request_invalid', message: expect.stringContaining(why) as string });
  expect(run.text).not.toContain('canary');
});
