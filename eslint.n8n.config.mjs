// The rules by which n8n judges community nodes, as its own lint command has them. Those that this package cannot meet are switched off here, one by one; why
// stands in the table in CONTRIBUTING.md.
import { configWithoutCloudSupport } from '@n8n/node-cli/eslint';

export default [
  ...configWithoutCloudSupport,
  {
    files: ['package.json'],
    rules: { '@n8n/community-nodes/no-runtime-dependencies': 'off' },
  },
  {
    files: ['nodes/**/*.ts'],
    rules: {
      '@typescript-eslint/no-require-imports': ['error', { allow: ['^\\.'] }],
    },
  },
  {
    files: ['nodes/WaitForJob/inVersion.ts'],
    rules: { '@n8n/community-nodes/webhook-lifecycle-complete': 'off' },
  },
];
