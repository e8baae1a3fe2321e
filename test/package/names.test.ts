import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../..');

/** Names that one place alone is to know, and the folders that are its own. */
const OWN: Record<string, readonly string[]> = {
  shorts: ['src/pipeline/kinds/shorts/'],
  thumbnails: ['src/pipeline/kinds/thumbnails/'],
  animation: ['src/pipeline/kinds/animation/'],
  adaptive_video: ['src/pipeline/kinds/adaptiveVideo/'],
  hls: ['src/pipeline/hls/', 'src/pipeline/kinds/adaptiveVideo/'],
  local: ['src/backends/local/'],
  ittybit: ['src/backends/ittybit/'],
  swiftia: ['src/backends/swiftia/'],
  file: ['src/pipeline/storage/'],
  http: ['src/pipeline/storage/'],
  s3: ['src/pipeline/storage/s3/'],
};

/** Where names are told from each other, so that nobody else has to. */
const REGISTRIES = [
  'src/backends/index.ts',
  'src/pipeline/kinds/index.ts',
  'src/pipeline/media/formats.ts',
  'src/pipeline/storage/storages.ts',
];

interface Comparison {
  name: string;
  /** `path:line` */
  at: string;
}

const COMPARED = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

/** A name in an expression of n8n's, which is text here: `$parameter["backend"] === "ittybit"`. */
const IN_EXPRESSION = /[!=]==? ?["'](\w+)["']|["'](\w+)["'] ?[!=]==?/g;

/** The names that a node of the syntax tree compares something with. */
function namesIn(node: ts.Node): string[] {
  const texts = (nodes: readonly ts.Node[]): string[] =>
    nodes.flatMap((each) => (ts.isStringLiteralLike(each) ? [each.text] : []));
  if (ts.isBinaryExpression(node) && COMPARED.has(node.operatorToken.kind)) return texts([node.left, node.right]);
  if (ts.isCaseClause(node)) return texts([node.expression]);
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'includes'
  ) {
    const among = node.expression.expression;
    return texts([...node.arguments, ...(ts.isArrayLiteralExpression(among) ? among.elements : [])]);
  }
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
    return [...node.text.matchAll(IN_EXPRESSION)].map(([, after, before]) => after ?? before ?? '');
  return [];
}

/** The comparisons of a source with one of the names, outside of what is their own. */
function comparisonsIn(path: string, text: string): Comparison[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Comparison[] = [];
  const visit = (node: ts.Node): void => {
    for (const name of namesIn(node)) {
      if (!Object.hasOwn(OWN, name) || OWN[name]?.some((folder) => path.startsWith(folder))) continue;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push({ name, at: `${path}:${line + 1}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const files = globSync('{src,nodes,credentials}/**/*.ts', { cwd: root })
  .filter((path) => !path.includes('/generated/') && !REGISTRIES.includes(path))
  .map((path) => relative(root, join(root, path)));

const found = files.flatMap((path) => comparisonsIn(path, readFileSync(join(root, path), 'utf8')));

test.each(Object.keys(OWN))('who asks whether something is called "%s" is its own place, or the registry', (name) => {
  expect(found.filter((each) => each.name === name).map(({ at }) => at)).toEqual([]);
});

test('what counts as a comparison', () => {
  const text = [
    "if (kind === 'shorts') go();",
    "if ('hls' !== format) go();",
    "switch (scheme) { case 's3': go(); }",
    "if (['ittybit', 'other'].includes(backend)) go();",
    "if (names.includes('swiftia')) go();",
    'const subtitle = \'={{ $parameter["backend"] === "local" ? 1 : 2 }}\';',
    "const inputs = `={{ $parameter.backend !== 'animation' ? ${x} : 2 }}`;",
    "const not = { name: 'adaptive_video', is: call('s3') };",
  ].join('\n');
  expect(comparisonsIn('src/somewhere.ts', text)).toEqual(
    ['shorts', 'hls', 's3', 'ittybit', 'swiftia', 'local', 'animation'].map((name, index) => ({
      name,
      at: `src/somewhere.ts:${index + 1}`,
    })),
  );
  expect(comparisonsIn('src/pipeline/kinds/shorts/plan.ts', "if (kind === 'shorts') go();")).toEqual([]);
});
