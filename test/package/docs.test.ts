import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ERRORS } from '../../src/pipeline/errors/table';
import { ROOT, type Manifest } from './manifest';
import { blocks, PAGES, readPage, section } from './pages';

const links = PAGES.flatMap((page) =>
  [...readPage(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({ page, target })),
).filter(({ target }) => !/^https?:/.test(target));

/** A heading as the anchor that a page of it gets. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

test.each(links)('$page: the link $target leads somewhere', ({ page, target }) => {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  expect(existsSync(join(ROOT, file))).toBe(true);
  if (heading !== undefined)
    expect([...readPage(file).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => anchor(text))).toContain(heading);
});

test('every picture is shown on a page, and small', () => {
  const pictures = readdirSync(join(ROOT, 'docs/images')).map((name) => `docs/images/${name}`);
  const shown = links.map(({ page, target }) => join(dirname(page), target));
  expect(pictures.length).toBeGreaterThan(10);
  expect(pictures.filter((path) => !shown.includes(path))).toEqual([]);
  expect(pictures.filter((path) => statSync(join(ROOT, path)).size > 100_000)).toEqual([]);
});

test('README shows every node, and the page of examples every workflow', () => {
  const examples = readPage('docs/examples.md');
  const { n8n } = JSON.parse(readPage('package.json')) as Manifest;
  // The first one that a node's file names is its own.
  const names = n8n.nodes.map(
    (path) => /displayName: '(.+?)'/.exec(readFileSync(join(ROOT, path), 'utf8'))?.[1] ?? path,
  );
  for (const name of names) expect(section('The nodes')).toMatch(new RegExp(`^### ${name}\\n(?:(?!^###).)*!\\[`, 'ms'));
  for (const file of readdirSync(join(ROOT, 'workflows'))) {
    expect(examples).toContain(`](../workflows/${file})`);
    expect(examples).toContain(`](images/workflow-${file.replace('.json', '.png')})`);
  }
});

test('the files for Docker stand on their page as they are tested', () => {
  expect(blocks('docs/install.md', 'dockerfile')).toEqual([readPage('docker/Dockerfile').trimEnd()]);
  expect(blocks('docs/install.md', 'yaml')).toEqual([readPage('docker/compose.yaml').trimEnd()]);
});

test('the errors that are explained are in the table, and are but the commonest', () => {
  const kinds = [...readPage('docs/troubleshooting.md').matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, kind = '']) => kind),
  );
  expect(kinds.length).toBeGreaterThan(8);
  expect(kinds.filter((kind) => !(kind in ERRORS))).toEqual([]);
});

test('README and LICENSE say what ffmpeg is licensed as, and that it is a program of its own', () => {
  for (const page of ['README.md', 'LICENSE']) {
    const text = readPage(page).replace(/\s+/g, ' ');
    expect(text).toMatch(/ffmpeg[^]*GPL/);
    expect(text).toContain('separate processes');
  }
});

test('the page of settings names every environment variable that is looked at, and no other of ours', () => {
  const code = globSync('{src,nodes}/**/*.ts', { cwd: ROOT }).map(readPage).join('\n');
  const named = /\b(?:MEDIA_JOBS_[A-Z_]+|FF(?:MPEG|PROBE)_PATH)\b/g;
  const inCode = new Set([...code.matchAll(named)].map(([name]) => name));
  expect(inCode.size).toBeGreaterThan(3);
  expect(new Set([...readPage('docs/environment.md').matchAll(named)].map(([name]) => name))).toEqual(inCode);
});

test('README is short, and begins with what there is to be had', () => {
  const readme = readPage('README.md');
  expect(readme.split('\n').length).toBeLessThan(200);
  const [first = ''] = readme.split('\n## The first workflow\n');
  expect([...first.matchAll(/\]\(workflows\//g)]).toHaveLength(4);
  expect(first).toMatch(/^# .+\n\n[^\n]+\n\n!\[[^\]]+\]\(docs\/images\/[\w-]+\.webp\)/);
});

test('NOTICE names all that is installed beside this package', () => {
  const { dependencies, optionalDependencies } = JSON.parse(readPage('package.json')) as Record<
    'dependencies' | 'optionalDependencies',
    object
  >;
  const notice = readPage('NOTICE');
  const names = Object.keys({ ...dependencies, ...optionalDependencies });
  expect(names.filter((name) => !notice.includes(name))).toEqual([]);
});
