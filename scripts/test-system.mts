// Runs the tests that need more than npm packages: the whole suite once more with the machine's own ffmpeg, then those of test/system.
// Words after "--" go to jest. With MEDIA_JOBS_TEST_RESULTS=<folder> the results are kept there as JSON.
import { execFileSync, spawnSync } from 'node:child_process';
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
const runs: { name: string; config: string; env: NodeJS.ProcessEnv }[] = [
  { name: 'machine', config: 'jest.config.cjs', env: machine },
  { name: 'system', config: 'jest.system.config.cjs', env: {} },
];

const results = process.env['MEDIA_JOBS_TEST_RESULTS'];
let failed = false;
for (const { name, config, env } of runs) {
  const kept = results === undefined ? [] : ['--json', `--outputFile=${join(results, `${name}.json`)}`];
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js', '--config', config, ...kept, ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, jest, { stdio: 'inherit', env: { ...process.env, ...env } });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
