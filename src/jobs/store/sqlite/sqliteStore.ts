import type { Seal } from '../../seal';
import type { JobStore } from '../port';
import { ChildTable } from './children';
import { Database } from './database';
import { DeliveryTable } from './deliveries';
import { DrivenRows } from './drivenJobs';
import { EventTable } from './events';
import { migrate } from './migrate';
import { refuseForeign } from './ownTables';
import { ProcessTable } from './processes';
import { QueueRows } from './queue';
import { JobRows } from './reader';
import { SeenTable } from './seen';
import { WatchTable } from './watches';

/**
 * The job store as one SQLite file, which all processes of this machine share.
 * @param seal for what older versions have kept in the open @throws store_unusable, disk_full
 */
export async function openSqliteStore(path: string, seal: Seal): Promise<JobStore> {
  const database = await Database.open(path, { judge: refuseForeign, prepare: (opened) => migrate(opened, seal) });
  const [driven, workers] = [new DrivenRows(database), new ProcessTable(database)];
  return {
    queue: new QueueRows(database, driven, workers),
    reader: new JobRows(database),
    driven,
    workers,
    children: new ChildTable(database),
    events: new EventTable(database),
    outbox: new DeliveryTable(database),
    watches: new WatchTable(database),
    seen: new SeenTable(database),
    get isOpen() {
      return database.isOpen;
    },
    close: async () => database.close(),
  };
}
