import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFolder } from '../pipeline/storage/removeFolder';
import type { Standing } from './files/port';
import type { Home } from './home';
import { names } from './jobFiles';

/**
 * Removes from the home folder what processes that were killed have left and nobody else looks for: folders of jobs that never came into the store, inputs of
 * jobs that have succeeded, and what attempts have made that are over.
 * @param standing of a job; null: there is none of this id @param madeBefore Unix ms: a fresh folder may be of a job that is just being made
 */
export async function removeOrphans(
  home: Home,
  standing: (id: string) => Promise<Standing | null>,
  madeBefore: number,
): Promise<void> {
  const isOld = async (path: string) => ((await stat(path).catch(() => null))?.mtimeMs ?? Infinity) < madeBefore;
  for (const id of await names(home.inputs)) {
    const [path, job] = [join(home.inputs, id), await standing(id)];
    if (job === null ? await isOld(path) : job.status === 'succeeded') await removeFolder(path);
  }
  for (const id of await names(home.files)) {
    const [path, job] = [join(home.files, id), await standing(id)];
    if (job === null && (await isOld(path))) await removeFolder(path);
    if (job === null) continue;
    for (const attempt of await names(path))
      if (isOver(job, attempt) && !(job.status === 'succeeded' && Number(attempt) === job.token))
        await removeFolder(join(path, attempt));
  }
  for (const name of await names(home.work)) {
    const at = name.lastIndexOf('.');
    const [path, job] = [join(home.work, name), await standing(name.slice(0, at))];
    if (job === null ? await isOld(path) : isOver(job, name.slice(at + 1))) await removeFolder(path);
  }
}

/** A later number than the job's newest is of one that has just begun. */
const isOver = ({ status, token }: Standing, attempt: string): boolean =>
  Number(attempt) < token || (Number(attempt) === token && status !== 'processing');
