import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { diskSpace, megabytes } from '../pipeline/storage/diskSpace';
import { mediaError } from '../pipeline/errors/mediaError';

export interface RoomUse {
  /** Bytes that the uploads of a key may have together; 0: no limit. */
  quotaBytes: number;
  /** How much room the disk of a folder has. */
  disk?: typeof diskSpace;
}

/** What one upload has taken of the room. */
export interface Share {
  /** Asks for bytes that are about to be written. @throws upload_quota_full, disk_full */
  take(bytes: number): Promise<void>;
  /** @param kept whether the file stays */
  end(kept: boolean): void;
}

/** What uploads of a key take on the disk, while one of them is being received. */
interface KeyUse {
  bytes: number;
  receiving: number;
  /** Resolves when what lies there already is counted. */
  counted: Promise<void>;
}

/** After so many bytes, of all uploads together, the disk is looked at again: others write there too. */
const LOOK_EVERY = 16_000_000;

/** Room for uploads: bounded for each key, and by what the disk keeps free for everything else, as for jobs. */
export class UploadRoom {
  private readonly keys = new Map<string, KeyUse>();
  private unlooked = 0;

  /** @param folder of all uploads: a folder a key, in it one an upload */
  constructor(
    private readonly folder: string,
    private readonly use: RoomUse,
  ) {}

  /** @param length bytes that the upload says it has; 0 where it does not @throws upload_quota_full, disk_full */
  async begin(key: string, length: number): Promise<Share> {
    const used = this.keys.get(key) ?? this.counted(key);
    this.keys.set(key, used);
    used.receiving += 1;
    let taken = 0;
    const end = (kept: boolean): void => {
      if (!kept) used.bytes -= taken;
      used.receiving -= 1;
      if (used.receiving === 0) this.keys.delete(key);
    };
    const take = async (bytes: number): Promise<void> => {
      this.refuseQuota(used, bytes);
      used.bytes += bytes;
      taken += bytes;
      this.unlooked += bytes;
      if (this.unlooked > LOOK_EVERY) await this.refuseFullDisk(bytes);
    };
    try {
      await used.counted;
      this.refuseQuota(used, length);
      await this.refuseFullDisk(length);
    } catch (error) {
      end(false);
      throw error;
    }
    return { take, end };
  }

  /** Tells of bytes of a key that were removed. */
  freed(key: string, bytes: number): void {
    const used = this.keys.get(key);
    if (used !== undefined) used.bytes -= bytes;
  }

  /** Counts anew for the first one that is received: what lies there may have been swept, also by another process. */
  private counted(key: string): KeyUse {
    const used = { bytes: 0, receiving: 0, counted: Promise.resolve() };
    used.counted = bytesIn(join(this.folder, key)).then((bytes) => void (used.bytes += bytes));
    return used;
  }

  private refuseQuota({ bytes: used }: KeyUse, more: number): void {
    const { quotaBytes } = this.use;
    if (quotaBytes > 0 && used + more > quotaBytes)
      throw mediaError('upload_quota_full', { quota: megabytes(quotaBytes) });
  }

  private async refuseFullDisk(more: number): Promise<void> {
    this.unlooked = 0;
    const disk = await (this.use.disk ?? diskSpace)(this.folder);
    if (disk !== null && disk.free - more < disk.reserve)
      throw mediaError('disk_full', {
        where: ` (${megabytes(disk.free)} are left, and ${megabytes(disk.reserve)} are kept free for everything else)`,
      });
  }
}

/** Bytes of all files in a folder, however deep down. */
export async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0;
  }
  return bytes;
}
