import { tmpdir } from 'node:os';

/** Where jobs make their work folders: the system's folder for passing files, unless an administrator names a larger disk. */
export const workRoot = (): string => process.env.MEDIA_JOBS_WORK_FOLDER || tmpdir();
