import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sqliteStoreAt } from '../../../support/sqliteStore';
import { expectError } from '../../../support/expectError';

describe('a database of something else', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'media-jobs-foreign-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['without a version', 'CREATE TABLE cookies (name TEXT)'],
    ['with the number of an older version', 'CREATE TABLE cookies (name TEXT); PRAGMA user_version = 1'],
    ['with the number of this version', 'CREATE TABLE cookies (name TEXT); PRAGMA user_version = 2'],
    ['with a higher number', 'CREATE TABLE cookies (name TEXT); PRAGMA user_version = 77'],
    ['that has jobs too', 'CREATE TABLE job (id INTEGER, title TEXT)'],
    ['that has jobs too, of the same version', 'CREATE TABLE job (token TEXT); PRAGMA user_version = 2'],
    ['that keeps a log', 'PRAGMA journal_mode = WAL; CREATE TABLE cookies (name TEXT)'],
  ])('is refused in words and left as it is: one %s', async (_, sql) => {
    const path = join(folder, 'jobs.sqlite');
    const raw = new DatabaseSync(path);
    raw.exec(sql);
    raw.close();
    const before = readFileSync(path);
    await expectError(sqliteStoreAt(path), 'store_unusable', /something else|it lacks/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is none when it is empty', async () => {
    const path = join(folder, 'jobs.sqlite');
    writeFileSync(path, '');
    await (await sqliteStoreAt(path)).close();
    await (await sqliteStoreAt(path)).close();
  });
});
