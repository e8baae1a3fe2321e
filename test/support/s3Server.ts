import type { FauxqsServer } from 'fauxqs' with { 'resolution-mode': 'import' };

export interface S3Server {
  /** The environment that leads a client to it. */
  env: NodeJS.ProcessEnv;
  bucket: string;
  server: FauxqsServer;
  stop(): Promise<void>;
}

/** An S3 server in this process. It takes any signature, so it proves nothing about keys. */
export async function startS3(bucket = 'my-bucket'): Promise<S3Server> {
  const { startFauxqs } = await import('fauxqs');
  const server = await startFauxqs({ port: 0, logger: false, messageSpies: true, host: '127.0.0.1' });
  server.createBucket(bucket);
  const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${server.port}` };
  return { env, bucket, server, stop: () => server.stop() };
}
