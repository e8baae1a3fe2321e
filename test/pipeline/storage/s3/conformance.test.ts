import { describeDestination } from '../../../conformance/destinations';
import { connectFromEnv, withS3 } from '../../../../src/pipeline/storage/s3/s3Access';
import { s3Destination } from '../../../../src/pipeline/storage/s3/s3Destination';
import type { S3Options } from '../../../../src/pipeline/storage/s3/s3Options';
import { startS3 } from '../../../support/s3Server';
import type { S3Server } from '../../../support/s3Server';

let s3: S3Server;
let made = 0;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const to = (key: string, options: S3Options = {}) =>
  s3Destination(`s3://${s3.bucket}/${key}`, { connect: connectFromEnv(s3.env), overwrite: false, options });

const body = (key: string): Promise<Buffer> =>
  withS3(connectFromEnv(s3.env), async (client) => {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    const { Body } = await client.send(new GetObjectCommand({ Bucket: s3.bucket, Key: key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  });

/** What lies below a key, by what follows it. */
async function below(prefix: string): Promise<Map<string, Buffer> | null> {
  const keys = (await s3.keys()).filter((key) => key.startsWith(prefix));
  const found = await Promise.all(keys.map(async (key) => [key.slice(prefix.length), await body(key)] as const));
  return found.length === 0 ? null : new Map(found);
}

const refused = {
  'a bucket that is not there': async () => ({
    destination: s3Destination('s3://no-bucket-here/x.mp4', { connect: connectFromEnv(s3.env), overwrite: false }),
    kind: 'output_unwritable' as const,
    words: /no such bucket/,
  }),
  'an object that is there already': async () => {
    await s3.put('taken.mp4', Buffer.from('x'));
    return { destination: to('taken.mp4'), kind: 'output_exists' as const, words: /taken\.mp4 exists already/ };
  },
};

const ADDRESSES: [string, S3Options, (key: string) => string][] = [
  ['S3', {}, (key) => `s3://${s3.bucket}/${key}`],
  [
    'S3 with public links',
    { result: 'public', public_url: 'https://cdn.example' },
    (key) => `https://cdn.example/${key}`,
  ],
];

describe.each(ADDRESSES)('%s', (name, options, address) => {
  describeDestination(`${name}, a folder as`, {
    takesSets: true,
    refused: {},
    make: async () => {
      const key = `set-${++made}/`;
      return {
        destination: to(key, options),
        seen: () => below(key),
        address: (file) => address(`${key}${file}`),
        leftovers: async () => [],
      };
    },
  });

  describeDestination(`${name}, an object as`, {
    takesSets: false,
    refused,
    make: async () => {
      const key = `one-${++made}.mp4`;
      return {
        destination: to(key, options),
        seen: async () => {
          const found = await below(key);
          return found && new Map([['clip.mp4', found.get('') ?? Buffer.alloc(0)]]);
        },
        address: () => address(key),
        leftovers: async () => [],
      };
    },
  });
});
