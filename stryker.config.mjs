/**
 * How mutants are run. Which files are mutated, and by which tests they are to be noticed, stands in scripts/mutation/rooms.mts.
 * @type {ConstructorParameters<typeof import('@stryker-mutator/core').Stryker>[0]}
 */
export default {
  testRunner: 'jest',
  jest: { configFile: 'jest.config.cjs', enableFindRelatedTests: false },
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  coverageAnalysis: 'perTest',
  // The copy of the tree that mutants run in lies with the other caches, which git, lint and layout pass over.
  tempDirName: '.cache/mutation',
  cleanTempDir: 'always',
  ignorePatterns: ['.cache', 'docs', 'benchmarks', 'docker', 'media-jobs-demo'],
  concurrency: 1,
  // jest keeps some memory at each run.
  maxTestRunnerReuse: 300,
  // A machine that has other work too takes longer than it did for the run without mutants (ms).
  timeoutMS: 20_000,
  reporters: ['progress-append-only'],
  logLevel: 'warn',
  allowConsoleColors: false,
};
