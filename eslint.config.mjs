import js from '@eslint/js';
import * as regexp from 'eslint-plugin-regexp';
import ts from 'typescript-eslint';
import { house } from './scripts/lint/layers.mts';

/** The rules for regular expressions that find faults; those that are about their look are left alone. */
const faultsOfExpressions = Object.fromEntries(
  Object.entries(regexp.rules)
    .filter(([, { meta }]) => meta.docs.category === 'Possible Errors')
    .map(([name]) => [`regexp/${name}`, 'error']),
);

export default ts.config(
  { ignores: ['dist/', 'coverage/', '.cache/', 'media-jobs-demo/', '**/generated/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'max-lines': ['warn', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Texts come from strangers: whatever looks at one takes time that grows with its length, and not faster. What the benchmark "texts" feeds them shows it.
    files: ['{src,nodes,credentials,scripts}/**/*.{ts,mts}'],
    plugins: { regexp },
    rules: {
      'no-nested-ternary': 'error',
      ...faultsOfExpressions,
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false, ignoreSticky: false }],
    },
  },
  {
    files: ['**/*.{ts,mts}'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Numbers read well in messages and arguments; what could be undefined or an object is still refused.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowNullish: false }],
      // `() => child.kill()` as a callback is clearer than a block.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A function may be async to fulfil an interface, and so that it rejects and never throws.
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: ['{src,nodes,credentials}/**/*.ts'], plugins: { house }, rules: { 'house/layers': 'error' } },
  {
    files: [
      'nodes/**/*.ts',
      'src/pipeline/kinds/*/kind.ts',
      'src/pipeline/storage/*/scheme.ts',
      'src/backends/*/backend.ts',
      'src/webhooks/sources.ts',
    ],
    rules: {
      // n8n loads every node at start, so what does the work is loaded when it is first needed; and by require(), since n8n empties its cache, and
      // import()'s it cannot, when it updates a package.
      '@typescript-eslint/no-require-imports': ['error', { allow: ['^\\.'] }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // jest's matchers such as expect.objectContaining() are of type any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      // A mock's method is handed to expect() without being called.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { require: 'readonly', module: 'writable', exports: 'writable', __dirname: 'readonly' },
    },
  },
);
