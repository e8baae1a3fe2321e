import { jsonArray } from '../jsonObject';
import { isSealed } from '../seal';
import type { Seal } from '../seal';
import type { Database, Row } from './database';

/** An execution of n8n that is suspended until its jobs have ended, and is to be poked at its resume address. */
export interface Watch {
  /** Another one each time that an execution begins to wait: in a loop it does so again and again. */
  seq: number;
  execution: string;
  /** Signed by n8n for this execution, and sealed: whoever has it can wake the execution. */
  sealedUrl: string;
  /** Ids of those jobs that lie in this store. */
  jobs: string[];
  /** Milliseconds between two looks at what is not in the store (hosted jobs). */
  interval: number;
  nextAt: number;
  /** When waiting ends whatever the jobs do; Unix milliseconds. */
  limitAt: number;
  madeAt: number;
  /** Pokes since it last became due that did not end the waiting. */
  failures: number;
}

/** One that begins. */
export type NewWatch = Omit<Watch, 'seq' | 'failures' | 'sealedUrl'> & { url: string };

/** The table `watch`. */
export class WatchTable {
  constructor(
    private readonly db: Database,
    private readonly seal: Seal,
  ) {}

  /** In place of the one that the execution had before. */
  async put({ execution, url, jobs, interval, nextAt, limitAt, madeAt }: NewWatch): Promise<void> {
    const sealed = await this.seal.seal(url, about(execution));
    await this.db.write(() =>
      this.db.change(
        'INSERT OR REPLACE INTO watch (execution, url, jobs, interval, next_at, limit_at, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
        execution,
        sealed,
        JSON.stringify(jobs),
        interval,
        nextAt,
        limitAt,
        madeAt,
      ),
    );
  }

  /** Where to poke. @throws secrets_unreadable */
  async urlOf({ execution, sealedUrl }: Watch): Promise<string> {
    return isSealed(sealedUrl) ? this.seal.open(sealedUrl, about(execution)) : sealedUrl;
  }

  /**
   * Those to be poked: their time has come; or, unless that was answered by a poke already, their limit has passed or all of their jobs here have ended.
   * @param longest wait between two pokes (ms), and none before the first is longer than its limit: what seems to be comes of a clock that was set back
   */
  due(now: number, longest: number): Watch[] {
    return this.db
      .all(
        `SELECT * FROM watch WHERE next_at <= ?1 OR next_at > ?1 + CASE failures WHEN 0 THEN max(?2, limit_at - made_at) ELSE ?2 END OR (failures = 0 AND (limit_at <= ?1 OR (iif(json_valid(jobs), json_array_length(jobs), 0) > 0 AND NOT EXISTS (
         SELECT 1 FROM json_each(iif(json_valid(watch.jobs), watch.jobs, '[]')) AS wanted JOIN job ON job.id = wanted.value WHERE job.status IN ('queued', 'processing')))))`,
        now,
        longest,
      )
      .map(watch);
  }

  get(execution: string): Watch | null {
    const [row] = this.db.all('SELECT * FROM watch WHERE execution = ?', execution);
    return row === undefined ? null : watch(row);
  }

  /** Takes a due one for a poke, and says when the next one may follow. @returns false when it has been taken, or put anew, in the meantime */
  claim({ seq, nextAt, failures }: Watch, next: number): Promise<boolean> {
    return this.db.write(
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

  postpone({ seq }: Watch, nextAt: number): Promise<unknown> {
    return this.db.write(() => this.db.change('UPDATE watch SET next_at = ?, failures = 1 WHERE seq = ?', nextAt, seq));
  }

  remove({ seq }: Watch): Promise<unknown> {
    return this.db.write(() => this.db.change('DELETE FROM watch WHERE seq = ?', seq));
  }
}

const about = (execution: string): string => `watch ${execution}`;

const watch = (row: Row): Watch => ({
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
