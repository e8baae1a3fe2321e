const { testPathIgnorePatterns: [modules], ...config } = require('./jest.config.cjs');

/** @type {import('jest').Config} */
module.exports = { ...config, testPathIgnorePatterns: [modules], testMatch: ['<rootDir>/test/system/**/*.test.ts'] };
