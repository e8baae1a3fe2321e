import type { Job } from '../../pipeline/job/job';
import type { Database, Row } from './database';
import { storedJob } from './storedJob';
import type { StoredJob, StoredRequest } from './storedJob';
import type { JobStatus } from '../../pipeline/job/status';

export interface NewStoredJob {
  request: StoredRequest;
  state: Job;
  backend: string;
  /** Higher goes first; 0 unless given. */
  priority: number;
  requestHash: string;
  idempotencyKey: string | null;
  timeLimit: number | null;
  /** As it is shown. */
  webhookUrl: string | null;
  sealed: string | null;
  webhookEvents: readonly string[];
  /** Of a job that is driven, and not run by a worker. */
  steps?: unknown;
}

export interface JobFilter {
  status?: JobStatus;
  kind?: string;
  /** As the job shows it. */
  input?: string;
  limit?: number;
  /** Bytes of job objects; unbounded unless given. */
  bytes?: number;
  /** An id: only jobs that came before it, or after it. */
  before?: string;
  after?: string;
  /** Newest first unless given. */
  order?: 'asc' | 'desc';
  /** Only those that came over HTTP. */
  overHttp?: boolean;
}

export interface JobPage {
  jobs: StoredJob[];
  hasMore: boolean;
}

/** Who may change a running job: whoever claimed it last. */
export interface Claim {
  id: string;
  token: number;
}

/** A wait longer than this can only come from a clock that was set back; it is not waited for (ms). */
const LONGEST_DELAY = 3_600_000;

/** The table `job`. Each change is one statement. */
export class JobTable {
  constructor(private readonly db: Database) {}

  /** @returns false when the idempotency key is taken */
  insert({
    request,
    state,
    backend,
    priority,
    requestHash,
    idempotencyKey,
    timeLimit,
    webhookUrl,
    webhookEvents,
    sealed,
    steps,
  }: NewStoredJob): Promise<boolean> {
    return this.db.write(
      () =>
        this.db.change(
          `INSERT INTO job (id, kind, backend, priority, request, state, idempotency_key, request_hash, created_at, ready_at, time_limit, webhook_url, webhook_events, sealed, steps)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (idempotency_key) DO NOTHING`,
          state.id,
          request.kind,
          backend,
          priority,
          JSON.stringify(request),
          JSON.stringify(state),
          idempotencyKey,
          requestHash,
          state.created_at,
          state.created_at,
          timeLimit,
          webhookUrl,
          webhookEvents.join(' '),
          sealed,
          steps === undefined ? null : JSON.stringify(steps),
        ) === 1,
    );
  }

  get(id: string): StoredJob | null {
    const [row] = this.db.all('SELECT * FROM job WHERE id = ?', id);
    return row === undefined ? null : storedJob(row);
  }

  /** Frees an idempotency key that a job has had since before a time. */
  releaseKey(idempotencyKey: string, createdBefore: number): Promise<unknown> {
    return this.db.write(() =>
      this.db.change(
        'UPDATE job SET idempotency_key = NULL WHERE idempotency_key = ? AND created_at < ?',
        idempotencyKey,
        createdBefore,
      ),
    );
  }

  /** As little of a job as tells what of its files is still needed; null: there is none. */
  standing(id: string): { status: JobStatus; token: number } | null {
    const [row] = this.db.all('SELECT status, token FROM job WHERE id = ?', id);
    return row === undefined ? null : { status: String(row.status) as JobStatus, token: Number(row.token) };
  }

  byKey(idempotencyKey: string): StoredJob | null {
    const [row] = this.db.all('SELECT * FROM job WHERE idempotency_key = ?', idempotencyKey);
    return row === undefined ? null : storedJob(row);
  }

