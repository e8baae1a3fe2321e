import { dirname, join, relative, sep } from 'node:path';
import type { ESLint, Rule } from 'eslint';
import { mayImport, roomOf } from './rooms.mts';

/** An import must not run upward in the house: also not that of a type alone, nor one made when it is first needed. */
const layers: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      upward: '{{from}} may not import {{to}}: scripts/lint/rooms.mts says which rooms lie below it.',
      outside: '{{path}} lies in no room: name its folder in scripts/lint/rooms.mts.',
    },
  },
  create(context) {
    const { cwd, filename } = context;
    const pathOf = (file: string): string => relative(cwd, file).split(sep).join('/');
    const from = roomOf(pathOf(filename));

    /** @param node a string literal that names a file; anything else names none that can be known */
    const check = (node: unknown): void => {
      const literal = node as Rule.Node | null | undefined;
      if (literal?.type !== 'Literal' || typeof literal.value !== 'string') return;
      if (!/^\.{1,2}(\/|$)/.test(literal.value)) return;
      const path = pathOf(join(dirname(filename), literal.value));
      const to = roomOf(path);
      if (from === null || to === null)
        context.report({
          node: literal,
          messageId: 'outside',
          data: { path: from === null ? pathOf(filename) : path },
        });
      else if (!mayImport(from, to)) context.report({ node: literal, messageId: 'upward', data: { from, to } });
    };
    const checkSource = ({ source }: { source?: unknown }): void => check(source);

    return {
      ImportDeclaration: checkSource,
      ExportNamedDeclaration: checkSource,
      ExportAllDeclaration: checkSource,
      ImportExpression: checkSource,
      // `import('…').Name` and `typeof import('…')`, which only TypeScript knows.
      TSImportType: (node: Rule.Node) => checkSource(node as { source?: unknown }),
      CallExpression({ callee, arguments: [first] }) {
        if (callee.type === 'Identifier' && callee.name === 'require') check(first);
      },
    };
  },
};

export const house: ESLint.Plugin = { rules: { layers } };
