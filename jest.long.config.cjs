const config = require('./jest.config.cjs');

/**
 * Tests that take minutes each.
 * @type {import('jest').Config}
 */
module.exports = {
  ...config,
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: ['<rootDir>/test/long/**/*.test.ts'],
  passWithNoTests: true,
};
