// Runs the tests that need more than npm packages: what depends on the build of ffmpeg once more with the machine's own, then those of test/system, for which
// an n8n is installed meanwhile.
// Words after "--" go to jest: names of files. With MEDIA_JOBS_TEST_RESULTS=<folder> the results are kept there as JSON.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Where the machine has a program. Ends this process when it has none. */
function onPath(program: string): string {
  try {
    return execFileSync('sh', ['-c', `command -v ${program}`])
      .toString()
      .trim();
  } catch {
    console.error(`There is no ${program} on PATH. On Debian and Ubuntu: apt-get install ffmpeg`);
    process.exit(1);
  }
}

const machine = { FFMPEG_PATH: onPath('ffmpeg'), FFPROBE_PATH: onPath('ffprobe') };
const results = process.env['MEDIA_JOBS_TEST_RESULTS'];

/** These measure how soon n8n answers: not beside another n8n. */
const MEASURING = 'test/system/n8n/(createJob|queue)\\.test';

/** Runs jest to its end. @returns whether all went well */
function passes(name: string, config: string, argv: string[] = [], env: NodeJS.ProcessEnv = {}): boolean {
  const kept = results === undefined ? [] : ['--json', `--outputFile=${join(results, `${name}.json`)}`];
  const jest = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--config',
    config,
    ...kept,
    ...argv,
  ];
  return spawnSync(process.execPath, jest, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;
}

const words = process.argv.slice(2);
// Beside the first run, since most of its time is spent on waiting for the registry.
const n8n = once(spawn(process.execPath, ['scripts/n8n/install.mts'], { stdio: 'inherit' }), 'exit');
const outcomes = [
  passes('machine', 'jest.machine.config.cjs', ['--passWithNoTests', ...words], machine),
  (await n8n)[0] === 0,
];
if (words.length > 0) outcomes.push(passes('system', 'jest.system.config.cjs', ['--passWithNoTests', ...words]));
else {
  // Most of their time the others wait for n8n.
  outcomes.push(
    passes('system', 'jest.system.config.cjs', ['--maxWorkers=2', `--testPathIgnorePatterns=${MEASURING}`]),
  );
  outcomes.push(passes('measuring', 'jest.system.config.cjs', [MEASURING]));
}
process.exitCode = outcomes.every(Boolean) ? 0 : 1;
