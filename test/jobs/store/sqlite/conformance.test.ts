import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describeJobStore } from '../../../conformance/jobStore';
import { tempFolder } from '../../../pipeline/storage/support/tempFolder';
import { sqliteStoreAt } from '../../../support/sqliteStore';

const folder = tempFolder();

describeJobStore('SQLite', () => {
  const path = join(folder(), `${randomUUID()}.sqlite`);
  return { open: () => sqliteStoreAt(path) };
});
