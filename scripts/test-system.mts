// Runs the tests that need more than npm packages: the whole suite once more with the machine's own ffmpeg, then those of test/system, for which
// an n8n is installed meanwhile.
// Words after "--" go to jest. With MEDIA_JOBS_TEST_RESULTS=<folder> the results are kept there as JSON.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Where the machine has a program. Ends this process when it has none. */
function onPath(program: string): string {
  try {
    return execFileSync('sh', ['-c', `command -v ${program}`]).toString().trim();
  } catch {
    console.error(`There is no ${program} on PATH. On Debian and Ubuntu: apt-get install ffmpeg`);
    process.exit(1);
  }
}

const machine = { FFMPEG_PATH: onPath('ffmpeg'), FFPROBE_PATH: onPath('ffprobe') };
const results = process.env['MEDIA_JOBS_TEST_RESULTS'];

/** Runs jest to its end. @returns whether all went well */
function passes(name: string, config: string, env: NodeJS.ProcessEnv): boolean {
  const kept = results === undefined ? [] : ['--json', `--outputFile=${join(results, `${name}.json`)}`];
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js', '--config', config, ...kept, ...process.argv.slice(2)];
  return spawnSync(process.execPath, jest, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;
}

// Beside the first run, since most of its time is spent on waiting for the registry.
const n8n = once(spawn(process.execPath, ['scripts/n8n/install.mts'], { stdio: 'inherit' }), 'exit');
const outcomes = [passes('machine', 'jest.config.cjs', machine), (await n8n)[0] === 0, passes('system', 'jest.system.config.cjs', {})];
process.exitCode = outcomes.every(Boolean) ? 0 : 1;
