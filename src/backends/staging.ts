import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { throwIfCancelled } from '../pipeline/errors/cancelled';
import { withS3 } from '../pipeline/storage/s3/s3Access';
import type { S3Connect } from '../pipeline/storage/s3/s3Access';
import type { S3Address } from '../pipeline/storage/s3/s3Address';
import { signedLink } from '../pipeline/storage/s3/s3Link';
import { headOf } from '../pipeline/storage/s3/s3Object';
import { LONGEST_LINK_SECONDS } from '../pipeline/storage/s3/s3Options';
import { s3Problem } from '../pipeline/storage/s3/s3Problem';
import { S3Upload } from '../pipeline/storage/s3/s3Upload';
import type { Source } from '../pipeline/storage/source';
import { withWorkFolder } from '../pipeline/storage/workFolder';
import { MediaJobError, mediaError } from '../pipeline/errors/mediaError';

/** A bucket through which files are passed to an API that takes addresses only. */
export interface StagingPlace {
  bucket: string;
  /** What keys begin with, such as `incoming/`; may be empty. */
  prefix: string;
  /** With the keys of the bucket. */
  connect: S3Connect;
}

/** A file in the bucket, which the API can fetch. */
export interface StagedInput {
  /** Signed: whoever has it can read the file, until 7 days after the beginning of the day (UTC) on which it was stored; temporary keys end sooner. */
  url: string;
  object: S3Address;
  /** Takes the file away; to be called when the job has ended. Never rejects. @returns whether it is gone */
  remove(): Promise<boolean>;
}

const DAY_MS = 24 * 3600 * 1000;
const OWN = 'media-jobs';

export interface StagingUse {
  signal: AbortSignal;
  /** Where a file that does not lie on this disk is kept until it is sent. */
  workRoot: string;
  /** The idempotency key of the job. The same key finds the file that lies there already, and signs the same address again. */
  key: string;
}

/**
 * Puts an input into the bucket and signs an address that it can be fetched from.
 * @throws staging_failed, cancelled, and what the input's source throws
 */
export async function stageInput(
  source: Source,
  place: StagingPlace,
  { signal, workRoot, key }: StagingUse,
): Promise<StagedInput> {
  const object = stagedAt(source, place, key);
  try {
    const url = await withS3(place.connect, (client) =>
      withWorkFolder(workRoot, async (folder) => {
        const path = await source.open(folder, { signal, progress: () => undefined });
        const { size } = await stat(path);
        if (size === 0) throw mediaError('input_empty', { input: source.shown });
        const there = await headOf(client, object);
        if (there?.bytes !== size) await new S3Upload(client, object, signal).finish(path, size);
        const stored = there?.bytes === size ? there : await headOf(client, object);
        if (stored?.bytes !== size)
          throw mediaError('staging_failed', {
            input: source.shown,
            bucket: place.bucket,
            why: `${stored?.bytes ?? 0} of ${size} bytes arrived`,
          });
        return sign(client, object, stored.at);
      }),
    );
    return { url, object, remove: () => removeStaged(place, object) };
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof MediaJobError) throw error;
    throw mediaError('staging_failed', { input: source.shown, bucket: place.bucket, why: s3Problem(error).why }, error);
  }
}

/** Where an input lies in the bucket, or would: the same for the same job, whichever process has put it there. */
export function stagedAt({ name }: Source, { bucket, prefix }: StagingPlace, key: string): S3Address {
  return { bucket, key: `${prefix}${OWN}/${createHash('sha256').update(key).digest('hex').slice(0, 32)}/${name}` };
}

/** Whether a file has been put there by this package, as far as its name tells: no other is ever taken away. */
export const isStaged = ({ key }: S3Address): boolean => new RegExp(`(^|/)${OWN}/[0-9a-f]{32}/[^/]+$`).test(key);

/** Takes a file out of the bucket. Never rejects. @returns whether it is gone */
export async function removeStaged(place: Pick<StagingPlace, 'connect'>, { bucket, key }: S3Address): Promise<boolean> {
  const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
  return withS3(place.connect, async (client) => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  }).catch(() => false);
}

/** Signed as of the day (UTC) on which it was stored, so that a repeated request names the very same address, even when the file had to be sent again. */
const sign = (client: S3Client, object: S3Address, storedAt: Date): Promise<string> =>
  signedLink(client, object, LONGEST_LINK_SECONDS, new Date(Math.floor(storedAt.getTime() / DAY_MS) * DAY_MS));
