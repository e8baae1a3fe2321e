import type { S3Client } from '@aws-sdk/client-s3';
import { tmpdir } from 'node:os';
import { parse } from 'node:path/posix';
import { mapLimit } from '../../base/mapLimit';
import { throwIfCancelled } from '../../errors/cancelled';
import type { Destination, ProducedFile } from '../destination';
import { expectMade } from '../madeFiles';
import { S3Ahead } from './s3Ahead';
import { withS3 } from './s3Access';
import type { S3Connect } from './s3Access';
import { parseS3, showS3 } from './s3Address';
import type { S3Address } from './s3Address';
import { publicLink, signedLink } from './s3Link';
import { headOf } from './s3Object';
import { LONGEST_LINK_SECONDS } from './s3Options';
import type { S3Options } from './s3Options';
import { s3Problem } from './s3Problem';
import { S3Upload } from './s3Upload';
import type { OnUpload } from './s3Upload';
import { mediaError, MediaJobError } from '../../errors/mediaError';

export interface S3Use {
  connect: S3Connect;
  overwrite: boolean;
  options?: S3Options;
  onUpload?: OnUpload;
}

const FILES_AT_ONCE = 4;

/** An object in S3 storage, or below a key that ends in `/` a whole set. Parts of an upload that fails are taken away, and so is what a failed set had uploaded. */
export function s3Destination(address: string, { connect, overwrite, options = {}, onUpload }: S3Use): Destination {
  const { bucket, key } = parseS3(address);
  const folder = key === '' || key.endsWith('/');
  const keyOf = (file: string): S3Address => ({ bucket, key: folder ? `${key}${file}` : key });
  const failed = (error: unknown) =>
    error instanceof MediaJobError
      ? error
      : mediaError('output_unwritable', { output: showS3({ bucket, key }), why: s3Problem(error).why }, error);
  const uploadOf = (client: S3Client, { file, mime }: Pick<ProducedFile, 'file' | 'mime'>, signal: AbortSignal) =>
    new S3Upload(
      client,
      { ...keyOf(file), mime, acl: options.acl, cacheControl: options.cache_control },
      signal,
      onUpload,
    );
  /** Refuses what is known not to work for these objects. */
  const refuse = (keys: readonly S3Address[]) =>
    withS3(connect, async (client) => {
      await refuseMissingBucket(client, bucket);
      for (const object of keys) {
        if (!overwrite && (await headOf(client, object)) !== null)
          throw mediaError('output_exists', { output: showS3(object) });
      }
    }).catch((error: unknown) => Promise.reject(failed(error)));
  return {
    name: folder ? null : parse(key).name,
    check: () => refuse(folder ? [] : [keyOf('')]),
    async open(coming) {
      if (!folder && coming.length > 1)
        throw mediaError('output_unwritable', {
          output: showS3({ bucket, key }),
          why: `the result is a set of ${coming.length} files, so the key has to end in /`,
        });
      await refuse(folder ? coming.map(({ file }) => keyOf(file)) : [keyOf('')]);
      let sender: Promise<S3Client> | null = null;
      const ahead = new S3Ahead(async (file, signal) => uploadOf(await (sender ??= connect()), file, signal));
      return {
        root: tmpdir(),
        look: (growing, signal) => ahead.look(growing, signal),
        async publish(files, signal) {
          const [main] = files;
          await expectMade(files);
          return withS3(connect, async (client) => {
            const begun = await ahead.stop();
            const done: S3Address[] = [];
            const put = async (file: ProducedFile) => {
              done.push(keyOf(file.file));
              await (begun.get(file.file) ?? uploadOf(client, file, signal)).finish(file.path, file.bytes);
            };
            try {
              // What a playlist names comes before it, and the main one last: whoever sees it finds all it names.
              const lists = files.filter(({ leads }) => leads);
              await mapLimit(
                FILES_AT_ONCE,
                files.filter(({ leads }) => !leads),
                put,
              );
              for (const file of lists.reverse()) await put(file);
            } catch (error) {
              await removeAll(client, overwrite ? [] : done);
              throwIfCancelled(signal);
              throw error;
            }
            return linkTo(client, keyOf(main?.file ?? ''), options);
          }).catch((error: unknown) => Promise.reject(failed(error)));
        },
        async close() {
          await mapLimit(FILES_AT_ONCE, (await ahead.stop()).values(), (upload) => upload.abort());
          (await sender?.catch(() => null))?.destroy();
        },
      };
    },
  };
}

/** What the job says of where its result is. */
async function linkTo(
  client: S3Client,
  object: S3Address,
  { result = 's3', expires = LONGEST_LINK_SECONDS, public_url: base }: S3Options,
): Promise<string> {
  if (result === 's3') return showS3(object);
  return result === 'public' ? publicLink(client, object, base) : signedLink(client, object, expires);
}

/** Storage that lets us write but not look answers 403: then the upload itself will tell. */
async function refuseMissingBucket(client: S3Client, bucket: string): Promise<void> {
  const { HeadBucketCommand } = await import('@aws-sdk/client-s3');
  await client.send(new HeadBucketCommand({ Bucket: bucket })).catch((error: unknown) => {
    const { missing, status } = s3Problem(error);
    if (missing)
      throw mediaError('output_unwritable', { output: `s3://${bucket}`, why: 'there is no such bucket' }, error);
    if (status !== 403) throw error;
  });
}

async function removeAll(client: S3Client, objects: readonly S3Address[]): Promise<void> {
  const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
  await mapLimit(FILES_AT_ONCE, objects, async ({ bucket, key }) => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })).catch(() => undefined);
  });
}
