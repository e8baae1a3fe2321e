import type { Readable } from 'node:stream';
import { throwIfCancelled } from '../../errors/cancelled';
import { inputTooLarge } from '../inputLimit';
import { showS3 } from './s3Address';
import type { S3Place } from './s3Address';
import { receivedFile } from '../receivedFile';
import { remoteFile } from '../remote/remoteFile';
import { s3Parts } from './s3Parts';
import { Refusal, retrying } from '../../net/retrying';
import type { S3Connect } from './s3Access';
import { s3Problem } from './s3Problem';
import { shownAddress } from '../../base/redact';
import { safeName } from '../../base/safeName';
import { saveStream } from '../saveStream';
import type { Source } from '../source';
import { packedWith, problemOfUnpacking, unpacking } from '../unpacking';
import { IDLE_TIMEOUT } from '../../net/watchPace';
import { mediaError, MediaJobError } from '../../errors/mediaError';

/** An object in S3 storage. */
export function s3Source(place: S3Place, { connect, maxBytes }: { connect: S3Connect; maxBytes: number }): Source {
  const { bucket, key } = place;
  const shown = shownAddress(showS3(place));
  return {
    shown,
    name: safeName(key.slice(key.lastIndexOf('/') + 1), 'object'),
    async open(folder, { signal, progress }) {
      throwIfCancelled(signal);
      const { GetObjectCommand } = await import('@aws-sdk/client-s3');
      const client = await connect();
      let packing: string | null = null;
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
        const { ContentLength = 0 } = answer;
        if (ContentLength === 0) throw mediaError('input_empty', { input: shown });
        let received = 0;
        const sent = answer.Body as Readable;
        packing = packedWith(answer.ContentEncoding);
        const { body, take } = packing === null ? { body: sent, take: undefined } : unpacking(sent, packing, shown);
        const onBytes = (position: number) => {
          received = position;
          if (take === undefined) progress((100 * position) / ContentLength);
        };
        const path = await receivedFile(folder, (file) =>
          saveStream(body, file, {
            position: 0,
            maxBytes,
            signal,
            shown,
            folder,
            onBytes,
            ...(take && { take }),
            idleTimeout: IDLE_TIMEOUT,
          }),
        );
        if (take === undefined && received !== ContentLength)
          throw mediaError('download_failed', {
            input: shown,
            why: `it ended after ${received} of ${ContentLength} bytes`,
          });
        return path;
      } catch (error) {
        throwIfCancelled(signal);
        if (error instanceof MediaJobError) throw error;
        const known = packing === null ? error : problemOfUnpacking(error, packing);
        if (known instanceof Refusal) throw mediaError('download_failed', { input: shown, why: known.why }, error);
        const { why, missing } = s3Problem(error);
        throw missing
          ? mediaError('input_not_found', { input: shown }, error)
          : mediaError('download_failed', { input: shown, why }, error);
      } finally {
        client.destroy();
      }
    },
    async openInParts(folder, use) {
      const { signal } = use;
      throwIfCancelled(signal);
      const client = await connect();
      try {
        const remote = await retrying(() => s3Parts(client, { bucket, key }, { shown, signal }), { shown, signal });
        if (remote !== null && remote.version.size > maxBytes)
          throw inputTooLarge(shown, maxBytes, remote.version.size);
        if (remote !== null) return await remoteFile(remote, { folder, shown, signal });
      } catch (error) {
        client.destroy();
        throw error;
      }
      client.destroy();
      return this.open(folder, use);
    },
  };
}
