import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Database } from '../../../../src/jobs/store/sqlite/database';
import { sqliteStoreAt } from '../../../support/sqliteStore';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-jobs-store-'));
  path = join(folder, 'jobs.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('keeps what was written, in the mode that several processes can share', async () => {
  const store = await sqliteStoreAt(path);
  expect(await store.seen.firstTime('a', '1', 0)).toBe(true);
  await store.close();
  const again = await sqliteStoreAt(path);
  expect(await again.seen.firstTime('a', '1', 0)).toBe(false);
  await again.close();
  const raw = new DatabaseSync(path);
  expect(raw.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  raw.close();
});

it('is made once by many that open it at the same time', async () => {
  const stores = await Promise.all(Array.from({ length: 8 }, () => sqliteStoreAt(path)));
  const firsts = await Promise.all(stores.map((store) => store.seen.firstTime('a', '1', 0)));
  expect(firsts.filter((first) => first)).toHaveLength(1);
  for (const store of stores) await store.close();
});

describe('a damaged file', () => {
  it.each([
    [
      'no database at all',
      () => {
        writeFileSync(path, 'this was never SQLite, and is long enough to be looked at '.repeat(20));
        return Promise.resolve();
      },
    ],
    [
      'a page overwritten that nothing but a look at all of them finds',
      async () => {
        await (await sqliteStoreAt(path)).close();
        const { size } = statSync(path);
        const store = await sqliteStoreAt(path);
        for (let at = 0; at < 2_000; at++) await store.seen.firstTime('source', `id-${at}`, 0);
        await store.close();
        const bytes = readFileSync(path);
        bytes.fill(0xaa, size + 4096);
        writeFileSync(path, bytes);
      },
    ],
    [
      'a page overwritten',
      async () => {
        const store = await sqliteStoreAt(path);
        for (let at = 0; at < 2_000; at++) await store.seen.firstTime('source', `id-${at}`, 0);
        await store.close();
        const bytes = readFileSync(path);
        bytes.fill(0xaa, 4096 * 8, bytes.length - 4096);
        writeFileSync(path, bytes);
      },
    ],
  ])('is refused in words and left as it is: %s', async (_, damage) => {
    await damage();
    const before = readFileSync(path);
    await expect(sqliteStoreAt(path)).rejects.toMatchObject({
      kind: 'store_unusable',
      message: expect.stringContaining('the file is damaged') as string,
      next: expect.stringContaining('elsewhere') as string,
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

it('leaves the store of a newer version alone', async () => {
  await (await sqliteStoreAt(path)).close();
  const raw = new DatabaseSync(path);
  raw.exec('PRAGMA user_version = 99');
  raw.close();
  await expect(sqliteStoreAt(path)).rejects.toMatchObject({
    kind: 'store_unusable',
    message: expect.stringContaining('newer version') as string,
  });
});

it('says when the place cannot be written to', async () => {
  await expect(sqliteStoreAt(join(folder, 'missing', 'jobs.sqlite'))).rejects.toMatchObject({ kind: 'store_unusable' });
});

it('waits for the lock of another process without stopping this one', async () => {
  const store = await sqliteStoreAt(path);
  const holder = spawn(
    process.execPath,
    [
      '-e',
      `
    const { DatabaseSync } = require('node:sqlite');
    const db = new DatabaseSync(process.argv[1]);
    db.exec('BEGIN IMMEDIATE');
    process.stdin.once('data', () => { db.exec('COMMIT'); db.close(); process.exit(); });
    console.log('locked');
  `,
      path,
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
    // Twenty turns of the event loop have come by while the lock was held.
    if (turns === 20) holder.stdin.write('go\n');
  }, 5);
  expect(await store.seen.firstTime('a', '1', 0)).toBe(true);
  clearInterval(timer);
  expect(turns).toBeGreaterThanOrEqual(20);
  await store.close();
});

describe('what is tried', () => {
  const nothing = { judge: () => undefined, prepare: () => Promise.resolve() };
  const busy = Object.assign(new Error('database is locked'), { errcode: 5 });
  let database: Database;
  beforeEach(async () => {
    database = await Database.open(path, nothing);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    database.close();
  });

  it('is tried again while another process is in its way, and for no other reason', async () => {
    const work = jest
      .fn(() => 7)
      .mockImplementationOnce(() => {
        throw busy;
      });
    expect(await database.run(work)).toBe(7);
    expect(work).toHaveBeenCalledTimes(2);
    const wrong = jest.fn(() => {
      throw new Error('of another kind');
    });
    await expect(database.run(wrong)).rejects.toThrow('of another kind');
    expect(wrong).toHaveBeenCalledTimes(1);
  });

  it('is given up after twenty seconds', async () => {
    const clock = jest.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(19_000);
    clock.mockReturnValue(21_000);
    const work = jest.fn(() => {
      throw busy;
    });
    await expect(database.run(work)).rejects.toMatchObject({ kind: 'store_unusable', cause: busy });
    expect(work).toHaveBeenCalledTimes(2);
  });
});

it('needs no word from Node about an experiment', () => {
  const script = `const { openSqliteStore } = require(process.argv[1]); openSqliteStore(process.argv[2], null).then((store) => store.close());`;
  const built = join(__dirname, '../../../../dist/src/jobs/store/sqlite/sqliteStore.js');
  const said = execFileSync(process.execPath, ['-e', script, built, path], {
    stdio: ['ignore', 'pipe', 'pipe'],
  }).toString();
  expect(said).toBe('');
});
