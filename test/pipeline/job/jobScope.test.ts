import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { getPriority, tmpdir } from 'node:os';
import { runChild } from '../../../src/pipeline/ffmpeg/child';
import type { Tie } from '../../../src/pipeline/ffmpeg/tiedToParent';
import { BACKGROUND, jobScope } from '../../../src/pipeline/job/jobScope';
import { withWorkFolder } from '../../../src/pipeline/storage/workFolder';
import { eventually, processesOf } from '../../support/processes';
import { FFMPEG } from '../../support/programs';

const NICE = 16; // proc_pid_stat(5), counted behind the name, from 0
const itOnLinux = process.platform === 'linux' ? it : it.skip;

/** How far each thread of a process stands back. */
const niceOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(
      readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[NICE],
    ),
  );

itOnLinux.each<Tie>(['setpriv', 'sh', 'none'])(
  'all threads of ffmpeg stand back, and only they (tie: %s)',
  async (tie) => {
    const folder = mkdtempSync(join(tmpdir(), 'nice-'));
    const stop = new AbortController();
    const [started, ended]: [number[], number[]] = [[], []];
    const args = [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=640x360',
      '-c:v',
      'libx264',
      '-threads',
      '4',
      '-f',
      'null',
      '-metadata',
      `comment=${folder}`,
      '-',
    ];
    const scope = {
      nice: BACKGROUND,
      started: (pid: number) => started.push(pid),
      ended: (pid: number) => ended.push(pid),
    };
    const end = jobScope.run(scope, () => runChild(FFMPEG, args, { signal: stop.signal, tie }));
    try {
      const nice = await eventually(async () => {
        const ffmpeg = (await processesOf(folder)).find(({ program }) => program === basename(FFMPEG));
        const threads = ffmpeg === undefined ? [] : niceOf(ffmpeg.pid);
        return threads.length > 4 && threads;
      });
      // x264 puts its own lookahead further back still. 19 is as far as it goes, where these tests stand back themselves.
      expect(Math.min(...nice)).toBe(Math.min(19, getPriority() + BACKGROUND));
      expect(Math.max(...niceOf(process.pid))).toBe(getPriority());
    } finally {
      stop.abort();
      await end;
    }
    expect(started).toHaveLength(1);
    expect(ended).toEqual(started);
    rmSync(folder, { recursive: true });
  },
);

it('a tag stands in the names of work folders', async () => {
  const root = mkdtempSync(join(tmpdir(), 'tag-'));
  await jobScope.run({ nice: 0, tag: 'job_x.3' }, () =>
    withWorkFolder(root, (folder) => {
      expect(basename(folder)).toMatch(/^\.media-jobs-job_x\.3-/);
      expect(existsSync(folder)).toBe(true);
      return Promise.resolve();
    }),
  );
  await withWorkFolder(root, (folder) => {
    expect(basename(folder)).not.toContain('job_x');
    return Promise.resolve();
  });
  expect(readdirSync(root)).toEqual([]);
  rmSync(root, { recursive: true });
});
