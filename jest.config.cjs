const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // The first need more than npm packages, the others much time: "npm run test:system", "npm run test:long".
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/system/', '<rootDir>/test/long/'],
  // Copies of the tree (npm run test:long).
  modulePathIgnorePatterns: ['<rootDir>/.cache/'],
  globalSetup: '<rootDir>/test/support/globalSetup.ts',
  transform: {
    '^.+\\.m?ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs', ignoreDynamic: true },
      },
    ],
  },
  testEnvironment: 'node',
  // A job takes three times as long beside two others.
  testTimeout: 120_000,
  // Many tests wait for processes and servers: with a worker a core, two cores stand idle for a third of the time.
  maxWorkers: availableParallelism() + 1,
};
