import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { MediaJobError, mediaError } from '../pipeline/errors';
import { throwIfCancelled } from '../pipeline/media/cancelled';
import type { S3Address } from '../pipeline/media/s3Address';
import { showS3 } from '../pipeline/media/s3Address';
import { s3Problem } from '../pipeline/media/s3Client';
import type { Source } from '../pipeline/media/source';
import { withWorkFolder } from '../pipeline/media/workFolder';

/** A bucket through which files are passed to an API that takes addresses only. */
export interface StagingPlace {
  bucket: string;
  /** What keys begin with, such as `incoming/`; may be empty. */
  prefix: string;
  /** A client with the keys of the bucket; destroyed after use. */
  connect: () => Promise<S3Client>;
}

/** A file in the bucket, which the API can fetch. */
export interface StagedInput {
  /** Signed: whoever has it can read the file. */
  url: string;
  /** `s3://bucket/key`. */
  shown: string;
  /** Takes the file away; to be called when the job has ended. Never rejects. @returns whether it is gone */
  remove(): Promise<boolean>;
}

const DAY_MS = 24 * 3600 * 1000;
/** An address can be fetched from until so long after the beginning of the day (UTC) on which it was signed: the longest that S3 signs for. Temporary keys end sooner. */
export const STAGED_FOR_SECONDS = 7 * 24 * 3600;
const OWN = 'media-jobs';
/** S3's own limit is 10,000 parts of an object. A little room is left. */
const MOST_PARTS = 9_000;
const PART_BYTES = 8 * 1024 * 1024;

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
export async function stageInput(source: Source, place: StagingPlace, { signal, workRoot, key }: StagingUse): Promise<StagedInput> {
  const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
  const object = { bucket: place.bucket, key: `${place.prefix}${OWN}/${name}/${source.name}` };
  const shown = showS3(object);
  try {
    const url = await withClient(place, (client) => withWorkFolder(workRoot, async (folder) => {
      const path = await source.open(folder, { signal, progress: () => undefined });
      const { size } = await stat(path);
      if (size === 0) throw mediaError('input_empty', { input: source.shown });
      const there = await headOf(client, object);
      if (there?.bytes !== size) await upload(client, path, size, object, signal);
      const stored = there?.bytes === size ? there : await headOf(client, object);
      if (stored?.bytes !== size) throw mediaError('staging_failed', { input: source.shown, bucket: place.bucket, why: `${stored?.bytes ?? 0} of ${size} bytes arrived` });
      return sign(client, object, stored.at);
    }));
    return { url, shown, remove: () => removeStaged(place, object) };
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof MediaJobError) throw error;
    throw mediaError('staging_failed', { input: source.shown, bucket: place.bucket, why: s3Problem(error).why }, error);
  }
}

/** Takes a file out of the bucket. Never rejects. @returns whether it is gone */
async function removeStaged(place: StagingPlace, { bucket, key }: S3Address): Promise<boolean> {
  const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
  return withClient(place, async (client) => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  }).catch(() => false);
}

async function withClient<T>({ connect }: StagingPlace, use: (client: S3Client) => Promise<T>): Promise<T> {
  const client = await connect();
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

/** Bytes of an object and when it was stored, by the storage's clock; null when it is not there. */
async function headOf(client: S3Client, { bucket, key }: S3Address): Promise<{ bytes: number; at: Date } | null> {
  const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
  try {
    const { ContentLength = 0, LastModified = new Date() } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return { bytes: ContentLength, at: LastModified };
  } catch (error) {
    // Storage answers 403 for what is not there to those who may not list.
    const { missing, status } = s3Problem(error);
    if (missing || status === 403) return null;
    throw error;
  }
}

async function upload(client: S3Client, path: string, bytes: number, { bucket, key }: S3Address, signal: AbortSignal): Promise<void> {
  throwIfCancelled(signal);
  const { Upload } = await import('@aws-sdk/lib-storage');
  const task = new Upload({
    client, params: { Bucket: bucket, Key: key, Body: createReadStream(path) },
    queueSize: 4, partSize: Math.max(PART_BYTES, Math.ceil(bytes / MOST_PARTS)), leavePartsOnError: false,
  });
  const stop = () => void task.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await task.done();
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Signed as of the day on which it was stored, so that a repeated request names the very same address, even when the file had to be sent again. */
async function sign(client: S3Client, { bucket, key }: S3Address, storedAt: Date): Promise<string> {
  const [{ GetObjectCommand }, { getSignedUrl }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/s3-request-presigner')]);
  const signingDate = new Date(Math.floor(storedAt.getTime() / DAY_MS) * DAY_MS);
  return getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: STAGED_FOR_SECONDS, signingDate });
}
