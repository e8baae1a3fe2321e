// How much Node's memory grows while the Create Job node converts a 1 GB file in n8n's engine. Needs a build before it.
// Each case runs in a process of its own. Fails when a case grows by more than the limit.
import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { INodeExecutionData } from 'n8n-workflow';
import { CreateJob } from '../dist/nodes/CreateJob/CreateJob.node.js';
import { READ_FILES, startEngine } from '../scripts/n8n-engine.mts';
import type { Engine, EngineOptions, WorkflowJson } from '../scripts/n8n-engine.mts';

const INPUT_BYTES = 2 ** 30;
const MEGABYTE = 2 ** 20;

interface Case {
  title: string;
  binaryMode: NonNullable<EngineOptions['binaryMode']>;
  options: Record<string, string>;
  limit: number;
}

/** Megabytes that the process may grow by. */
const LIMIT = 64;
/** V8 lets 64 MB of buffers lie before it clears them away, however large the file is: a stream through JavaScript reaches that, and no more. */
const STREAM_LIMIT = 64 + 32;

const CASES: Record<string, Case> = {
  disk: { title: '1 GB in, small file out, n8n keeps files on disk', binaryMode: 'filesystem', options: { format: 'flac' }, limit: LIMIT },
  stream: { title: '1 GB in, small file out, n8n hands out streams', binaryMode: 'database', options: { format: 'flac' }, limit: STREAM_LIMIT },
  large: { title: '1 GB in, 1 GB out (copied), n8n keeps files on disk', binaryMode: 'filesystem', options: { format: 'wav' }, limit: STREAM_LIMIT },
};

/** Silence as WAV: a header and a hole in the file, so that it is there at once. */
async function writeWav(path: string, bytes: number): Promise<void> {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(bytes - 8, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(2, 22); // channels
  header.writeUInt32LE(48_000, 24);
  header.writeUInt32LE(48_000 * 4, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes - 44, 40);
  const file = await open(path, 'w');
  await file.write(header);
  await file.truncate(bytes);
  await file.close();
}

const readFiles = (paths: string[]): WorkflowJson => ({
  name: 'store',
  nodes: [{ id: '1', name: 'Read Files', type: READ_FILES, typeVersion: 1, position: [0, 0], parameters: { items: paths.map((path) => ({ binary: { data: { path } } })) } }],
  connections: {},
});

const createJob = (options: Record<string, string>): WorkflowJson => ({
  name: 'memory',
  nodes: [
    { id: '1', name: 'Read Files', type: READ_FILES, typeVersion: 1, position: [0, 0], parameters: {} },
    { id: '2', name: 'Create Job', type: 'n8n-nodes-media-jobs.createJob', typeVersion: 1, position: [220, 0], parameters: { kind: 'audio', options } },
  ],
  connections: { 'Read Files': { main: [[{ node: 'Create Job', type: 'main', index: 0 }]] } },
});

const start = (folder: string, binaryMode: Case['binaryMode']): Promise<Engine> =>
  startEngine({ require: createRequire(import.meta.url), folder, nodeTypes: { 'n8n-nodes-media-jobs.createJob': new CreateJob() }, binaryMode });

/** Puts a small and a large file into n8n's binary data and answers their items: an earlier node's work, so another process's memory. */
async function store(folder: string, { binaryMode }: Case): Promise<INodeExecutionData[]> {
  const engine = await start(folder, binaryMode);
  const [small, large] = [join(folder, 'small.wav'), join(folder, 'large.wav')];
  await writeWav(small, 8 * MEGABYTE);
  await writeWav(large, INPUT_BYTES);
  const items = engine.itemsOf(await engine.run(readFiles([small, large])).ended, 'Read Files');
  engine.shutDown();
  return items;
}

/** Converts one stored file; answers the bytes of the result. */
async function convert(engine: Engine, item: INodeExecutionData, options: Record<string, string>): Promise<number> {
  const run = await engine.run(createJob(options), { 'Read Files': [item] }).ended;
  const [made] = engine.itemsOf(run, 'Create Job');
  if (made === undefined) throw run.data.resultData.error ?? new Error(run.status);
  return made.binary?.data?.bytes ?? 0;
}

async function measure(folder: string, { title, binaryMode, options, limit }: Case, [small, large]: INodeExecutionData[]): Promise<void> {
  if (small === undefined || large === undefined) throw new Error('Nothing was stored');
  const engine = await start(folder, binaryMode);
  // What is loaded and compiled at first use is not what a large file costs.
  await convert(engine, small, options);
  const before = process.memoryUsage.rss();
  let most = before;
  const sampler = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  const begun = Date.now();
  const bytes = await convert(engine, large, options);
  clearInterval(sampler);
  engine.shutDown();
  const [growth, seconds] = [(most - before) / MEGABYTE, (Date.now() - begun) / 1000];
  console.log(`${title}: RSS ${(before / MEGABYTE).toFixed(0)} → ${(most / MEGABYTE).toFixed(0)} MB, +${growth.toFixed(0)} MB (limit ${limit}); ${(bytes / MEGABYTE).toFixed(0)} MB out, ${seconds.toFixed(0)} s`);
  if (growth > limit) process.exitCode = 1;
}

/** Runs this file in a process of its own and answers what it printed. */
async function apart(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, ...args]).catch((error: unknown) => {
    process.exitCode = 1;
    const { stdout: said, stderr } = error as { stdout: string; stderr: string };
    process.stderr.write(stderr);
    return { stdout: said };
  });
  return stdout;
}

const [, , step, name = '', folder = '', items = '[]'] = process.argv;
const chosen = CASES[name];
if (step === 'store' && chosen !== undefined) console.log(JSON.stringify(await store(folder, chosen)));
else if (step === 'measure' && chosen !== undefined) await measure(folder, chosen, JSON.parse(items) as INodeExecutionData[]);
else {
  for (const each of Object.keys(CASES)) {
    const place = await mkdtemp(join(tmpdir(), 'media-jobs-memory-'));
    process.stdout.write(await apart('measure', each, place, await apart('store', each, place)));
    await rm(place, { recursive: true, force: true });
  }
}
