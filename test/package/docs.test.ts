import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './manifest';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const readme = read('README.md');
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...globSync('docs/*.md', { cwd: ROOT })];
const links = pages.flatMap((page) => [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({ page, target }))).filter(({ target }) => !/^https?:/.test(target));

/** A heading as the anchor that a page of it gets. */
const anchor = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}\s-]/gu, '').trim().replaceAll(' ', '-');

test.each(links)('$page: the link $target leads somewhere', ({ page, target }) => {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  expect(existsSync(join(ROOT, file))).toBe(true);
  if (heading !== undefined) expect([...read(file).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => anchor(text))).toContain(heading);
});

// Those with an address would reach for the network; doctor has tests of its own, and what is done with jobs that are there, too.
const commands = [...readme.matchAll(/^npx media-jobs (.+)$/gm)].map(([, words = '']) => words.replace(/ \|.*/, '')).filter((words) => !/:\/\/|^(doctor|serve|worker|jobs (list|get|cancel|retry))/.test(words));

describe('the commands of README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'media-jobs-readme-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(commands)('media-jobs %s is understood', (words) => {
    const { stdout, status } = spawnSync(process.execPath, [join(ROOT, 'dist/src/cli/main.js'), ...words.split(' ')], { cwd: folder, encoding: 'utf8', env: { ...process.env, MEDIA_JOBS_HOME: join(folder, 'home') } });
    // All that is wrong with it is that the file is not here.
    const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { kind: string; error?: { kind: string } };
    expect(last.error?.kind ?? last.kind).toBe('input_not_found');
    expect(status).toBe(1);
  });
});

test('the npm scripts that README and CONTRIBUTING name are there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...`${readme}${read('CONTRIBUTING.md')}`.matchAll(/npm (?:run )?((?:test|build|demo|lint|knip|typecheck|generate|bench)(?::\w+)?)\b/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});

test('README names every environment variable that is looked at, and no other of ours', () => {
  const code = globSync('{src,nodes}/**/*.ts', { cwd: ROOT }).map(read).join('\n');
  const ours = /\b(?:MEDIA_JOBS_[A-Z_]+|FF(?:MPEG|PROBE)_PATH)\b/g;
  const inCode = new Set([...code.matchAll(ours)].map(([name]) => name));
  expect(inCode.size).toBeGreaterThan(3);
  expect(new Set([...readme.matchAll(ours)].map(([name]) => name))).toEqual(inCode);
});
