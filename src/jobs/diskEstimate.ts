import { stat, statfs } from 'node:fs/promises';
import { mediaError } from '../pipeline/errors';
import { setOf } from '../pipeline/kinds';
import type { Home } from './home';
import { folderOf } from './store/storedJob';
import type { StoredJob, StoredRequest } from './store/storedJob';

/** Left free for everything else on the disk (bytes). */
const RESERVE = 200_000_000;

/**
 * Bytes that a result takes for each byte of its source, at most. A result never has more bits per second than its source had, unless it is lossless;
 * an HLS set holds several renditions, none above the source and each about half of the one above.
 */
const GROWTH: Record<string, number> = { wav: 12, flac: 8, gif: 4, png: 8 };

const growthOf = ({ kind, options }: StoredRequest): number =>
  setOf(kind) !== null ? 2 : ('format' in options && GROWTH[String(options.format)]) || 1;

/** Refuses a job that would fill the disk which its result is made on, as far as that can be foreseen: an address does not say how much it holds. @throws disk_full */
export async function refuseFullDisk(home: Home, { request }: Pick<StoredJob, 'request'>): Promise<void> {
  const bytes = 'path' in request.input ? ((await stat(request.input.path).catch(() => null))?.size ?? 0) : 0;
  const folder = folderOf(request.output) ?? home.folder;
  const disk = await statfs(folder).catch(() => null);
  if (disk === null) return;
  const [free, need] = [disk.bavail * disk.bsize, bytes * growthOf(request) + RESERVE];
  if (free < need)
    throw mediaError('disk_full', {
      where: ` (${folder} has ${megabytes(free)} left, and the job may need ${megabytes(need)})`,
    });
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`;
