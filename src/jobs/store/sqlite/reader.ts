import type { JobStatus } from '../../../pipeline/job/status';
import type { JobFilter, JobPage, JobReader } from '../port';
import type { StoredJob } from '../storedJob';
import type { Database, Row } from './database';
import { storedJob } from './jobRow';

/** The table `job`, as it is looked at. */
export class JobRows implements JobReader {
  constructor(private readonly db: Database) {}

  get(id: string): Promise<StoredJob | null> {
    return this.one('SELECT * FROM job WHERE id = ?', id);
  }

  byKey(idempotencyKey: string): Promise<StoredJob | null> {
    return this.one('SELECT * FROM job WHERE idempotency_key = ?', idempotencyKey);
  }

  async standing(id: string): Promise<{ status: JobStatus; token: number } | null> {
    const [row] = await this.db.read('SELECT status, token FROM job WHERE id = ?', id);
    return row === undefined ? null : { status: String(row.status) as JobStatus, token: Number(row.token) };
  }

  page(filter: JobFilter): Promise<JobPage> {
    return this.db.run(() => this.found(filter));
  }

  async count(status: JobStatus): Promise<number> {
    const [row] = await this.db.read('SELECT count(*) AS n FROM job WHERE status = ?', status);
    return Number(row?.n);
  }

  async cancelled(worker: string): Promise<string[]> {
    const rows = await this.db.read(
      "SELECT id FROM job WHERE owner = ? AND status = 'processing' AND cancel = 1",
      worker,
    );
    return rows.map(({ id }) => String(id));
  }

  async isCancelled(id: string): Promise<boolean> {
    return (await this.db.read('SELECT 1 FROM job WHERE id = ? AND cancel = 1', id)).length > 0;
  }

  ofLost(worker: string): Promise<StoredJob[]> {
    return this.db.run(() => ofLost(this.db, worker));
  }

  async withOldFiles(endedBefore: number): Promise<StoredJob[]> {
    return (await this.db.read('SELECT * FROM job WHERE ended_at < ? AND files_kept = 1', endedBefore)).map(storedJob);
  }

  private async one(sql: string, name: string): Promise<StoredJob | null> {
    const [row] = await this.db.read(sql, name);
    return row === undefined ? null : storedJob(row);
  }

  private found({ limit = 20, bytes = Infinity, ...filter }: JobFilter): JobPage {
    const wanted: number[] = [];
    let taken = 0;
    const found = this.sizes({ ...filter, limit: limit + 1 });
    for (const { seq, size } of found.slice(0, limit)) {
      if (wanted.length > 0 && taken + size > bytes) break;
      wanted.push(seq);
      taken += size;
    }
    const rows = this.db.all('SELECT * FROM job WHERE seq IN (SELECT value FROM json_each(?))', JSON.stringify(wanted));
    const place = (row: Row) => wanted.indexOf(Number(row.seq));
    return {
      jobs: rows.sort((a, b) => place(a) - place(b)).map(storedJob),
      hasMore: found.length > wanted.length,
    };
  }

  /** Which jobs a filter finds, and bytes of the job object of each. */
  private sizes({
    status,
    kind,
    input,
    limit = 20,
    before,
    after,
    order = 'desc',
    overHttp = false,
  }: JobFilter): { seq: number; size: number }[] {
    return this.db
      .all(
        `SELECT seq, octet_length(state) AS size FROM job WHERE (?1 IS NULL OR status = ?1) AND (?2 IS NULL OR kind = ?2) AND ${input === undefined ? '?3 IS NULL' : 'input = ?3'}
         AND (?4 IS NULL OR seq < (SELECT seq FROM job WHERE id = ?4)) AND (?5 IS NULL OR seq > (SELECT seq FROM job WHERE id = ?5))
         ${overHttp ? 'AND over_http = 1' : ''} ORDER BY seq ${order === 'asc' ? 'ASC' : 'DESC'} LIMIT ?6`,
        status ?? null,
        kind ?? null,
        input ?? null,
        before ?? null,
        after ?? null,
        limit,
      )
      .map(({ seq, size }) => ({ seq: Number(seq), size: Number(size) }));
  }
}

/** Running jobs of a worker, or of workers without a row. */
export const ofLost = (db: Database, worker: string): StoredJob[] =>
  db
    .all(
      "SELECT * FROM job WHERE status = 'processing' AND (owner = ? OR owner NOT IN (SELECT id FROM process))",
      worker,
    )
    .map(storedJob);