  /** A page of jobs, which ends early where they would have more bytes than the filter says; it has one at least. */
  page({ limit = 20, bytes = Infinity, ...filter }: JobFilter): JobPage {
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
        `SELECT seq, octet_length(state) AS size FROM job WHERE (?1 IS NULL OR status = ?1) AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR iif(json_valid(state), state ->> '$.input', NULL) = ?3)
         AND (?4 IS NULL OR seq < (SELECT seq FROM job WHERE id = ?4)) AND (?5 IS NULL OR seq > (SELECT seq FROM job WHERE id = ?5))
         AND (NOT ?6 OR iif(json_valid(request), request ->> '$.origin', NULL) IS NOT NULL) ORDER BY seq ${order === 'asc' ? 'ASC' : 'DESC'} LIMIT ?7`,
        status ?? null,
        kind ?? null,
        input ?? null,
        before ?? null,
        after ?? null,
        overHttp ? 1 : 0,
        limit,
      )
      .map(({ seq, size }) => ({ seq: Number(seq), size: Number(size) }));
  }

  /**
   * Takes the next job that is due, by priority and then arrival, unless so many run already on this machine, or the owner is taken for lost.
   * @param only the one job that may be taken; null: any
   */
  async claim(
    owner: string,
    {
      backends,
      concurrency,
      now,
      only = null,
    }: { backends: readonly string[]; concurrency: number; now: number; only?: string | null },
  ): Promise<StoredJob | null> {
    const [row] = await this.db.write(() =>
      this.db.all(
        `UPDATE job SET status = 'processing', owner = ?1, token = token + 1, attempts = attempts + 1
       WHERE seq = (SELECT seq FROM job WHERE status = 'queued' AND (ready_at <= ?2 OR ready_at > ?3) AND backend IN (SELECT value FROM json_each(?4)) AND (?6 IS NULL OR id = ?6) ORDER BY priority DESC, seq LIMIT 1)
         AND (SELECT count(*) FROM job WHERE status = 'processing' AND steps IS NULL) < ?5
         AND EXISTS (SELECT 1 FROM process WHERE id = ?1)
       RETURNING *`,
        owner,
        now,
        now + LONGEST_DELAY,
        JSON.stringify(backends),
        concurrency,
        only,
      ),
    );
    return row === undefined ? null : storedJob(row);
  }

  /** Shows how far a job has come. @returns false when it is no longer the claimer's */
  progress({ id, token }: Claim, state: Job): Promise<boolean> {
    return this.db.write(
      () =>
        this.db.change(
          "UPDATE job SET state = ? WHERE id = ? AND token = ? AND status = 'processing'",
          JSON.stringify(state),
          id,
          token,
        ) === 1,
    );
  }

  /** Says that the result is about to be put in its place. @returns false when the job is no longer the claimer's: then it must not be */
  publishing({ id, token }: Claim): Promise<boolean> {
    return this.db.write(
      () =>
        this.db.change(
          "UPDATE job SET published = 1 WHERE id = ? AND token = ? AND status = 'processing' AND cancel = 0",
          id,
          token,
        ) === 1,
    );
  }

  /** Ends a job. The one statement that names the winner among attempts. @returns false when another attempt is the newest */
  end({ id, token }: Claim, state: Job): Promise<boolean> {
    return this.db.write(
      () =>
        this.db.change(
          "UPDATE job SET status = ?1, state = ?2, ended_at = ?3, owner = NULL WHERE id = ?4 AND token = ?5 AND status = 'processing'",
          state.status,
          JSON.stringify(state),
          state.finished_at,
          id,
          token,
        ) === 1,
    );
  }

  /**
   * Puts a job back into the queue. @param took what the run has cost it: one of its attempts; a loss, when its process was lost; or nothing, when the process left
   * @param published whether nobody knows how far its publishing came
   */
  requeue(
    { id, token }: Claim,
    {
      state,
      readyAt,
      took,
      published = false,
    }: { state: Job; readyAt: number; took: 'attempt' | 'loss' | 'nothing'; published?: boolean },
  ): Promise<boolean> {
    return this.db.write(
      () =>
        this.db.change(
          `UPDATE job SET status = 'queued', state = ?1, ready_at = ?2, owner = NULL, losses = losses + ?3, attempts = attempts - ?4, published = published * ?5
       WHERE id = ?6 AND token = ?7 AND status = 'processing'`,
          JSON.stringify(state),
          readyAt,
          took === 'loss' ? 1 : 0,
          took === 'attempt' ? 0 : 1,
          published ? 1 : 0,
          id,
          token,
        ) === 1,
    );
  }

  /** Ends a job that nobody has begun, or that nobody drives just now. @returns false when somebody does */
  cancelQueued(id: string, state: Job): Promise<boolean> {
    return this.db.write(
      () =>
        this.db.change(
          "UPDATE job SET status = 'cancelled', state = ?, ended_at = ?, token = token + 1 WHERE id = ? AND (status = 'queued' OR (status = 'processing' AND owner IS NULL))",
          JSON.stringify(state),
          state.finished_at,
          id,
        ) === 1,
    );
  }

  /** Asks whoever runs a job to end it. @returns false when nobody does */
  askToCancel(id: string): Promise<boolean> {
    return this.db.write(
      () => this.db.change("UPDATE job SET cancel = 1 WHERE id = ? AND status = 'processing'", id) === 1,
    );
  }

  /** Those of a process that are to be cancelled. */
  cancelled(owner: string): string[] {
    return this.db
      .all("SELECT id FROM job WHERE owner = ? AND status = 'processing' AND cancel = 1", owner)
      .map(({ id }) => String(id));
  }

  isCancelled = (id: string): boolean => this.db.all('SELECT 1 FROM job WHERE id = ? AND cancel = 1', id).length > 0;

  /** Begins an ended job of a worker anew. @returns false when it is not ended */
  retry(id: string, state: Job, now: number): Promise<boolean> {
    return this.db.write(
      () =>
        this.db.change(
          "UPDATE job SET status = 'queued', state = ?, ready_at = ?, ended_at = NULL, attempts = 0, losses = 0, cancel = 0, published = 0 WHERE id = ? AND status IN ('failed', 'cancelled') AND steps IS NULL",
          JSON.stringify(state),
          now,
          id,
        ) === 1,
    );
  }

  /** Running jobs of a process, or of processes that are no longer in the store. */
  ofLost(owner: string): StoredJob[] {
    return this.db
      .all(
        "SELECT * FROM job WHERE status = 'processing' AND (owner = ? OR owner NOT IN (SELECT id FROM process))",
        owner,
      )
      .map(storedJob);
  }

  count(status: JobStatus): number {
    return Number(this.db.all('SELECT count(*) AS n FROM job WHERE status = ?', status)[0]?.n);
  }

  /** Ended before a time, and their files still there. */
  withOldFiles(endedBefore: number): StoredJob[] {
    return this.db.all('SELECT * FROM job WHERE ended_at < ? AND files_kept = 1', endedBefore).map(storedJob);
  }

  filesRemoved(id: string): Promise<number> {
    return this.db.write(() =>
      this.db.change('UPDATE job SET files_kept = 0 WHERE id = ? AND ended_at IS NOT NULL', id),
    );
  }

  /** Forgets jobs that ended before a time and whose files are gone. */
  forget(endedBefore: number): Promise<number> {
    return this.db.write(() => this.db.change('DELETE FROM job WHERE ended_at < ? AND files_kept = 0', endedBefore));
  }
}
