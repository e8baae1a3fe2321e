import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { findBinaries } from '../../pipeline/ffmpeg/find';
import { sandboxHere } from '../../pipeline/ffmpeg/sandbox';
import { removeLeftFolders } from '../../pipeline/storage/leftFolders';
import { withWorkFolder, WORK_FOLDER_PREFIX } from '../../pipeline/storage/workFolder';
import { EXIT, exitCodeOf } from '../exitCode';
import type { CommonFlags } from '../flags';
import type { Io } from '../io';
import { tryAll } from './checks';
import { doctorText } from './doctorText';
import { install } from './install';
import type { InstallUse } from './install';
import { reportTo } from '../reportTo';
import type { Diagnosis } from './diagnosis';
import { mediaError, toMediaError } from '../../pipeline/errors/mediaError';

export interface DoctorFlags extends Omit<CommonFlags, 'input' | 'header'> {
  install?: boolean;
  yes?: boolean;
}

/** Runs `media-jobs doctor`. @param problems what is wrong with words that no flag took @returns the exit code */
export async function doctorCommand(
  flags: DoctorFlags,
  problems: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const report = reportTo(io.stdout, io, flags);
  const say = (text: string): void => void (report.json ? io.stderr : io.stdout).write(`${text}\n`);
  try {
    if (problems.length > 0) throw mediaError('request_invalid', { problems: problems.join(' ') });
    const tried = flags.install ? await install(installUse(flags, io, signal, report.json, say)) : undefined;
    const binaries = await findBinaries({ env: io.env, ffmpegPath: flags.ffmpeg, ffprobePath: flags.ffprobe });
    const installed =
      tried?.done && binaries.warnings.length > 0
        ? {
            ...tried,
            done: false,
            why: `${tried.by ?? 'it'} ended well, but an old ffmpeg is still the one that is found`,
          }
        : tried;
    const sandbox = await sandboxHere([binaries.ffmpeg.path, binaries.ffprobe.path], io.env);
    const left = await sweepPlaces(io);
    if (!report.json) say('Trying every format …');
    const checks = await withWorkFolder(tmpdir(), (folder) => tryAll(binaries, folder, signal));
    const ok = checks.every((check) => check.works || !check.default) && installed?.done !== false;
    const diagnosis: Diagnosis = {
      ok,
      node: process.version,
      ...binaries,
      sandbox,
      checks,
      ...(installed && { install: installed }),
      ...(left.length > 0 && { left }),
    };
    if (report.json) report.answer(diagnosis);
    else report.text(doctorText(diagnosis));
    return ok ? EXIT.succeeded : EXIT.failed;
  } catch (thrown) {
    const error = signal.aborted ? mediaError('cancelled', {}, thrown) : toMediaError(thrown);
    report.refused(error);
    return exitCodeOf(error);
  }
}

/** Sweeps where a job of this user works: here, where the nodes do, and in the system's folder for temporary files. */
async function sweepPlaces({ cwd, env }: Io): Promise<NonNullable<Diagnosis['left']>> {
  const places = new Set([cwd, tmpdir(), ...(env.MEDIA_JOBS_WORK_FOLDER ? [env.MEDIA_JOBS_WORK_FOLDER] : [])]);
  const swept = await Promise.all(
    [...places].map(async (folder) => ({ folder, ...(await removeLeftFolders(folder, WORK_FOLDER_PREFIX)) })),
  );
  return swept.filter(({ removed, kept }) => removed.length + kept.length > 0);
}

function installUse(
  flags: DoctorFlags,
  io: Io,
  signal: AbortSignal,
  json: boolean,
  say: (text: string) => void,
): InstallUse {
  const someone = !json && io.stdin.isTTY;
  return {
    env: io.env,
    signal,
    say,
    ask: someone ? (question) => ask(question, io, signal) : null,
    yes: flags.yes ?? false,
    output: json ? 2 : 'inherit',
  };
}

/** End of input is a no. The terminal stays as it is, so that Ctrl-C is a signal here too. */
async function ask(question: string, { stdin, stdout }: Io, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: stdin, output: stdout, terminal: false });
  const closed = new Promise<string>((resolve) => {
    lines.once('close', () => resolve(''));
  });
  try {
    return /^y(es)?$/i.test((await Promise.race([lines.question(`${question} [y/N] `, { signal }), closed])).trim());
  } finally {
    lines.close();
  }
}
