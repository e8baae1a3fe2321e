const {
  testPathIgnorePatterns: [modules],
  ...config
} = require('./jest.config.cjs');

/** @type {import('jest').Config} */
module.exports = {
  ...config,
  testPathIgnorePatterns: [modules],
  testMatch: ['<rootDir>/test/system/**/*.test.ts'],
  testEnvironment: '<rootDir>/test/support/systemEnvironment.ts',
  // npm has to fetch packages, and n8n to start.
  testTimeout: 300_000,
  // How fast n8n answers is measured: not beside another n8n.
  maxWorkers: 1,
};
