import { connectFromEnv, connectWith } from '../../../../src/pipeline/storage/s3/s3Access';
import type { S3Connect, S3Keys } from '../../../../src/pipeline/storage/s3/s3Access';
import { publicLink } from '../../../../src/pipeline/storage/s3/s3Link';

/** The address that an object gets, which holds endpoint, region and style. */
async function addressOf(connect: S3Connect): Promise<string> {
  const client = await connect();
  try {
    return await publicLink(client, { bucket: 'my-bucket', key: 'a b.mp4' });
  } finally {
    client.destroy();
  }
}
const KEYS: S3Keys = { accessKeyId: 'a', secretAccessKey: 'b' };
const ENV = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };

it.each<[Partial<S3Keys>, string]>([
  [{}, 'https://my-bucket.s3.us-east-1.amazonaws.com/a%20b.mp4'],
  [{ region: 'eu-central-1' }, 'https://my-bucket.s3.eu-central-1.amazonaws.com/a%20b.mp4'],
  [{ region: 'eu-central-1', forcePathStyle: true }, 'https://s3.eu-central-1.amazonaws.com/my-bucket/a%20b.mp4'],
  [{ endpoint: 'https://storage.example' }, 'https://my-bucket.storage.example/a%20b.mp4'],
  [
    { endpoint: 'https://storage.example:9000', forcePathStyle: true },
    'https://storage.example:9000/my-bucket/a%20b.mp4',
  ],
])('keys with %j lead to %s', async (more, address) =>
  expect(await addressOf(connectWith({ ...KEYS, ...more }))).toBe(address),
);

it.each<[NodeJS.ProcessEnv, string]>([
  [{ AWS_REGION: 'eu-west-1' }, 'https://my-bucket.s3.eu-west-1.amazonaws.com/a%20b.mp4'],
  [
    { AWS_REGION: 'eu-west-1', MEDIA_JOBS_S3_PATH_STYLE: 'true' },
    'https://s3.eu-west-1.amazonaws.com/my-bucket/a%20b.mp4',
  ],
  [
    { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_S3: 'https://storage.example' },
    'https://storage.example/my-bucket/a%20b.mp4',
  ],
  [
    { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_S3: 'https://storage.example', MEDIA_JOBS_S3_PATH_STYLE: 'false' },
    'https://my-bucket.storage.example/a%20b.mp4',
  ],
])('the environment %j leads to %s', async (more, address) =>
  expect(await addressOf(connectFromEnv({ ...ENV, ...more }))).toBe(address),
);
