import { mkdir, statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileProblem } from '../pipeline/storage/fileProblem';
import { mediaError } from '../pipeline/errors/mediaError';

/** The folder that holds the job store and the files of its jobs, and the places in it. */
export interface Home {
  folder: string;
  /** SQLite. */
  store: string;
  /** Inputs that jobs own: a folder a job. */
  inputs: string;
  /** Results: a folder a job, in it one an attempt. */
  files: string;
  /** Passing files: a folder an attempt. */
  work: string;
}

/** MEDIA_JOBS_HOME, else a folder of n8n's own: whoever backs that up has the jobs too. */
export function homeOf(env: NodeJS.ProcessEnv): Home {
  const folder = env.MEDIA_JOBS_HOME || join(env.N8N_USER_FOLDER || homedir(), '.n8n', 'media-jobs');
  return {
    folder,
    store: join(folder, 'jobs.sqlite'),
    inputs: join(folder, 'inputs'),
    files: join(folder, 'files'),
    work: join(folder, 'work'),
  };
}

/** Makes the folders, which only this user can enter. @throws store_unusable on a network file system, whose locks SQLite cannot trust */
export async function makeHome(home: Home): Promise<void> {
  try {
    await mkdir(home.folder, { recursive: true, mode: 0o700 });
    for (const folder of [home.inputs, home.files, home.work]) await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw mediaError(
      'store_unusable',
      { store: home.folder, why: fileProblem(error), way: 'Name a folder that may be written to: MEDIA_JOBS_HOME' },
      error,
    );
  }
  await refuseNetwork(home.folder);
}

/** File system types of Linux (statfs(2), linux/magic.h) that lie on another machine. Elsewhere the numbers differ and nothing is refused. */
const NETWORK: Record<number, string> = {
  0x6969: 'NFS',
  0xff534d42: 'SMB',
  0xfe534d42: 'SMB',
  0x517b: 'SMB',
  0x00c36400: 'CephFS',
  0x5346414f: 'AFS',
  0x0bd00bd0: 'Lustre',
  0x01161970: 'GFS2',
  0x7461636f: 'OCFS2',
};

/** @param type of the file system, to be asked of the system unless given */
export async function refuseNetwork(folder: string, type?: number): Promise<void> {
  if (process.platform !== 'linux') return;
  // The system's number is signed on some machines.
  const name = NETWORK[(type ?? (await statfs(folder)).type) >>> 0];
  if (name === undefined) return;
  throw mediaError('store_unusable', {
    store: folder,
    why: `it lies on a network file system (${name}), where jobs could be run twice`,
    way: 'Name a folder on a local disk: MEDIA_JOBS_HOME',
  });
}
