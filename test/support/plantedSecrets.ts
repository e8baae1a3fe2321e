import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { fakeProgram } from './fakeBinary';
import { FFMPEG, FFPROBE } from './programs';

/** A secret of each kind, none of which may be seen anywhere. */
export const CANARY = {
  login: 'canary-login-7f3a',
  query: 'canary-query-7f3b',
  header: 'canary-header-7f3c',
  basic: 'canary-basic-7f3d',
  hook: 'canary-hook-7f3e',
  accessKey: 'CANARYACCESSKEY7F3F',
  secretKey: 'canary-secretkey-7f40',
  session: 'canary-session-7f41',
  apiKey: 'canary-apikey-7f42',
  ittybit: 'canary-ittybit-7f43',
  n8n: 'canary-n8n-key-7f44',
  signing: `whsec_${Buffer.from('canary-signing-secret-7f45-7f45').toString('base64')}`,
} as const;

/** As they stand in memory, and as Basic authentication writes them. */
const FORMS = Object.entries(CANARY).flatMap(
  ([name, value]) =>
    [
      [name, value],
      [`${name} in base64`, Buffer.from(`me:${value}`).toString('base64')],
    ] as const,
);

/** Names of the canaries that are seen in a text, or in anything that a logger could find in a value. */
export function seenIn(what: unknown): string[] {
  const text =
    typeof what === 'string'
      ? what
      : `${inspect(what, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null })}\n${JSON.stringify([what], (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))}`;
  return FORMS.flatMap(([name, form]) => (text.includes(form) ? [name] : []));
}

/** ffmpeg and ffprobe as they are, which write down first what they were started with. */
export async function watchedTools(
  folder: string,
): Promise<{ env: { FFMPEG_PATH: string; FFPROBE_PATH: string }; seen: () => string }> {
  const log = join(folder, 'started-with');
  const watched = (name: string, real: string) =>
    fakeProgram(join(folder, name), `{ echo "$0 $*"; env; } >> '${log}'\nexec '${real}' "$@"`);
  return {
    env: { FFMPEG_PATH: await watched('ffmpeg', FFMPEG), FFPROBE_PATH: await watched('ffprobe', FFPROBE) },
    seen: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
  };
}

/** Silence that is large enough to be read in parts (bytes of a WAV file). */
export function longSilence(): Buffer {
  const rate = 48_000;
  const data = Buffer.alloc(rate * 4 * 26);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 4, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

export interface RefusingStorage {
  endpoint: string;
  close(): Promise<void>;
}

/** An S3 storage that takes no signature, and says in its answer what was signed, as Amazon's does. */
export async function refusingStorage(): Promise<RefusingStorage> {
  const server = createServer((request, response) => {
    request.resume();
    const signed = JSON.stringify(request.headers);
    response
      .writeHead(403, { 'content-type': 'application/xml' })
      .end(
        request.method === 'HEAD'
          ? undefined
          : `<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>The request signature does not match.</Message><AWSAccessKeyId>${CANARY.accessKey}</AWSAccessKeyId><CanonicalRequest>${signed.replace(/[<&]/g, '')}</CanonicalRequest></Error>`,
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
