import type { Readable } from 'node:stream';
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import type { S3Address } from './s3Address';
import { s3Problem } from './s3Problem';
import { canPass, Refusal } from '../../net/retrying';
import { packedWith } from '../unpacking';
import { contentRange, FIRST_BYTES, inputChanged } from '../remote/parts';
import type { RemoteVersion } from '../remote/parts';
import { mediaError } from '../../errors/mediaError';

/** Milliseconds in which a storage has to begin its answer. */
const ANSWER_MS = 30_000;

/**
 * Asks a storage for the beginning of an object; null where it does not do parts, does not say which version they are of, or has it packed.
 * @throws input_not_found, input_empty; Refusal
 */
export async function s3Parts(
  client: S3Client,
  { bucket, key }: S3Address,
  { shown, signal }: { shown: string; signal: AbortSignal },
): Promise<RemoteVersion | null> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const get = async (from: number, to: number, stop: AbortSignal, etag?: string): Promise<GetObjectCommandOutput> => {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=${from}-${to - 1}`, IfMatch: etag });
    return client.send(command, { abortSignal: stop, requestTimeout: ANSWER_MS }).catch((error: unknown) => {
      const { why, missing, status } = s3Problem(error);
      if (missing) throw mediaError('input_not_found', { input: shown }, error);
      if (status === 412) throw inputChanged(shown, 'the storage has another version of it now');
      if (status === 416 && from === 0) throw mediaError('input_empty', { input: shown }, error);
      if (status === 416) throw inputChanged(shown, 'its size is another one now');
      throw new Refusal(why, status === null || canPass(status));
    });
  };

  const beginning = await get(0, FIRST_BYTES, signal);
  const range = contentRange(beginning.ContentRange);
  const etag = beginning.ETag;
  if (range?.from !== 0 || !etag?.startsWith('"') || packedWith(beginning.ContentEncoding) !== null) {
    bodyOf(beginning)
      .on('error', () => {})
      .destroy();
    return null;
  }
  const { size } = range;
  return {
    version: { size, etag, lastModified: null },
    first: { from: 0, to: range.to, body: bodyOf(beginning) },
    ask: async (from, to, stop) => {
      const answer = await get(from, to, stop, etag);
      const body = bodyOf(answer);
      const part = contentRange(answer.ContentRange);
      const changed = answer.ETag !== etag || (part !== null && part.size !== size);
      if (!changed && part?.from === from) return { from, to: part.to, body };
      body.on('error', () => {}).destroy();
      if (changed) throw inputChanged(shown, 'the storage has another version of it now');
      throw new Refusal('the storage does not send the part that it was asked for', true);
    },
    close: async () => client.destroy(),
  };
}

/** In Node the body of an answer is a stream. */
const bodyOf = ({ Body }: GetObjectCommandOutput): Readable => Body as Readable;
