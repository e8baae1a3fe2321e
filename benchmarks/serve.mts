// The server under load: 200 requests for a job at once, then 1,000 questions by 50 clients while ffmpeg works on those jobs. Fails on an answer that is
// no success, and above the limits. Needs a build before it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [JOBS, QUESTIONS, CLIENTS] = [200, 1_000, 50];
/** Milliseconds within which 99 of 100 are answered. */
const LIMITS = { post: 2_000, get: 1_000 };

/** Ten seconds of silence as WAV. */
function wav(): Buffer {
  const [rate, seconds] = [8_000, 10];
  const data = Buffer.alloc(44 + 2 * rate * seconds);
  data.write('RIFF', 0);
  data.writeUInt32LE(data.length - 8, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(rate, 24);
  data.writeUInt32LE(2 * rate, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36);
  data.writeUInt32LE(data.length - 44, 40);
  return data;
}

const home = await mkdtemp(join(tmpdir(), 'media-jobs-load-'));
const child = spawn(process.execPath, ['dist/src/cli/main.js', 'serve', '--port', '0', '--data', home, '--json', '--grace', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const exit = once(child, 'exit');
const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
const { url, api_key: key } = JSON.parse(line) as { url: string; api_key: string };

const statuses = new Map<number, number>();
/** Asks, and answers the body and how long it took (ms). */
async function timed(path: string, init: RequestInit = {}): Promise<{ body: unknown; ms: number }> {
  const began = performance.now();
  const response = await fetch(new URL(path, url), { ...init, headers: { authorization: `Bearer ${key}` } });
  const body: unknown = await response.json();
  statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
  return { body, ms: performance.now() - began };
}

const at = (times: number[], share: number): number => times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? NaN;
const told = (name: string, times: number[], limit: number): string => `${name}: p50 ${at(times, 0.5).toFixed(0)} ms, p99 ${at(times, 0.99).toFixed(0)} ms (limit ${limit}), longest ${Math.max(...times).toFixed(0)} ms`;

const { body: upload } = await timed('/files/silence.wav', { method: 'PUT', body: wav() });
const { url: input } = upload as { url: string };
const made = await Promise.all(Array.from({ length: JOBS }, () => timed('/jobs', { method: 'POST', body: JSON.stringify({ input, kind: 'audio', options: { format: 'mp3' } }) })));
const ids = made.map(({ body }) => (body as { id: string }).id);
const asked: number[] = [];
await Promise.all(Array.from({ length: CLIENTS }, async (_, client) => {
  for (let number = client; number < QUESTIONS; number += CLIENTS) asked.push((await timed(number % 10 === 0 ? '/jobs?limit=20' : `/jobs/${ids[number % ids.length] ?? ''}`)).ms);
}));
const { body: running } = await timed('/jobs?status=succeeded&limit=100');
child.kill('SIGTERM');
await exit;
await rm(home, { recursive: true });

const posted = made.map(({ ms }) => ms);
console.log(told(`${JOBS} POST /jobs at once`, posted, LIMITS.post));
console.log(told(`${QUESTIONS} GETs by ${CLIENTS} clients while jobs run (${(running as unknown[]).length} had ended by then)`, asked, LIMITS.get));
console.log(`answers: ${[...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')}`);
const failed = [...statuses.keys()].some((status) => status >= 300) || at(posted, 0.99) > LIMITS.post || at(asked, 0.99) > LIMITS.get;
process.exitCode = failed ? 1 : 0;
