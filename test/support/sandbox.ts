import { spawnSync } from 'node:child_process';

const tried = spawnSync('bwrap', ['--unshare-net', '--ro-bind', '/', '/', 'true'], { stdio: 'ignore' });

/** Whether this machine lets bubblewrap work. */
export const SANDBOX_WORKS = tried.status === 0;

/** A group of tests that need a sandbox. */
export const describeInSandbox = SANDBOX_WORKS ? describe : describe.skip;

/** Sets MEDIA_JOBS_SANDBOX for the tests of a group. */
export function useSandbox(setting: string): void {
  let before: string | undefined;
  beforeAll(() => {
    before = process.env['MEDIA_JOBS_SANDBOX'];
    process.env['MEDIA_JOBS_SANDBOX'] = setting;
  });
  afterAll(() => {
    if (before === undefined) delete process.env['MEDIA_JOBS_SANDBOX'];
    else process.env['MEDIA_JOBS_SANDBOX'] = before;
  });
}
