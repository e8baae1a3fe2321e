import { readdir, readFile } from 'node:fs/promises';

/**
 * Bytes of memory that processes hold with all of their children: resident ones, since threads reserve address space far beyond use. 0 where the system does not
 * say (not Linux), and of what has ended.
 */
export async function residentBytes(pids: Iterable<number>): Promise<number> {
  if (process.platform !== 'linux') return 0;
  let bytes = 0;
  const left = [...pids];
  for (let pid = left.pop(); pid !== undefined; pid = left.pop()) {
    bytes += await ownBytes(pid);
    left.push(...(await childrenOf(pid)));
  }
  return bytes;
}

/** proc(5): VmRSS in kB, whatever a page is on this machine. One that has just ended has none. */
const ownBytes = (pid: number): Promise<number> =>
  readFile(`/proc/${pid}/status`, 'utf8').then(
    (text) => 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0),
    () => 0,
  );

/** proc(5): each thread lists the processes that it has started. */
async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}
