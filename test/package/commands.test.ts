import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './manifest';
import { blocks, PAGES, readPage } from './pages';

/** Every line that a page shows to be typed into a shell, but those that set variables alone. */
const typed = PAGES.flatMap((page) => blocks(page, 'sh').flatMap((block) => block.split('\n'))).filter(
  (line) => !/^(export )?[A-Z0-9_]+=[^\s(]*$/.test(line),
);

/** Those that other tests run, or what runs all tests, and where. */
const RUN_BY: [RegExp, string][] = [
  [/^npm ci && npm run demo$/, '.ci/run'],
  [/^npm ci && npm test$/, '.ci/run'],
  [/^npx media-jobs doctor$/, 'test/cli/doctor/doctor.test.ts'],
  [/^(npx )?media-jobs serve/, 'test/cli/serve.test.ts'],
  [/^N8N_CUSTOM_EXTENSIONS=/, 'test/n8n/customExtensions.test.ts'],
  [/^(curl|IN=|ID=|openssl )/, 'test/system/commands.test.ts'],
];

/** What needs places that are not there. */
const NOWHERE = /https:\/\/example\.com|s3:\/\/my-bucket/;

const ours = typed
  .filter((line) => line.startsWith('npx media-jobs '))
  .map((line) => line.replace('npx media-jobs ', '').replace(/ \|.*/, ''));
const onJobs = ours.filter((words) => /^(jobs (list|get|cancel|retry)|worker)/.test(words));
const onFiles = ours.filter(
  (words) =>
    !NOWHERE.test(words) && !/^(doctor|serve)/.test(words) && !words.includes('--backend') && !onJobs.includes(words),
);

const folder = mkdtempSync(join(tmpdir(), 'media-jobs-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the built command in an empty folder, with an empty store. */
function run(words: string): { status: number | null; last: string; help: string } {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(ROOT, 'dist/src/cli/main.js'), ...words.split(' ')],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, MEDIA_JOBS_HOME: join(folder, 'home') } },
  );
  return { status, last: `${stdout}${stderr}`.trim().split('\n').at(-1) ?? '', help: stdout };
}

test('every command is run by a test, or stands in the list of those that are not', () => {
  const listed = readPage('docs/not-run-here.md');
  expect(typed.length).toBeGreaterThan(30);
  const others = typed.filter(
    (line) =>
      !RUN_BY.some(([pattern]) => pattern.test(line)) &&
      !NOWHERE.test(line) &&
      !onJobs.concat(onFiles).some((words) => line.includes(words)),
  );
  expect(others.filter((line) => !listed.includes(line) && !line.includes('--backend ittybit'))).toEqual([]);
  expect(RUN_BY.filter(([, path]) => !existsSync(join(ROOT, path)))).toEqual([]);
  // What the list says in general.
  for (const words of ['example.com', 's3://my-bucket', 'Ittybit']) expect(listed).toContain(words);
});

test.each(onFiles)('media-jobs %s is understood', (words) => {
  // All that is wrong with it is that the file is not here.
  const { last, status } = run(words);
  const said = JSON.parse(last) as { kind: string; error?: { kind: string } };
  expect(said.error?.kind ?? said.kind).toBe('input_not_found');
  expect(status).toBe(1);
});

test.each(onJobs)('media-jobs %s is understood', (words) => {
  const { last, status } = run(words);
  if (/ job_/.test(words))
    expect([JSON.parse(last), status]).toEqual([expect.objectContaining({ kind: 'job_not_found' }), 1]);
  else expect([last, status]).toEqual(['', 0]);
});

test.each(ours.filter((words) => NOWHERE.test(words) || words.includes('--backend')))(
  'media-jobs %s has flags that there are',
  (words) => {
    const { help } = run(`${words.split(' ')[0] ?? ''} --help`);
    const flags = words.split(' ').filter((word) => /^--?[a-z]/.test(word));
    expect(flags.filter((flag) => !new RegExp(`(^|[\\s,])${flag}[\\s,]`, 'm').test(help))).toEqual([]);
  },
);

test('the npm scripts that README and CONTRIBUTING name are there', () => {
  const { scripts } = JSON.parse(readPage('package.json')) as { scripts: Record<string, string> };
  const named = [
    ...`${readPage('README.md')}${readPage('CONTRIBUTING.md')}`.matchAll(/npm (?:run ([\w:]+)|(test)\b)/g),
  ].map(([, script, test]) => script ?? test ?? '');
  expect(new Set(named).size).toBeGreaterThan(10);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});
