import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { removeFolder } from '../pipeline/storage/removeFolder';
import { safeName } from '../pipeline/base/safeName';
import { saveStream } from '../pipeline/storage/saveStream';
import type { SaveUse } from '../pipeline/storage/saveStream';
import { bytesIn, UploadRoom } from './uploadRoom';
import type { RoomUse } from './uploadRoom';
import { mediaError } from '../pipeline/errors/mediaError';

/** An uploaded file: `/files/<id>/<name>`. */
export interface Upload {
  id: string;
  name: string;
}

/** 144 random bits: who does not have the address does not find the file. */
const ID = /^[\w-]{24}$/;

/** What is still being received has this name, which no upload gets: names from outside do not begin with a point. */
const PART = '.part';

export interface Receiving {
  /** The most that the file may have. */
  maxBytes: number;
  /** Bytes that the client says it has; 0 where it does not. */
  length?: number;
  signal: AbortSignal;
}

/**
 * Files that clients have sent, for jobs to come: `<folder>/<key>/<id>/<name>`, so that a file is found by the key that sent it alone.
 * They are kept as long as results are; a job makes its input its own, and does not need them any more.
 */
export class Uploads {
  private readonly room: UploadRoom;
  /** Folders of uploads that this process receives just now. */
  private readonly receiving = new Set<string>();

  constructor(
    private readonly folder: string,
    use: RoomUse,
  ) {
    this.room = new UploadRoom(folder, use);
  }

  /**
   * Nothing is left of an upload that did not come whole.
   * @throws input_too_large, input_empty, disk_full, upload_quota_full; what the body fails with, also at the signal
   */
  async receive(
    key: string,
    given: string,
    body: Readable,
    { length = 0, ...use }: Receiving,
  ): Promise<Upload & { bytes: number }> {
    const upload = { id: randomBytes(18).toString('base64url'), name: safeName(given, 'upload') };
    const folder = join(this.folder, key, upload.id);
    this.receiving.add(folder);
    try {
      // There before its disk is looked at.
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const share = await this.room.begin(key, length);
      let isKept = false;
      try {
        const bytes = await this.write({ folder, name: upload.name }, body, {
          ...use,
          take: (more) => share.take(more),
        });
        isKept = true;
        return { ...upload, bytes };
      } finally {
        share.end(isKept);
      }
    } catch (error) {
      await removeFolder(folder);
      throw error;
    } finally {
      this.receiving.delete(folder);
    }
  }

  /** @returns its bytes */
  private async write(
    { folder, name }: { folder: string; name: string },
    body: Readable,
    use: Pick<SaveUse, 'maxBytes' | 'signal' | 'take'>,
  ): Promise<number> {
    const part = join(folder, PART);
    let bytes = 0;
    const file = await open(part, 'wx', 0o600);
    try {
      await saveStream(body, file, { ...use, position: 0, shown: name, folder, onBytes: (end) => (bytes = end) });
    } finally {
      await file.close();
    }
    if (bytes === 0) throw mediaError('input_empty', { input: name });
    await rename(part, join(folder, name));
    return bytes;
  }

  /** The path of an upload of this key; null when it has none such. */
  async find(key: string, { id, name }: Upload): Promise<string | null> {
    if (!ID.test(id) || safeName(name, '') !== name) return null;
    const path = join(this.folder, key, id, name);
    return (await stat(path).catch(() => null))?.isFile() === true ? path : null;
  }

  /** Removes what was sent before a time (Unix milliseconds). What is being received never: by another process that is known by its file, which grows. */
  async sweep(before: number): Promise<void> {
    for (const key of await names(this.folder)) {
      for (const id of await names(join(this.folder, key))) {
        const folder = join(this.folder, key, id);
        if (this.receiving.has(folder) || (await lastWritten(folder)) >= before) continue;
        const bytes = await bytesIn(folder);
        await rm(folder, { recursive: true, force: true });
        this.room.freed(key, bytes);
      }
    }
  }
}

/** When an upload came, or what there is of it was last written to and a day more: none takes so long. Infinity where that cannot be told. */
async function lastWritten(folder: string): Promise<number> {
  const part = await stat(join(folder, PART)).catch(() => null);
  if (part !== null) return part.mtimeMs + PART_KEPT_MS;
  return (await stat(folder).catch(() => null))?.mtimeMs ?? Infinity;
}

/** A part that was not written to for so long (ms) is nobody's any more. */
const PART_KEPT_MS = 24 * 3_600_000;

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
