const FAILED = 'mediaJobsTestHasFailed';

/** Notes in a test file's globals that something in the file has failed. */
export const noteFailure = (globals: object): void => void Object.assign(globals, { [FAILED]: true });

/** Whether a test of this file, or what goes before or after one, has failed by now. */
export const hasFailed = (): boolean => FAILED in globalThis;
