import type { S3Client } from '@aws-sdk/client-s3';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { parse } from 'node:path/posix';
import { mediaError, MediaJobError } from '../errors';
import { throwIfCancelled } from './cancelled';
import type { Destination, ProducedFile } from './destination';
import { parseS3, showS3 } from './s3Address';
import type { S3Address } from './s3Address';
import { s3Client, s3Problem } from './s3Client';

/** S3's own limits: 10,000 parts of an object. A little room is left. */
const MOST_PARTS = 9_000;
const PART_BYTES = 8 * 1024 * 1024;

/** An object in S3 storage, or below a key that ends in `/` a whole set. Parts of an upload that fails are taken away, and so is what a failed set had uploaded. */
export function s3Destination(address: string, { env, overwrite }: { env: NodeJS.ProcessEnv; overwrite: boolean }): Destination {
  const { bucket, key } = parseS3(address);
  const folder = key === '' || key.endsWith('/');
  const keyOf = (file: string): S3Address => ({ bucket, key: folder ? `${key}${file}` : key });
  const failed = (error: unknown) => (error instanceof MediaJobError ? error : mediaError('output_unwritable', { output: showS3({ bucket, key }), why: s3Problem(error).why }, error));
  return {
    name: folder ? null : parse(key).name,
    async prepare(files) {
      if (!folder && files.length > 1) throw mediaError('output_unwritable', { output: showS3({ bucket, key }), why: `the result is a set of ${files.length} files, so the key has to end in /` });
      await withClient(env, async (client) => {
        await refuseMissingBucket(client, bucket);
        for (const file of folder ? files : ['']) {
          const size = overwrite ? null : await sizeOf(client, keyOf(file));
          if (size !== null) throw mediaError('output_exists', { output: showS3(keyOf(file)) });
        }
      }).catch((error: unknown) => Promise.reject(failed(error)));
      return tmpdir();
    },
    async publish(files, signal) {
      const [main] = files;
      if (main === undefined) throw mediaError('internal_error', { why: 'there are no files to write' });
      await withClient(env, async (client) => {
        const done: S3Address[] = [];
        try {
          // The main file, a playlist that names the others, comes last: whoever sees it finds all it names.
          for (const file of [...files].reverse()) {
            done.push(keyOf(file.file));
            await upload(client, file, keyOf(file.file), signal);
          }
        } catch (error) {
          await removeAll(client, overwrite ? [] : done);
          throwIfCancelled(signal);
          throw error;
        }
      }).catch((error: unknown) => Promise.reject(failed(error)));
      return showS3(keyOf(main.file));
    },
  };
}

async function withClient(env: NodeJS.ProcessEnv, work: (client: S3Client) => Promise<void>): Promise<void> {
  const client = await s3Client(env);
  try {
    await work(client);
  } finally {
    client.destroy();
  }
}

/** Storage that lets us write but not look answers 403: then the upload itself will tell. */
async function refuseMissingBucket(client: S3Client, bucket: string): Promise<void> {
  const { HeadBucketCommand } = await import('@aws-sdk/client-s3');
  await client.send(new HeadBucketCommand({ Bucket: bucket })).catch((error: unknown) => {
    const { missing, status } = s3Problem(error);
    if (missing) throw mediaError('output_unwritable', { output: `s3://${bucket}`, why: 'there is no such bucket' }, error);
    if (status !== 403) throw error;
  });
}

/** Bytes of an object; null when it is not there, or cannot be looked at. */
async function sizeOf(client: S3Client, { bucket, key }: S3Address): Promise<number | null> {
  const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
  try {
    return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ContentLength ?? null;
  } catch (error) {
    const { missing, status } = s3Problem(error);
    if (missing || status === 403) return null;
    throw error;
  }
}

async function upload(client: S3Client, { path, bytes, mime }: ProducedFile, { bucket, key }: S3Address, signal: AbortSignal): Promise<void> {
  throwIfCancelled(signal);
  const { Upload } = await import('@aws-sdk/lib-storage');
  const task = new Upload({
    client, params: { Bucket: bucket, Key: key, Body: createReadStream(path), ContentType: mime },
    queueSize: 4, partSize: Math.max(PART_BYTES, Math.ceil(bytes / MOST_PARTS)), leavePartsOnError: false,
  });
  const stop = () => void task.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await task.done();
  } finally {
    signal.removeEventListener('abort', stop);
  }
  const stored = await sizeOf(client, { bucket, key });
  if (stored !== null && stored !== bytes) throw mediaError('output_incomplete', { why: `${stored} of ${bytes} bytes arrived in the storage` });
}

async function removeAll(client: S3Client, objects: readonly S3Address[]): Promise<void> {
  const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
  await Promise.allSettled(objects.map(({ bucket, key }) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))));
}
