import type { Seal } from '../../seal';
import { Database } from './database';
import { refuseIncomplete } from './ownTables';
import { SCHEMA, VERSION } from './schema';
import { upgrade } from './upgrade';
import { mediaError } from '../../../pipeline/errors/mediaError';

/** Makes the tables of a new store, and brings those of an older version to this one. @param seal for what that one has kept in the open @throws store_unusable */
export async function migrate(database: Database, seal: Seal): Promise<void> {
  const version = () => Number(database.all('PRAGMA user_version')[0]?.user_version);
  if (version() > VERSION)
    throw mediaError('store_unusable', {
      store: database.path,
      why: 'it was written by a newer version of this package',
      way: 'Update the package',
    });
  // There addresses stood in full.
  const isOpen = version() === 1;
  const key = isOpen ? await seal.key() : null;
  // What is taken away is not to stay in the file.
  if (isOpen) database.exec('PRAGMA secure_delete = ON');
  await database.run(() => {
    database.exec('BEGIN IMMEDIATE');
    try {
      if (version() === 0) database.exec(`${SCHEMA} PRAGMA user_version = ${VERSION};`);
      else if (version() < VERSION) upgrade(database, version() === 1 ? key : null);
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  });
  if (isOpen) await database.run(() => database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)'));
  const empty = Database.inMemory();
  refuseIncomplete(database, empty);
  empty.close();
}
