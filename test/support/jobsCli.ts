import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobView } from '../../src/jobs/jobView';
import { cli } from './cli';
import type { CliRun, CliUse } from './cli';
import { runHere } from './runHere';
import type { HereRun, HereUse } from './runHere';

export interface JobsCli {
  /** Of this test alone: holds the others. */
  root: () => string;
  /** The working folder. */
  work: () => string;
  /** The home folder of the job store. */
  home: () => string;
  env: () => Record<string, string>;
  /** Runs a command in this process; on a pipe unless told otherwise. */
  here: (words: readonly string[], use?: Partial<HereUse>) => Promise<HereRun>;
  /** Runs the built command in a process of its own. */
  apart: (words: readonly string[], use?: Partial<CliUse>) => Promise<CliRun>;
}

/** The command line with a job store and a working folder that are made for each test and gone after it. */
export function jobsCli(): JobsCli {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jobs-cli-'));
    for (const name of ['work', 'tmp']) mkdirSync(join(folder, name));
  });
  const children = new Set<ChildProcess>();
  afterEach(() => {
    // Those that a failed test has left.
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    children.clear();
    rmSync(folder, { recursive: true, force: true });
  });
  const [work, home] = [() => join(folder, 'work'), () => join(folder, 'home')];
  const env = () => ({ MEDIA_JOBS_HOME: home(), TMPDIR: join(folder, 'tmp') });
  return {
    root: () => folder,
    work,
    home,
    env,
    here: (words, { env: more, ...use } = {}) =>
      runHere(words, { cwd: work(), terminal: false, env: { ...process.env, ...env(), ...more }, ...use }),
    apart: (words, { env: more, onStart, ...use } = {}) =>
      cli(words, {
        cwd: work(),
        env: { ...env(), ...more },
        ...use,
        onStart: (child) => {
          children.add(child);
          onStart?.(child);
        },
      }),
  };
}

/** The jobs, or errors, that were told, one a line. */
export const told = ({ text }: HereRun): (JobView & { message?: string })[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JobView);

/** The one job, or error, that was told. */
export function answer(run: HereRun): JobView & { message?: string } {
  const [one, ...more] = told(run);
  if (one === undefined || more.length > 0) throw new Error(`One line was to be told: ${run.text}`);
  return one;
}
