import { dirname } from 'node:path';
import { Seal } from '../../src/jobs/seal';
import type { JobStore } from '../../src/jobs/store/port';
import { openSqliteStore } from '../../src/jobs/store/sqlite/sqliteStore';

/** A connection to an SQLite file, as each process has one; the file is made where there is none. */
export const sqliteStoreAt = (path: string, env: NodeJS.ProcessEnv = process.env): Promise<JobStore> =>
  openSqliteStore(path, new Seal(dirname(path), env));
