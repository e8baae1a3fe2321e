import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { webhookSecrets } from '../../src/jobs/webhooks/secrets';
import { fileSource } from '../../src/pipeline/storage/sources';
import { fixture } from '../fixtures';
import { testHome } from '../support/engine';

const { open, env } = testHome();
const never = new AbortController().signal;
const modeOf = (path: string): number => statSync(path).mode & 0o777;

/** Files below a folder that others may do anything with, unless one of the folders above keeps them out. */
function openFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return (modeOf(path) & 0o077) === 0 ? [] : openFiles(path);
    return (modeOf(path) & 0o077) === 0 ? [] : [path];
  });
}

let umask: number;
beforeEach(() => {
  umask = process.umask(0o022);
});
afterEach(() => {
  process.umask(umask);
  jest.restoreAllMocks();
});

it('closes all that lies in a folder which others can enter, and says so once', async () => {
  const { MEDIA_JOBS_HOME: home = '' } = env();
  chmodSync(home, 0o755);
  for (const name of ['files', 'inputs', 'work']) mkdirSync(join(home, name), { mode: 0o755 });
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const engine = await open();
  await engine.start();
  await webhookSecrets(engine.home, {});
  const { id } = await engine.jobs.create({
    request: { kind: 'image', options: { width: 32 }, metadata: {} },
    input: fileSource(await fixture('surround.mp4')),
  });
  const { output } = await engine.jobs.ended(id, never);
  expect(modeOf(output ?? '')).toBe(0o600);
  for (const name of ['jobs.sqlite', 'jobs.sqlite-wal', 'jobs.sqlite-shm', 'webhook-secret'])
    expect([name, modeOf(join(home, name))]).toEqual([name, 0o600]);
  expect(openFiles(home)).toEqual([]);
  await open();
  const said = warn.mock.calls.map(([words]) => String(words)).filter((words) => words.includes('chmod 700'));
  expect(said).toEqual([expect.stringContaining(home)]);
});

it('closes what an earlier version has left open', async () => {
  const first = await open({ runs: false });
  const { folder, store } = first.home;
  await webhookSecrets(first.home, {});
  await first.stop();
  for (const path of [store, join(folder, 'webhook-secret')]) chmodSync(path, 0o644);
  writeFileSync(`${store}-journal-of-somebody`, '');
  await open({ runs: false });
  for (const path of [store, `${store}-wal`, `${store}-shm`, join(folder, 'webhook-secret')])
    expect([path, modeOf(path)]).toEqual([path, 0o600]);
});

it('says nothing of a folder that is closed', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  await open({ runs: false });
  expect(warn).not.toHaveBeenCalled();
});
