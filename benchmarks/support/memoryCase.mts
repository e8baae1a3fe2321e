// One step of the benchmark `memory`, in a process of its own: `store` puts files into n8n's binary data and prints their items as JSON; `measure` converts them
// with the node in n8n's engine and prints by how much the process grew.
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import { CreateJob } from '../../dist/nodes/CreateJob/CreateJob.node.js';
import { READ_FILES, startEngine } from '../../scripts/n8n-engine.mts';
import type { Engine, WorkflowJson } from '../../scripts/n8n-engine.mts';
import { CASES } from './memoryCases.mts';
import type { Case } from './memoryCases.mts';

const INPUT_BYTES = 2 ** 30;
const MEGABYTE = 2 ** 20;

export interface Grown {
  /** Megabytes. */
  before: number;
  growth: number;
  seconds: number;
  made: number;
}

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
  nodes: [
    {
      id: '1',
      name: 'Read Files',
      type: READ_FILES,
      typeVersion: 1,
      position: [0, 0],
      parameters: { items: paths.map((path) => ({ binary: { data: { path } } })) },
    },
  ],
  connections: {},
});

const createJob = (options: Record<string, string>): WorkflowJson => ({
  name: 'memory',
  nodes: [
    { id: '1', name: 'Read Files', type: READ_FILES, typeVersion: 1, position: [0, 0], parameters: {} },
    {
      id: '2',
      name: 'Create Job',
      type: 'n8n-nodes-media-jobs.createJob',
      typeVersion: 2,
      position: [220, 0],
      parameters: { operation: 'audio', preset: 'none', options },
    },
  ],
  connections: { 'Read Files': { main: [[{ node: 'Create Job', type: 'main', index: 0 }]] } },
});

const start = (folder: string, binaryMode: Case['binaryMode']): Promise<Engine> =>
  startEngine({
    require: createRequire(import.meta.url),
    folder,
    nodeTypes: { 'n8n-nodes-media-jobs.createJob': new CreateJob() },
    binaryMode,
  });

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

async function measure(
  folder: string,
  { binaryMode, options }: Case,
  [small, large]: INodeExecutionData[],
): Promise<Grown> {
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
  return {
    before: before / MEGABYTE,
    growth: (most - before) / MEGABYTE,
    seconds: (Date.now() - begun) / 1000,
    made: bytes / MEGABYTE,
  };
}

const [, , step, name = '', folder = '', items = '[]'] = process.argv;
const chosen = CASES[name];
if (chosen === undefined) throw new Error(`There is no case ${name}`);
console.log(
  JSON.stringify(
    step === 'store'
      ? await store(folder, chosen)
      : await measure(folder, chosen, JSON.parse(items) as INodeExecutionData[]),
  ),
);
