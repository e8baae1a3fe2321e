import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { FauxqsServer } from 'fauxqs' with { 'resolution-mode': 'import' };

export interface S3Server {
  /** The environment that leads a client to it. */
  env: NodeJS.ProcessEnv;
  bucket: string;
  server: FauxqsServer;
  put(key: string, body: Buffer): Promise<void>;
  /** Of all that lies in the bucket, in the order of the alphabet. */
  keys(): Promise<string[]>;
  stop(): Promise<void>;
}

/** An S3 server in this process. It takes any signature, so it proves nothing about keys. */
export async function startS3(bucket = 'my-bucket'): Promise<S3Server> {
  const { startFauxqs } = await import('fauxqs');
  const server = await startFauxqs({ port: 0, logger: false, messageSpies: true, host: '127.0.0.1' });
  server.createBucket(bucket);
  const env = {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${server.port}`,
  };
  const client = new S3Client({
    endpoint: env.AWS_ENDPOINT_URL_S3,
    region: env.AWS_REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    env,
    bucket,
    server,
    async put(key, body) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentLength: body.length }));
    },
    keys: async () =>
      ((await client.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? [])
        .map(({ Key = '' }) => Key)
        .sort(),
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}
