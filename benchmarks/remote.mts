// What reading a source in parts saves, beside downloading it first: bytes and seconds. Needs a build before it.
// Fails when a poster takes more than 3% of ten minutes, or ten seconds more than 5%.
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { fileDestination, findBinaries, parseRequest, runJob, sourceOf } from '../dist/src/index.js';

interface Case {
  title: string;
  file: 'first' | 'last' | 'short';
  kind: 'image' | 'video';
  options: Record<string, unknown>;
  /** Most of the file that may be fetched, as a share. */
  limit: number;
  /** Bytes per second of the server. */
  rate: number;
}

const CASES: Case[] = [
  { title: 'poster at 300 s of 10 min, index first', file: 'first', kind: 'image', options: { start: 300 }, limit: 0.03, rate: Infinity },
  { title: 'poster at 300 s of 10 min, index last', file: 'last', kind: 'image', options: { start: 300 }, limit: 0.03, rate: Infinity },
  { title: '10 s of 10 min, index first', file: 'first', kind: 'video', options: { start: 300, end: 310, width: 320 }, limit: 0.05, rate: Infinity },
  { title: '10 s of 10 min, index last', file: 'last', kind: 'video', options: { start: 300, end: 310, width: 320 }, limit: 0.05, rate: Infinity },
  { title: 'all of 30 s, from a server of 1.5 MB/s', file: 'short', kind: 'video', options: { height: 240, quality: 'high' }, limit: 1, rate: 1_500_000 },
];

const folder = await mkdtemp(join(tmpdir(), 'media-jobs-bench-'));
const binaries = await findBinaries();
const path = (name: string) => join(folder, `${name}.mp4`);

async function makeClips(): Promise<void> {
  const ffmpeg = (...argv: string[]) => execa(binaries.ffmpeg.path, ['-v', 'error', '-y', ...argv], { stdin: 'ignore' });
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25,noise=alls=60:allf=t', '-f', 'lavfi', '-i', 'sine', '-t', '10', '-pix_fmt', 'yuv420p',
    '-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '2300k', '-maxrate', '2300k', '-bufsize', '2300k', '-g', '125', '-c:a', 'aac', path('ten'));
  await ffmpeg('-stream_loop', '59', '-i', path('ten'), '-c', 'copy', '-movflags', '+faststart', path('first'));
  await ffmpeg('-stream_loop', '59', '-i', path('ten'), '-c', 'copy', path('last'));
  await ffmpeg('-stream_loop', '2', '-i', path('ten'), '-c', 'copy', '-movflags', '+faststart', path('short'));
}

async function run({ file, kind, options, rate }: Case, how: 'parts' | 'download'): Promise<{ share: number; seconds: number }> {
  const { size } = await stat(path(file));
  let sent = 0;
  const server = createServer((request, response) => {
    const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const [from, to] = [Number(first), last === '' ? size : Math.min(size, Number(last) + 1)];
    const range = request.headers.range === undefined ? {} : { 'content-range': `bytes ${from}-${to - 1}/${size}` };
    response.writeHead('content-range' in range ? 206 : 200, { etag: '"1"', 'content-length': to - from, ...range });
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    void (async () => {
      for await (const piece of createReadStream(path(file), { start: from, end: to - 1 }) as AsyncIterable<Buffer>) {
        if (response.destroyed) return;
        sent += piece.length;
        response.write(piece);
        if (rate !== Infinity) await setTimeout((1000 * piece.length) / rate);
        else if (response.writableNeedDrain) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
      }
      response.end();
    })();
  }).listen(0, '127.0.0.1');
  await new Promise((go) => server.once('listening', go));
  const { port } = server.address() as AddressInfo;
  const source = sourceOf(`http://127.0.0.1:${port}/clip.mp4`, { env: { MEDIA_JOBS_ALLOW_HOSTS: `127.0.0.1:${port}` } });
  const began = performance.now();
  const { error } = await runJob({
    request: parseRequest({ kind, options }), binaries, signal: new AbortController().signal, workRoot: folder,
    source: how === 'parts' ? source : { shown: source.shown, name: source.name, open: (at, use) => source.open(at, use) },
    destination: (format) => fileDestination(join(folder, `result.${format}`), { overwrite: true }),
  });
  const seconds = (performance.now() - began) / 1000;
  server.closeAllConnections();
  server.close();
  if (error !== null) throw error;
  return { share: sent / size, seconds };
}

const shown = ({ share, seconds }: { share: number; seconds: number }) => `${(100 * share).toFixed(2).padStart(6)}% ${seconds.toFixed(1).padStart(5)} s`;

try {
  await makeClips();
  console.log(`${''.padEnd(42)}${'read in parts'.padStart(16)}${'downloaded first'.padStart(18)}`);
  for (const each of CASES) {
    const parts = await run(each, 'parts');
    const download = await run(each, 'download');
    const over = parts.share > each.limit;
    if (over) process.exitCode = 1;
    console.log(`${each.title.padEnd(42)}${shown(parts).padStart(16)}${shown(download).padStart(18)}${over ? '  MORE THAN IT MAY' : ''}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
