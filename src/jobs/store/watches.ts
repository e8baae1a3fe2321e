import type { Database, Row } from './database';

/** An execution of n8n that is suspended until its jobs have ended, and is to be poked at its resume address. */
export interface Watch {
  execution: string;
  /** Signed by n8n for this execution. */
  url: string;
  /** Ids of those jobs that lie in this store. */
  jobs: string[];
  /** Milliseconds between two looks at what is not in the store (hosted jobs). */
  interval: number;
  nextAt: number;
  /** When waiting ends whatever the jobs do; Unix milliseconds. */
  limitAt: number;
  madeAt: number;
  /** Pokes in a row that came to nothing. */
  failures: number;
}

/** The table `watch`. */
export class WatchTable {
  constructor(private readonly db: Database) {}

  put({ execution, url, jobs, interval, nextAt, limitAt, madeAt }: Omit<Watch, 'failures'>): Promise<unknown> {
    return this.db.write(() => this.db.change(
      'INSERT OR REPLACE INTO watch (execution, url, jobs, interval, next_at, limit_at, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)', execution, url, JSON.stringify(jobs), interval, nextAt, limitAt, madeAt,
    ));
  }

  /** Those to be poked: their time has come, their limit has passed, or all of their jobs here have ended (and the last poke that failed is not too fresh). */
  due(now: number): Watch[] {
    return this.db.all(
      `SELECT * FROM watch WHERE next_at <= ?1 OR (failures = 0 AND (limit_at <= ?1 OR (json_array_length(jobs) > 0 AND NOT EXISTS (
         SELECT 1 FROM json_each(watch.jobs) AS wanted JOIN job ON job.id = wanted.value WHERE job.status IN ('queued', 'processing')))))`, now,
    ).map(watch);
  }

  get(execution: string): Watch | null {
    const [row] = this.db.all('SELECT * FROM watch WHERE execution = ?', execution);
    return row === undefined ? null : watch(row);
  }

  poked(execution: string, { nextAt, failures }: { nextAt: number; failures: number }): Promise<unknown> {
    return this.db.write(() => this.db.change('UPDATE watch SET next_at = ?, failures = ? WHERE execution = ?', nextAt, failures, execution));
  }

  remove(execution: string): Promise<unknown> {
    return this.db.write(() => this.db.change('DELETE FROM watch WHERE execution = ?', execution));
  }
}

const watch = (row: Row): Watch => ({
  execution: String(row.execution), url: String(row.url), jobs: JSON.parse(String(row.jobs)) as string[], interval: Number(row.interval),
  nextAt: Number(row.next_at), limitAt: Number(row.limit_at), madeAt: Number(row.made_at), failures: Number(row.failures),
});
