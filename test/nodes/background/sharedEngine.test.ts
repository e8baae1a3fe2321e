import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openEngine } from '../../../src/jobs/openEngine';
import { homeOf } from '../../../src/jobs/home';
import type { JobView } from '../../../src/jobs/jobView';
import type { StoredProcess } from '../../../src/jobs/store/storedProcess';
import type { JobStore } from '../../../src/jobs/store/port';
import { sqliteStoreAt } from '../../support/sqliteStore';
import { fileSource } from '../../../src/pipeline/storage/sources';
import { fixture } from '../../fixtures';
import { eventually } from '../../support/processes';

/** The node as n8n loads it. */
const NODE = resolve(__dirname, '../../../dist/nodes/CreateJob/CreateJob.node.js');
/** Stands in n8n's place: a program of its name that loads the node, and lives on as long as it does. */
const START = `require(${JSON.stringify(NODE)}); setInterval(() => undefined, 1000); process.once('SIGTERM', () => process.exit(0));`;

let folder = '';
let env: NodeJS.ProcessEnv = {};
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-jobs-shared-'));
  env = { ...process.env, MEDIA_JOBS_HOME: join(folder, 'home'), EXECUTIONS_MODE: 'regular' };
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a program that is called n8n. */
function n8n(command: string, code = START, more: NodeJS.ProcessEnv = {}): ChildProcess & { said: () => string } {
  const program = join(folder, String(children.length), 'n8n');
  mkdirSync(join(program, '..'));
  writeFileSync(program, code);
  const child = spawn(process.execPath, [program, command], {
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  children.push(child);
  return Object.assign(child, { said: () => said });
}

async function inStore<T>(look: (store: JobStore) => Promise<T>): Promise<T | null> {
  const { store: path } = homeOf(env);
  if (!existsSync(path)) return null;
  const store = await sqliteStoreAt(path);
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

const processes = (): Promise<StoredProcess[] | null> => inStore((store) => store.workers.all());
const present = (): Promise<StoredProcess> => eventually(async () => (await processes())?.[0]);

/** A job that an earlier process has left. */
async function leftJob(options: Record<string, unknown>, kind: 'image' | 'video' = 'image'): Promise<JobView> {
  const engine = await openEngine({ env });
  const job = await engine.jobs.create({
    request: { kind, options, metadata: {} },
    input: fileSource(await fixture(kind === 'image' ? 'card-16x9.jpg' : 'clip.mov')),
  });
  await engine.stop();
  return job;
}

const stateOf = (id: string) => inStore((store) => store.reader.get(id));

test.each([
  ['start', 'main'],
  ['worker', 'worker'],
])('n8n %s takes up what an earlier process has left', async (command, role) => {
  const { id } = await leftJob({ width: 32 });
  n8n(command);
  await eventually(async () => (await stateOf(id))?.status === 'succeeded');
  expect(await processes()).toMatchObject([{ role }]);
});

test('n8n webhook looks, and runs nothing', async () => {
  const { id } = await leftJob({ width: 32 });
  n8n('webhook');
  expect(await present()).toMatchObject({ role: 'webhook' });
  // By then it has looked for jobs, if it does so at all.
  const { beat } = await present();
  await eventually(async () => ((await processes())?.[0]?.beat ?? 0) > beat);
  expect((await stateOf(id))?.status).toBe('queued');
});

test('where no store is none is made, until the command line makes one', async () => {
  n8n('start');
  const quiet = n8n(
    'start',
    `${START} setTimeout(() => { console.log(require('fs').existsSync(process.env.MEDIA_JOBS_HOME)); process.exit(); }, 2000);`,
  );
  await once(quiet, 'exit');
  expect(quiet.said()).toBe('false\n');
  const { id } = await leftJob({ width: 32 });
  await eventually(async () => (await stateOf(id))?.status === 'succeeded');
});

test('in queue mode the main process is there in any case, since workers ask for it', async () => {
  n8n('start', START, { EXECUTIONS_MODE: 'queue' });
  expect(await present()).toMatchObject({ role: 'main' });
});

test.each(['import:workflow', 'execute', 'list:workflow'])(
  'n8n %s is left alone: it ends by itself, and nothing was touched',
  async (command) => {
    const { id } = await leftJob({ width: 32 });
    const child = n8n(
      command,
      `require(${JSON.stringify(NODE)}); setTimeout(() => console.log(Object.getOwnPropertySymbols(globalThis).some((each) => String(each).includes('media-jobs'))), 1500);`,
    );
    await once(child, 'exit');
    expect([child.exitCode, child.said()]).toEqual([0, 'false\n']);
    expect(await processes()).toEqual([]);
    expect((await stateOf(id))?.status).toBe('queued');
  },
);

test.each([
  ['at once', START],
  ['when its own work is done', START.replace('process.exit(0)', 'setTimeout(() => process.exit(0), 6000)')],
])('a service manager that ends n8n costs a job no attempt: n8n ends %s', async (_, code) => {
  const { id } = await leftJob({ format: 'webm', codec: 'vp9', quality: 'very_high', width: 3840 }, 'video');
  const child = n8n('start', code);
  await eventually(async () => (await stateOf(id))?.status === 'processing');
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(await stateOf(id)).toMatchObject({ status: 'queued', attempts: 0, losses: 0 });
  expect(await processes()).toEqual([]);
});

describe('when n8n updates the package', () => {
  const older = (version: string) => `
    const KEY = Symbol.for('n8n-nodes-media-jobs.engine');
    globalThis[KEY] = { version: ${version}, open: () => Promise.reject(new Error('not this one')), retire: async () => { console.log('retired'); } };`;

  test('the engine of the older version is retired', async () => {
    const { id } = await leftJob({ width: 32 });
    const child = n8n('start', `${older("'0.0.1'")} ${START}`);
    await eventually(async () => (await stateOf(id))?.status === 'succeeded');
    expect(child.said()).toContain('retired');
  });

  test('the same version loaded once more changes nothing', async () => {
    const code = `${older(`require(${JSON.stringify(resolve(__dirname, '../../../package.json'))}).version`)} require(${JSON.stringify(NODE)}); setTimeout(() => console.log('over'), 1500);`;
    const child = n8n('start', code);
    await once(child, 'exit');
    expect(child.said()).toBe('over\n');
  });
});

test('a store that cannot be used is said, and n8n goes on', async () => {
  await leftJob({ width: 32 });
  writeFileSync(homeOf(env).store, 'this is no database, and it is long enough to look like none'.repeat(100));
  const child = n8n('start', `${START} setInterval(() => console.log('alive'), 100);`);
  await eventually(() => Promise.resolve(/job store .* cannot be used.*alive/s.test(child.said())));
});
