import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
} from '@aws-sdk/client-s3';
import type { MultipartUpload, S3Client } from '@aws-sdk/client-s3';
import { connectWith } from '../../../src/pipeline/storage/s3/s3Access';
import type { S3Connect, S3Keys } from '../../../src/pipeline/storage/s3/s3Access';
import { startSwift } from '../../support/swiftServer';
import type { SwiftServer } from '../../support/swiftServer';

/** A real storage for the tests of a file, with a bucket of each test's own. */
export interface Storage {
  server: () => SwiftServer;
  bucket: () => string;
  client: () => S3Client;
  /** Clients with its keys; `more` sets other ones. */
  connect: (more?: Partial<S3Keys>) => S3Connect;
  keys: () => Promise<string[]>;
  uploads: () => Promise<MultipartUpload[]>;
  /** The numbers of the parts of the only upload that there is. */
  parts: () => Promise<number[]>;
  get: (key: string) => Promise<Buffer>;
}

export function useStorage(): Storage {
  let server: SwiftServer;
  let client: S3Client | undefined;
  let count = 0;
  const live = (): S3Client => {
    if (client === undefined) throw new Error('The storage has not begun');
    return client;
  };
  const bucket = () => `bucket-${count}`;
  const connect: Storage['connect'] = (more = {}) => {
    const { endpoint, accessKeyId, secretAccessKey, region } = server;
    return connectWith({ endpoint, accessKeyId, secretAccessKey, region, forcePathStyle: true, ...more });
  };
  beforeAll(async () => {
    server = await startSwift();
    client = await connect()();
  });
  afterAll(async () => {
    client?.destroy();
    await server.stop();
  });
  beforeEach(async () => {
    count += 1;
    await live().send(new CreateBucketCommand({ Bucket: bucket() }));
  });
  const uploads = async () => (await live().send(new ListMultipartUploadsCommand({ Bucket: bucket() }))).Uploads ?? [];
  return {
    server: () => server,
    bucket,
    client: live,
    connect,
    uploads,
    keys: async () =>
      ((await live().send(new ListObjectsV2Command({ Bucket: bucket() }))).Contents ?? []).map(({ Key = '' }) => Key),
    async parts() {
      const [upload] = await uploads();
      if (upload === undefined) return [];
      const { Parts = [] } = await live().send(
        new ListPartsCommand({ Bucket: bucket(), Key: upload.Key, UploadId: upload.UploadId }),
      );
      return Parts.map(({ PartNumber = 0 }) => PartNumber);
    },
    async get(key) {
      const { GetObjectCommand } = await import('@aws-sdk/client-s3');
      const { Body } = await live().send(new GetObjectCommand({ Bucket: bucket(), Key: key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
  };
}
