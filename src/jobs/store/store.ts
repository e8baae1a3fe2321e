import { ChildTable } from './children';
import { Database } from './database';
import { DeliveryTable } from './deliveries';
import { EventTable } from './events';
import { JobTable } from './jobs';
import { ProcessTable } from './processes';
import { SeenTable } from './seen';
import { WatchTable } from './watches';

/** The job store: one SQLite file, a table each. */
export class Store {
  readonly jobs: JobTable;
  readonly processes: ProcessTable;
  readonly children: ChildTable;
  readonly events: EventTable;
  readonly deliveries: DeliveryTable;
  readonly seen: SeenTable;
  readonly watches: WatchTable;

  private constructor(private readonly database: Database) {
    this.jobs = new JobTable(database);
    this.processes = new ProcessTable(database);
    this.children = new ChildTable(database);
    this.events = new EventTable(database);
    this.deliveries = new DeliveryTable(database);
    this.seen = new SeenTable(database);
    this.watches = new WatchTable(database);
  }

  /** @throws store_unusable, disk_full */
  static async open(path: string): Promise<Store> {
    return new Store(await Database.open(path));
  }

  get isOpen(): boolean {
    return this.database.isOpen;
  }

  close(): void {
    this.database.close();
  }
}
