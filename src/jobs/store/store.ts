import { dirname } from 'node:path';
import { Seal } from '../seal';
import { ChildTable } from './children';
import { Database } from './database';
import { DeliveryTable } from './deliveries';
import { DrivenJobs } from './drivenJobs';
import { EventTable } from './events';
import { JobTable } from './jobs';
import { migrate } from './migrate';
import { refuseForeign } from './ownTables';
import { ProcessTable } from './processes';
import { SeenTable } from './seen';
import { WatchTable } from './watches';

/** The job store: one SQLite file, a table each. */
export class Store {
  readonly jobs: JobTable;
  readonly driven: DrivenJobs;
  readonly processes: ProcessTable;
  readonly children: ChildTable;
  readonly events: EventTable;
  readonly deliveries: DeliveryTable;
  readonly seen: SeenTable;
  readonly watches: WatchTable;

  private constructor(
    private readonly database: Database,
    /** Of what nobody is to read in it. */ readonly seal: Seal,
  ) {
    this.jobs = new JobTable(database);
    this.driven = new DrivenJobs(database);
    this.processes = new ProcessTable(database);
    this.children = new ChildTable(database);
    this.events = new EventTable(database);
    this.deliveries = new DeliveryTable(database);
    this.seen = new SeenTable(database);
    this.watches = new WatchTable(database, seal);
  }

  /** @throws store_unusable, disk_full */
  static async open(path: string, env: NodeJS.ProcessEnv = process.env): Promise<Store> {
    const seal = new Seal(dirname(path), env);
    return new Store(
      await Database.open(path, { judge: refuseForeign, prepare: (database) => migrate(database, seal) }),
      seal,
    );
  }

  get isOpen(): boolean {
    return this.database.isOpen;
  }

  close(): void {
    this.database.close();
  }
}
