import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { mediaError } from '../pipeline/errors';
import { removeFolder } from '../pipeline/media/workFolder';
import { safeName } from '../pipeline/media/safeName';
import { saveStream } from '../pipeline/media/saveStream';

/** An uploaded file: `/files/<id>/<name>`. */
export interface Upload {
  id: string;
  name: string;
}

/** 144 random bits: who does not have the address does not find the file. */
const ID = /^[\w-]{24}$/;

/** What is still being received has this name, which no upload gets: names from outside do not begin with a point. */
const PART = '.part';

/**
 * Files that clients have sent, for jobs to come: `<folder>/<key>/<id>/<name>`, so that a file is found by the key that sent it alone.
 * They are kept as long as results are; a job makes its input its own, and does not need them any more.
 */
export class Uploads {
  constructor(private readonly folder: string) {}

  /** @throws input_too_large, input_empty, disk_full; what the body fails with, also at the signal; nothing is left of an upload that did not come whole */
  async receive(
    key: string,
    given: string,
    body: Readable,
    { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
  ): Promise<Upload & { bytes: number }> {
    const upload = { id: randomBytes(18).toString('base64url'), name: safeName(given, 'upload') };
    const folder = join(this.folder, key, upload.id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const [part, path] = [join(folder, PART), join(folder, upload.name)];
    try {
      let bytes = 0;
      const file = await open(part, 'wx', 0o600);
      try {
        await saveStream(body, file, {
          position: 0,
          maxBytes,
          signal,
          shown: upload.name,
          folder,
          onBytes: (position) => (bytes = position),
        });
      } finally {
        await file.close();
      }
      if (bytes === 0) throw mediaError('input_empty', { input: upload.name });
      await rename(part, path);
      return { ...upload, bytes };
    } catch (error) {
      await removeFolder(folder);
      throw error;
    }
  }

  /** The path of an upload of this key; null when it has none such. */
  async find(key: string, { id, name }: Upload): Promise<string | null> {
    if (!ID.test(id) || safeName(name, '') !== name) return null;
    const path = join(this.folder, key, id, name);
    return (await stat(path).catch(() => null))?.isFile() === true ? path : null;
  }

  /** Removes what was sent before a time (Unix milliseconds). */
  async sweep(before: number): Promise<void> {
    for (const key of await names(this.folder)) {
      for (const id of await names(join(this.folder, key))) {
        const folder = join(this.folder, key, id);
        if (((await stat(folder).catch(() => null))?.mtimeMs ?? Infinity) < before)
          await rm(folder, { recursive: true, force: true });
      }
    }
  }
}

/** The upload that an address names, whatever its host. */
export function uploadAt({ pathname }: URL): Upload | null {
  const [, id = '', name = ''] = /\/files\/([^/]+)\/([^/]+)$/.exec(pathname) ?? [];
  try {
    return ID.test(id) ? { id, name: decodeURIComponent(name) } : null;
  } catch {
    return null;
  }
}

const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
