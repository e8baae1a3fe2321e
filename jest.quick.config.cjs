const { globSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const config = require('./jest.config.cjs');

/** What of test/support starts no program and no server, and takes no fixture. */
const PURE = [
  'encoders',
  'expectError',
  'expectRefusal',
  'frameCode',
  'insideAddresses',
  'mediaInfo',
  'mutatedAddresses',
];
/** Rooms that look at all of the tree, or start n8n. */
const SLOW = /^test\/(fixtures|hostile|long|n8n|package|support|system)\//;

const STARTS = new RegExp(
  `from '(\\.\\./)+(fixtures|support/(?!(${PURE.join('|')})'))|from '\\./support|node:child_process|dist/`,
);

/**
 * The inner loop: tests that start nothing, all of them in less than a minute.
 * @type {import('jest').Config}
 */
module.exports = {
  ...config,
  testMatch: globSync('test/**/*.test.ts', { cwd: __dirname })
    .filter((path) => !SLOW.test(path) && !STARTS.test(readFileSync(join(__dirname, path), 'utf8')))
    .map((path) => `<rootDir>/${path}`),
};
