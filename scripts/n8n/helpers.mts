// What an n8n that is to be tried out needs around it: a video, a bucket and a server for hosted jobs, all on this machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { startFauxqs } from 'fauxqs';
import type { CredentialToImport } from './client.mts';

export interface Helpers {
  /** Address of the video. */
  sample: string;
  credentials: CredentialToImport[];
  stop(): Promise<void>;
}

export interface HelpersOptions {
  /** A video to serve. */
  clip: string;
  /** Where the server for hosted jobs keeps its files. */
  data: string;
  /** Of 127.0.0.1. */
  ports: { sample: number; s3: number; serve: number };
}

/** The ones that the examples name. */
export const BUCKETS = ['my-media', 'my-recordings'];
const API_KEY = 'a-key-to-try-hosted-jobs-with';
const WEBHOOK_SECRET = `whsec_${Buffer.from('a secret to try webhooks with').toString('base64')}`;

export async function startHelpers({ clip, data, ports }: HelpersOptions): Promise<Helpers> {
  const origin = `http://127.0.0.1:${ports.sample}`;
  const web = createServer(
    (_, response) => void createReadStream(clip).pipe(response.writeHead(200, { 'content-type': 'video/mp4' })),
  );
  await once(web.listen(ports.sample, '127.0.0.1'), 'listening');

  const s3 = await startFauxqs({ port: ports.s3, logger: false, host: '127.0.0.1' });
  for (const bucket of BUCKETS) s3.createBucket(bucket);

  const main = join(import.meta.dirname, '../../dist/src/cli/main.js');
  const server = spawn(process.execPath, [main, 'serve', '--port', String(ports.serve), '--data', data], {
    env: {
      ...process.env,
      MEDIA_JOBS_API_KEY: API_KEY,
      MEDIA_JOBS_WEBHOOK_SECRET: WEBHOOK_SECRET,
      MEDIA_JOBS_ALLOW_HOSTS: '127.0.0.1',
    },
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(server, 'exit');

  return {
    sample: `${origin}/sample.mp4`,
    credentials: [
      {
        name: 'Ittybit API',
        type: 'ittybitApi',
        data: { apiKey: API_KEY, baseUrl: `http://127.0.0.1:${ports.serve}` },
      },
      { name: 'Media Webhook Secret', type: 'mediaWebhookSecretApi', data: { secret: WEBHOOK_SECRET } },
      {
        name: 'S3',
        type: 's3',
        data: {
          endpoint: `http://127.0.0.1:${ports.s3}`,
          region: 'us-east-1',
          accessKeyId: 'test',
          secretAccessKey: 'test',
          forcePathStyle: true,
        },
      },
    ],
    async stop() {
      server.kill();
      web.close();
      web.closeAllConnections();
      await Promise.all([ended, s3.stop()]);
    },
  };
}
