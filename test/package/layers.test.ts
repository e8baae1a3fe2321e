import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, posix, resolve } from 'node:path';
import { Linter } from 'eslint';
import ts from 'typescript';
import { parser } from 'typescript-eslint';
import { house } from '../../scripts/lint/layers.mts';

const root = resolve(__dirname, '../..');

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'nodes', 'credentials'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file.endsWith('.ts') && existsSync(resolve(root, file)));

/** What each file imports of these, types included, and what it loads when it is first needed. */
const imports = new Map(files.map((file) => [file, importsOf(file)]));

function importsOf(file: string): string[] {
  const named = new Set<string>();
  const visit = (node: ts.Node): void => {
    // `step.startsWith('.')` names no file.
    const isText =
      ts.isStringLiteral(node) &&
      ts.isCallExpression(node.parent) &&
      ts.isPropertyAccessExpression(node.parent.expression);
    if (ts.isStringLiteral(node) && !isText && /^\.{1,2}(\/|$)/.test(node.text)) {
      const path = posix.join(dirname(file), node.text);
      for (const candidate of [`${path}.ts`, `${path}/index.ts`]) if (files.includes(candidate)) named.add(candidate);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(resolve(root, file), 'utf8'), ts.ScriptTarget.Latest, true));
  return [...named];
}

/** The way back to a file by what it imports; null: there is none. */
function circleAt(start: string): string[] | null {
  const ways = [[start]];
  const seen = new Set<string>();
  for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
    for (const next of imports.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return null;
}

test('no file imports itself by way of others', () => {
  expect(imports.get('src/pipeline/errors/mediaError.ts')).toContain('src/pipeline/errors/table.ts');
  expect(files.map(circleAt).filter((circle) => circle !== null)).toEqual([]);
});

describe('the rule about rooms', () => {
  const lint = (file: string, code: string): string[] =>
    new Linter({ cwd: root })
      .verify(
        code,
        [{ files: ['**/*.ts'], languageOptions: { parser }, plugins: { house }, rules: { 'house/layers': 'error' } }],
        resolve(root, file),
      )
      .map(({ message }) => message);
  const file = 'src/pipeline/plan/timeRange.ts';

  it.each([
    ["import { KINDS } from '../kinds';", 'src/pipeline/kinds'],
    ["import type { Job } from '../../jobs/store/storedJob';", 'src/jobs'],
    ["export * from '../run/run';", 'src/pipeline/run'],
    ["export const later = () => import('../run/run');", 'src/pipeline/run'],
    ["export type Kept = import('../inspect/verify').Verified;", 'src/pipeline/inspect'],
  ])('refuses %s in a room below', (code, to) => {
    expect(lint(file, code)).toEqual([
      `src/pipeline/plan may not import ${to}: scripts/lint/rooms.mts says which rooms lie below it.`,
    ]);
  });

  it('lets a file import of rooms below, and of its own', () => {
    expect(lint(file, "import '../errors/mediaError';\nimport './geometry';")).toEqual([]);
  });

  it('wants every folder to be in a room', () => {
    expect(lint(file, "import '../elsewhere/file';")).toEqual([
      'src/pipeline/elsewhere/file lies in no room: name its folder in scripts/lint/rooms.mts.',
    ]);
  });
});
