import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { setOf } from '../pipeline/kinds';
import { mimeOfExtension } from '../pipeline/media/formats';
import { errorCode } from '../pipeline/base/errorFacts';
import type { ResultFile } from './files/port';
import type { StoredJob } from './store/storedJob';
import { mediaError } from '../pipeline/errors/mediaError';

/**
 * The files that a job has left in the engine's keeping, its main one first; null when its result lies where its user has said.
 * @throws output_gone
 */
export async function resultFiles({ id, state, request, filesKept }: StoredJob): Promise<ResultFile[] | null> {
  if (request.output !== null || state.output === null) return null;
  if (!filesKept) throw mediaError('output_gone', { id });
  const folder = dirname(state.output);
  try {
    const paths = setOf(request.kind) !== null ? await allBelow(folder, state.output) : [state.output];
    return await Promise.all(
      paths.map(async (path) => ({
        path,
        file: path === state.output ? basename(path) : relative(folder, path),
        mime: mimeOf(path),
        bytes: (await stat(path)).size,
      })),
    );
  } catch (error) {
    throw errorCode(error) === 'ENOENT' ? mediaError('output_gone', { id }, error) : error;
  }
}

async function allBelow(folder: string, first: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const others = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path !== first);
  return [first, ...others.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))];
}

/** By the name's extension. */
export const mimeOf = (path: string): string => mimeOfExtension(extname(path).slice(1));
