import type { Job } from '../../../pipeline/job/job';
import type { DrivenJobs, JobQueue, Requeue, WantedJob, Workers } from '../port';
import type { Claim, NewStoredJob, StoredJob } from '../storedJob';
import type { Database } from './database';
import { storedJob } from './jobRow';
import { ofLost } from './reader';

/** A wait longer than this can only come from a clock that was set back; it is not waited for (ms). */
const LONGEST_DELAY = 3_600_000;

/** The table `job`, as it changes: each change is one statement, and triggers write its event and delivery. */
export class QueueRows implements JobQueue {
  constructor(
    private readonly db: Database,
    private readonly driven: Pick<DrivenJobs, 'leave'>,
    private readonly workers: Pick<Workers, 'remove'>,
  ) {}

  add(job: NewStoredJob): Promise<boolean> {
    const { state, request } = job;
    return this.db.run(
      () =>
        this.db.change(
          `INSERT INTO job (id, kind, lane, tenant, backend, priority, request, state, idempotency_key, request_hash, created_at, ready_at, time_limit, webhook_url, webhook_events, sealed, steps, input, over_http)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (idempotency_key) DO NOTHING`,
          state.id,
          request.kind,
          job.lane,
          job.tenant,
          job.backend,
          job.priority,
          JSON.stringify(request),
          JSON.stringify(state),
          job.idempotencyKey,
          job.requestHash,
          state.created_at,
          state.created_at,
          job.timeLimit,
          job.webhookUrl,
          job.webhookEvents.join(' '),
          job.sealed,
          job.runBy === 'drive' ? JSON.stringify(job.steps) : null,
          state.input,
          request.origin === undefined ? 0 : 1,
        ) === 1,
    );
  }

  async releaseKey(idempotencyKey: string, createdBefore: number): Promise<void> {
    await this.db.run(() =>
      this.db.change(
        'UPDATE job SET idempotency_key = NULL WHERE idempotency_key = ? AND created_at < ?',
        idempotencyKey,
        createdBefore,
      ),
    );
  }

  async claim(worker: string, wanted: WantedJob): Promise<StoredJob | null> {
    const { lane, tenant, backends, concurrency, now, only } = wanted;
    const [row] = await this.db.run(() =>
      this.db.all(
        `UPDATE job SET status = 'processing', owner = ?1, token = token + 1, attempts = attempts + 1
       WHERE seq = (SELECT seq FROM job WHERE status = 'queued' AND (ready_at <= ?2 OR ready_at > ?3) AND backend IN (SELECT value FROM json_each(?4)) AND (?6 IS NULL OR id = ?6) AND lane = ?7 AND (?8 IS NULL OR tenant = ?8) ORDER BY priority DESC, seq LIMIT 1)
         AND (SELECT count(*) FROM job WHERE status = 'processing' AND steps IS NULL) < ?5
         AND EXISTS (SELECT 1 FROM process WHERE id = ?1)
       RETURNING *`,
        worker,
        now,
        now + LONGEST_DELAY,
        JSON.stringify(backends),
        concurrency,
        only,
        lane,
        tenant,
      ),
    );
    return row === undefined ? null : storedJob(row);
  }

  progress({ id, token }: Claim, state: Job): Promise<boolean> {
    return this.db.run(
      () =>
        this.db.change(
          "UPDATE job SET state = ? WHERE id = ? AND token = ? AND status = 'processing'",
          JSON.stringify(state),
          id,
          token,
        ) === 1,
    );
  }

  publishing({ id, token }: Claim): Promise<boolean> {
    return this.db.run(
      () =>
        this.db.change(
          "UPDATE job SET published = 1 WHERE id = ? AND token = ? AND status = 'processing' AND cancel = 0",
          id,
          token,
        ) === 1,
    );
  }

  end({ id, token }: Claim, state: Job): Promise<boolean> {
    return this.db.run(
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

  requeue({ id, token }: Claim, { state, readyAt, took, published = false }: Requeue): Promise<boolean> {
    return this.db.run(
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

  cancel(id: string, state: Job): Promise<boolean> {
    return this.db.run(
      () =>
        this.db.change(
          "UPDATE job SET status = 'cancelled', state = ?, ended_at = ?, token = token + 1 WHERE id = ? AND (status = 'queued' OR (status = 'processing' AND owner IS NULL))",
          JSON.stringify(state),
          state.finished_at,
          id,
        ) === 1,
    );
  }

  askToCancel(id: string): Promise<boolean> {
    return this.db.run(
      () => this.db.change("UPDATE job SET cancel = 1 WHERE id = ? AND status = 'processing'", id) === 1,
    );
  }

  retry(id: string, state: Job, now: number): Promise<boolean> {
    return this.db.run(
      () =>
        this.db.change(
          "UPDATE job SET status = 'queued', state = ?, ready_at = ?, ended_at = NULL, attempts = 0, losses = 0, cancel = 0, published = 0 WHERE id = ? AND status IN ('failed', 'cancelled') AND steps IS NULL",
          JSON.stringify(state),
          now,
          id,
        ) === 1,
    );
  }

  release(worker: string, again: (job: StoredJob) => Requeue): void {
    const ignore = (): void => undefined;
    try {
      // Statements are done before these calls answer, unless another process has the store locked: then the job counts as lost.
      for (const job of ofLost(this.db, worker)) {
        if (job.runBy === 'drive') this.driven.leave(job).catch(ignore);
        else this.requeue(job, again(job)).catch(ignore);
      }
      this.workers.remove(worker).catch(ignore);
    } catch {
      // The next process finds this one gone.
    }
  }

  async filesRemoved(id: string): Promise<boolean> {
    const update = 'UPDATE job SET files_kept = 0 WHERE id = ? AND ended_at IS NOT NULL';
    return (await this.db.run(() => this.db.change(update, id))) > 0;
  }

  forget(endedBefore: number): Promise<number> {
    return this.db.run(() => this.db.change('DELETE FROM job WHERE ended_at < ? AND files_kept = 0', endedBefore));
  }
}
