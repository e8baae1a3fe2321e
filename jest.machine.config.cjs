const {
  testMatch: [all],
  ...config
} = require('./jest.config.cjs');

/** The rooms of the pipeline that start ffmpeg, or read what it wrote. */
const ROOMS = ['captions', 'ffmpeg', 'images', 'inspect', 'kinds', 'matrix', 'plan', 'run', 'sequence', 'sources'];

/** What these ask has the same answer whatever build of ffmpeg runs: who may reach what, what becomes of a process, how ffmpeg is installed, what presets ask for, what libheif decodes. */
const OF_ANY_BUILD = [
  'cli/doctor/(install|packageManagers)',
  'hostile/(addresses|disk|ended|parentGone|places|trusted)',
  'pipeline/sources/(devices|heic)',
];

/**
 * What is run once more with the machine's own ffmpeg: all that asks what a build of ffmpeg writes, reads, says or withstands, and what doctor finds. The other tests
 * ask what happens around a job; that the command line, the nodes and n8n work with this ffmpeg too is seen by those of test/system.
 * @type {import('jest').Config}
 */
module.exports = {
  ...config,
  testMatch: [...ROOMS.map((room) => `pipeline/${room}`), 'hostile', 'cli/doctor', 'support'].map((folder) =>
    all.replace('test/', `test/${folder}/`),
  ),
  testPathIgnorePatterns: [
    ...config.testPathIgnorePatterns,
    ...OF_ANY_BUILD.map((path) => `<rootDir>/test/${path}\\.test`),
  ],
};
