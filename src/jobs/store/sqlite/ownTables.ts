import type { Database } from './database';
import { SCHEMA } from './schema';
import { mediaError } from '../../../pipeline/errors/mediaError';
import type { MediaJobError } from '../../../pipeline/errors/mediaError';

/** `job.id`, `job.token` … */
const namesIn = (db: Database): string[] => db.all(COLUMNS).map(({ name }) => String(name));

/** Whatever version of this package has made a store, it has these. */
const OF_ALL_VERSIONS = ['job.token', 'job.request_hash', 'job.files_kept', 'event.seq'];

const COLUMNS = `SELECT m.name || '.' || c.name AS name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
  WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~'`;

const foreign = (store: string, why: string): MediaJobError =>
  mediaError('store_unusable', {
    store,
    why,
    way: 'Move it elsewhere, or name another folder: MEDIA_JOBS_HOME. Nothing in it was changed',
  });

/** Refuses an SQLite file of something else before anything is written into it. @throws store_unusable */
export function refuseForeign(db: Database): void {
  const [row] = db.all('PRAGMA user_version');
  const columns = namesIn(db);
  // One without a version is empty.
  const isOwn =
    Number(row?.user_version) === 0 ? columns.length === 0 : OF_ALL_VERSIONS.every((name) => columns.includes(name));
  if (!isOwn) throw foreign(db.path, 'it is a database of something else');
}

/** Refuses a store of this version that lacks a table or column of it. @param empty a new database in memory @throws store_unusable */
export function refuseIncomplete(db: Database, empty: Database): void {
  const found = new Set(namesIn(db));
  empty.exec(SCHEMA);
  const lacking = namesIn(empty).filter((name) => !found.has(name));
  if (lacking.length > 0) throw foreign(db.path, `it lacks ${lacking.slice(0, 3).join(', ')}`);
}
