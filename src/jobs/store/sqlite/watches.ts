import { jsonArray } from '../../jsonObject';
import type { WatchList } from '../port';
import type { Watch } from '../watch';
import type { Database, Row } from './database';

/** The table `watch`. */
export class WatchTable implements WatchList {
  constructor(private readonly db: Database) {}

  async put(watch: Omit<Watch, 'seq' | 'failures'>): Promise<void> {
    const { execution, sealedUrl, jobs, interval, nextAt, limitAt, madeAt } = watch;
    await this.db.run(() =>
      this.db.change(
        'INSERT OR REPLACE INTO watch (execution, url, jobs, interval, next_at, limit_at, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
        execution,
        sealedUrl,
        JSON.stringify(jobs),
        interval,
        nextAt,
        limitAt,
        madeAt,
      ),
    );
  }

  async due(now: number, longest: number): Promise<Watch[]> {
    const rows = await this.db.read(
      `SELECT * FROM watch WHERE next_at <= ?1 OR next_at > ?1 + CASE failures WHEN 0 THEN max(?2, limit_at - made_at) ELSE ?2 END OR (failures = 0 AND (limit_at <= ?1 OR (iif(json_valid(jobs), json_array_length(jobs), 0) > 0 AND NOT EXISTS (
         SELECT 1 FROM json_each(iif(json_valid(watch.jobs), watch.jobs, '[]')) AS wanted JOIN job ON job.id = wanted.value WHERE job.status IN ('queued', 'processing')))))`,
      now,
      longest,
    );
    return rows.map(watchOf);
  }

  async get(execution: string): Promise<Watch | null> {
    const [row] = await this.db.read('SELECT * FROM watch WHERE execution = ?', execution);
    return row === undefined ? null : watchOf(row);
  }

  claim({ seq, nextAt, failures }: Watch, next: number): Promise<boolean> {
    return this.db.run(
      () =>
        this.db.change(
          'UPDATE watch SET next_at = ?, failures = failures + 1 WHERE seq = ? AND next_at = ? AND failures = ?',
          next,
          seq,
          nextAt,
          failures,
        ) === 1,
    );
  }

  async postpone({ seq }: Pick<Watch, 'seq'>, nextAt: number): Promise<void> {
    await this.db.run(() => this.db.change('UPDATE watch SET next_at = ?, failures = 1 WHERE seq = ?', nextAt, seq));
  }

  async remove({ seq }: Pick<Watch, 'seq'>): Promise<void> {
    await this.db.run(() => this.db.change('DELETE FROM watch WHERE seq = ?', seq));
  }
}

const watchOf = (row: Row): Watch => ({
  seq: Number(row.seq),
  execution: String(row.execution),
  sealedUrl: String(row.url),
  jobs: jsonArray(String(row.jobs)).map(String),
  interval: Number(row.interval),
  nextAt: Number(row.next_at),
  limitAt: Number(row.limit_at),
  madeAt: Number(row.made_at),
  failures: Number(row.failures),
});
