// A file behind a web server, read in parts or downloaded first.
import { placedByFormat } from '../../dist/src/pipeline/storage/destination.js';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  fileDestination,
  findBinaries,
  parseRequest,
  placeOfCommandLine,
  runJob,
  sourceOf,
} from '../../dist/src/index.js';

/** 100 Mbit/s, in bytes per second. */
const RATE = 12_500_000;
/** Milliseconds by which a timer may be late. */
const LATE = 50;

export type Way = 'parts' | 'download';
export interface Measured {
  /** Of the file's bytes, those that were sent. */
  share: number;
  seconds: number;
}

/** Noise of 640×360, which no encoder makes small, and a tone. */
export const noise = (seconds: number, rate: string): string[] => [
  '-f',
  'lavfi',
  '-i',
  'testsrc2=s=640x360:r=25,noise=alls=60:allf=t',
  '-f',
  'lavfi',
  '-i',
  'sine',
  '-t',
  `${seconds}`,
  '-pix_fmt',
  'yuv420p',
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-b:v',
  rate,
  '-maxrate',
  rate,
  '-bufsize',
  rate,
  '-g',
  '125',
  '-c:a',
  'aac',
];

/** Runs a job on a file behind a server of 100 Mbit/s. */
export async function run(
  path: string,
  folder: string,
  job: { kind: 'image' | 'video'; options: Record<string, unknown> },
  way: Way,
): Promise<Measured> {
  const { size } = await stat(path);
  let sent = 0;
  let free = 0;
  const server = createServer((request, response) => {
    const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const [from, to] = [Number(first), last === '' ? size : Math.min(size, Number(last) + 1)];
    const range = request.headers.range === undefined ? {} : { 'content-range': `bytes ${from}-${to - 1}/${size}` };
    response.writeHead('content-range' in range ? 206 : 200, { etag: '"1"', 'content-length': to - from, ...range });
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    void (async () => {
      for await (const piece of createReadStream(path, { start: from, end: to - 1 }) as AsyncIterable<Buffer>) {
        // One line for all: a piece is sent when those before it have had their time. What a late timer lost is made up for.
        const now = performance.now();
        free = Math.max(free, now - LATE) + (1000 * piece.length) / RATE;
        if (free - now > 2) await setTimeout(free - now);
        if (response.destroyed) return;
        sent += piece.length;
        if (!response.write(piece)) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
      }
      response.end();
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const source = sourceOf(placeOfCommandLine(`http://127.0.0.1:${port}/clip.mp4`), {
    env: { MEDIA_JOBS_ALLOW_HOSTS: `127.0.0.1:${port}` },
  });
  const began = performance.now();
  const { error } = await runJob({
    request: parseRequest(job),
    binaries: await findBinaries(),
    signal: new AbortController().signal,
    workRoot: folder,
    source:
      way === 'parts' ? source : { shown: source.shown, name: source.name, open: (at, use) => source.open(at, use) },
    destination: placedByFormat(null, (format) =>
      fileDestination(join(folder, `result.${format}`), { overwrite: true }),
    ),
  });
  const seconds = (performance.now() - began) / 1000;
  server.closeAllConnections();
  server.close();
  if (error !== null) throw error;
  return { share: sent / size, seconds };
}
