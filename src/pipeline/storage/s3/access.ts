import type { StorageCalls, StorageKeys, StorageUse } from '../scheme';
import { connectFromEnv, connectWith, withS3 } from './s3Access';
import type { S3Connect, S3Keys } from './s3Access';
import type { S3Place } from './s3Address';
import { s3Destination } from './s3Destination';
import { LONGEST_LINK_SECONDS } from './s3Limits';
import { signedLink } from './s3Link';
import { s3Source } from './s3Source';
import { abortUpload } from './s3Upload';

/** How S3 is spoken to. */
export const s3Calls: StorageCalls<S3Place> = {
  source: (place, { maxBytes, ...use }) => s3Source(place, { connect: connectBy(use), maxBytes }),
  destination: (address, { overwrite, options = {}, onUpload, ...use }) =>
    s3Destination(address, {
      connect: connectBy(use),
      overwrite,
      options,
      ...(onUpload && {
        onUpload: ({ bucket, key }, uploadId) => onUpload({ bucket, key, uploadId } satisfies BegunUpload),
      }),
    }),
  async endUpload(begun, { signal, ...use }) {
    // A line that was cut off, or lost with the machine's power, names none.
    if (isBegunUpload(begun))
      await withS3(connectBy(use), (client) => abortUpload(client, begun, begun.uploadId, signal));
  },
  link: (place, { at, ...use }) =>
    withS3(connectBy(use), (client) => signedLink(client, place, LONGEST_LINK_SECONDS, at)),
};

/** What S3 needs to end an upload in parts. */
interface BegunUpload {
  bucket: string;
  key: string;
  uploadId: string;
}

function isBegunUpload(begun: object): begun is BegunUpload {
  const { bucket, key, uploadId } = begun as Record<string, unknown>;
  return typeof bucket === 'string' && typeof key === 'string' && typeof uploadId === 'string';
}

/** Clients with keys of the user's own, else with those of the machine. */
const connectBy = ({ keys, env }: StorageUse): S3Connect =>
  keys === undefined ? connectFromEnv(env) : connectWith(s3Keys(keys));

/** Keys of S3 are what its credentials hold, or what a job has kept of that. */
const s3Keys = (keys: StorageKeys): S3Keys => keys as S3Keys;
