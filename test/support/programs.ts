import { spawn } from 'node:child_process';
import { accessSync, chmodSync, constants } from 'node:fs';
import bundledFfmpeg from '@ffmpeg-installer/ffmpeg';
import bundledFfprobe from '@ffprobe-installer/ffprobe';
import { WITHOUT_CHARACTER_SETS } from '../../src/pipeline/ffmpeg/childEnv';

/** The package ships without the executable bit where its install script did not run. */
function executable(path: string): string {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    chmodSync(path, 0o755);
  }
  return path;
}

/** The build that comes with npm packages. Fixtures are made with it alone, so that they are the same on every machine. */
export const BUNDLED_FFMPEG = executable(bundledFfmpeg.path);
export const BUNDLED_FFPROBE = executable(bundledFfprobe.path);

/** What results are looked at with: `FFMPEG_PATH` and `FFPROBE_PATH`, so that CI reads everything with Debian's build too; else the bundled ones. */
export const FFMPEG = process.env['FFMPEG_PATH'] || BUNDLED_FFMPEG;
export const FFPROBE = process.env['FFPROBE_PATH'] || BUNDLED_FFPROBE;

/** Runs a program to its end and answers what it printed. `input` goes to its stdin. @throws Error that holds stderr, unless it ended with 0 */
export function runProgram(
  program: string,
  argv: readonly string[],
  input?: Buffer,
  cwd?: string,
): Promise<{ stdout: Buffer; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...WITHOUT_CHARACTER_SETS },
      cwd,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A program that has read enough closes its end; what counts is how it ends.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const complaint = Buffer.concat(stderr).toString();
      if (code === 0) resolve({ stdout: Buffer.concat(stdout), stderr: complaint });
      else
        reject(new Error(`${program} ${argv.join(' ')}\nended with ${signal ?? `code ${code ?? '?'}`}:\n${complaint}`));
    });
  });
}
