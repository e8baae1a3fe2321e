import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmPack } from '../../scripts/npmPack.mts';
import { ROOT, type Manifest } from './manifest';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const glob = (pattern: string): string[] => globSync(pattern, { cwd: ROOT });
let packed: { path: string; mode: number }[];
let paths: string[];
let unpackedSize: number;

beforeAll(async () => {
  ({ files: packed, unpackedSize } = await npmPack('--dry-run'));
  paths = packed.map(({ path }) => path);
});

// 2.3 MB of code, its types and docs, with the API's document of 0.2 MB. Whatever brings it above this is either no code or needs a reason of its own.
test('is small', () => {
  expect(unpackedSize).toBeLessThan(4_200_000);
});

test('holds the code of every source file', () => {
  const sources = glob('{src,nodes,credentials}/**/*.ts').filter((path) => !path.endsWith('.d.ts'));
  expect(sources.length).toBeGreaterThan(50);
  expect(paths).toEqual(expect.arrayContaining(sources.map((path) => `dist/${path.replace(/\.ts$/, '.js')}`)));
});

test('holds every icon, codex file, generated asset, and the font that comes along', () => {
  const assets = [...glob('{nodes,credentials}/**/*.{svg,png,json}'), ...glob('src/**/font/*')];
  expect(assets.length).toBeGreaterThanOrEqual(3);
  expect(paths).toEqual(expect.arrayContaining(assets.map((path) => `dist/${path}`)));
});

test('holds what package.json names, and what people read', () => {
  expect(paths).toEqual(
    expect.arrayContaining([
      ...manifest.n8n.nodes,
      ...manifest.n8n.credentials,
      ...Object.values(manifest.bin),
      manifest.main,
      manifest.types,
    ]),
  );
  expect(paths).toEqual(
    expect.arrayContaining(['README.md', 'LICENSE', 'NOTICE', 'CHANGELOG.md', 'package.json', ...glob('docs/*.md')]),
  );
});

test('has its commands executable, under the name that starts node', () => {
  for (const path of Object.values(manifest.bin)) {
    expect((packed.find((file) => file.path === path)?.mode ?? 0) & 0o111).toBe(0o111);
    expect(readFileSync(join(ROOT, path), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  }
});

test.each(manifest.n8n.nodes)('%s has its codex file and the icons that it names beside it', async (node) => {
  const code = (await import(join(ROOT, node))) as Record<
    string,
    new () => { description: { icon: string | Record<string, string> } }
  >;
  const [Node] = Object.values(code);
  if (Node === undefined) throw new Error(`${node} exports nothing`);
  const { icon } = new Node().description;
  const icons = typeof icon === 'string' ? [icon] : Object.values(icon);
  const folder = node.slice(0, node.lastIndexOf('/'));
  expect(paths).toEqual(expect.arrayContaining(icons.map((name) => name.replace('file:', `${folder}/`))));
  const codex = node.replace(/\.js$/, '.json');
  expect(paths).toContain(codex);
  // Without resources n8n throws the whole file away, and its words find nothing.
  const { alias, resources } = JSON.parse(readFileSync(join(ROOT, codex), 'utf8')) as {
    alias: string[];
    resources: { primaryDocumentation: { url: string }[] };
  };
  expect(resources.primaryDocumentation).toEqual([{ url: manifest.homepage }]);
  expect(alias.length).toBeGreaterThan(5);
});

test.each(manifest.n8n.credentials)('%s has the icons that it names beside it', async (credential) => {
  const code = (await import(join(ROOT, credential))) as Record<string, new () => { icon: Record<string, string> }>;
  const [Credential] = Object.values(code);
  if (Credential === undefined) throw new Error(`${credential} exports nothing`);
  const folder = credential.slice(0, credential.lastIndexOf('/'));
  expect(paths).toEqual(
    expect.arrayContaining(Object.values(new Credential().icon).map((name) => name.replace('file:', `${folder}/`))),
  );
});

test('package.json names every node and credential', () => {
  const built = (pattern: string) =>
    glob(pattern)
      .map((path) => `dist/${path.replace(/\.ts$/, '.js')}`)
      .sort();
  expect([...manifest.n8n.nodes].sort()).toEqual(built('nodes/*/*.node.ts'));
  expect([...manifest.n8n.credentials].sort()).toEqual(built('credentials/*.credentials.ts'));
});

test('holds nothing else: no tests, no maps, no sources, nothing that a source is no longer there for', () => {
  const made = /^dist\/((?:src|nodes|credentials)\/.+?)(\.js|\.d\.ts|\.svg|\.png|\.json|\.ttf|\.txt)$/;
  const known = new Set([
    ...glob('{src,nodes,credentials}/**/*.*'),
    ...glob('docs/**/*.{md,png,json}'),
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    'NOTICE',
    'package.json',
  ]);
  const sourceOf = (path: string): string =>
    path.replace(
      made,
      (_, stem: string, ending: string) => `${stem}${ending === '.js' || ending === '.d.ts' ? '.ts' : ending}`,
    );
  expect(paths.filter((path) => !known.has(sourceOf(path)) || (/\.ts$/.test(path) && !path.endsWith('.d.ts')))).toEqual(
    [],
  );
});
