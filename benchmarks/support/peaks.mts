// The most memory that this process and the ffmpeg processes it started had at any moment. Linux alone tells of other processes: 0 elsewhere.
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

export interface Peaks {
  /** Seconds of wall time. */
  seconds: number;
  /** Megabytes of RSS: of Node, and of all ffmpeg and ffprobe processes of the moment together. */
  node: number;
  ffmpeg: number;
}

const EVERY_MS = 50;
const MEGABYTE = 2 ** 20;

export async function peaksOf(work: () => Promise<unknown>): Promise<Peaks> {
  const most = { node: 0, ffmpeg: 0 };
  const ended = new AbortController();
  const watching = (async () => {
    while (!ended.signal.aborted) {
      most.node = Math.max(most.node, process.memoryUsage.rss() / MEGABYTE);
      most.ffmpeg = Math.max(most.ffmpeg, await memoryOfChildren());
      await setTimeout(EVERY_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  })();
  const began = performance.now();
  try {
    await work();
  } finally {
    ended.abort();
  }
  const seconds = (performance.now() - began) / 1000;
  await watching;
  return { seconds, ...most };
}

/** Each thread of a process lists the children that it started. What is being started (setpriv, a shell) becomes ffmpeg, in the same process. */
async function memoryOfChildren(): Promise<number> {
  const threads = await readdir('/proc/self/task').catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/self/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  const sizes = await Promise.all(
    lists
      .flatMap((list) => list.split(' ').filter(Boolean))
      .map(async (pid) => {
        const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
        return /^Name:\s+ff/m.test(status) ? Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024 : 0;
      }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
