import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageVersion } from '../../../src/version';
import { heldIn, holdIn } from '../../../nodes/background/sharedEngine';
import type { EngineHolder } from '../../../nodes/background/sharedEngine';
import { takeUpWork } from '../../../nodes/background/takeUpWork';
import { ROOT } from '../../package/manifest';
import type { Manifest } from '../../package/manifest';

/** A process of n8n whose clock the test turns. */
function processOf(command: string, { store = false, env = {} }: { store?: boolean; env?: NodeJS.ProcessEnv } = {}) {
  const holder: EngineHolder = {};
  const waiting: { work: () => void; ms: number }[] = [];
  const said: string[] = [];
  const around = {
    argv: ['node', '/usr/bin/n8n', command],
    env: { HOME: '/home/node', ...env },
    holder,
    shared: (role: string, after: Promise<unknown>) => ({
      version: packageVersion(),
      open: async () => {
        await after;
        said.push(`opened as ${role}`);
        return null as never;
      },
      retire: async () => void said.push('retired'),
    }),
    exists: () => place.store,
    later: (work: () => void, ms: number) => void waiting.push({ work, ms }),
  };
  const place = { store };
  return {
    holder,
    said,
    place,
    load: () => takeUpWork(around),
    /** The next look, and after how many milliseconds it comes. */
    look: async (): Promise<number | null> => {
      const next = waiting.shift();
      next?.work();
      await new Promise(setImmediate);
      return next?.ms ?? null;
    },
  };
}

test('what an earlier process has left is taken up once n8n has loaded its nodes', async () => {
  const n8n = processOf('start', { store: true });
  n8n.load();
  expect(n8n.said).toEqual([]);
  expect(await n8n.look()).toBe(1_000);
  expect(n8n.said).toEqual(['opened as main']);
  expect(await n8n.look()).toBeNull();
});

test('where there is no store it looks again until somebody has made one', async () => {
  const n8n = processOf('worker');
  n8n.load();
  expect([await n8n.look(), await n8n.look()]).toEqual([1_000, 10_000]);
  expect(n8n.said).toEqual([]);
  n8n.place.store = true;
  await n8n.look();
  expect(n8n.said).toEqual(['opened as worker']);
});

test('in queue mode the main process is there without a store', async () => {
  const n8n = processOf('start', { env: { EXECUTIONS_MODE: 'queue' } });
  n8n.load();
  await n8n.look();
  expect(n8n.said).toEqual(['opened as main']);
});

test.each(['import:workflow', 'execute', 'list:workflow'])(
  'n8n %s holds nothing and looks for nothing',
  async (command) => {
    const n8n = processOf(command, { store: true });
    n8n.load();
    expect([heldIn(n8n.holder), await n8n.look()]).toEqual([undefined, null]);
  },
);

test('another version of the package retires the one before, and only then opens', async () => {
  const n8n = processOf('start', { store: true });
  holdIn(
    { version: '0.0.1', open: () => Promise.reject(new Error()), retire: async () => void n8n.said.push('retired') },
    n8n.holder,
  );
  n8n.load();
  await n8n.look();
  expect(n8n.said).toEqual(['retired', 'opened as main']);
});

test('the same version loaded once more changes nothing', async () => {
  const n8n = processOf('start', { store: true });
  n8n.load();
  const held = heldIn(n8n.holder);
  n8n.load();
  expect(heldIn(n8n.holder)).toBe(held);
  await n8n.look();
  expect(await n8n.look()).toBeNull();
});

test('of the files that n8n loads, one calls it', () => {
  const { n8n } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
  const calls = n8n.nodes.filter((path) =>
    readFileSync(join(ROOT, path.replace(/^dist/, '.').replace(/js$/, 'ts')), 'utf8').includes('takeUpWork()'),
  );
  expect(calls).toEqual(['dist/nodes/CreateJob/CreateJob.node.js']);
});
