import type { Job } from '../../pipeline/job/job';
import { isEnded } from '../../pipeline/job/job';
import type { Database } from './database';
import type { Claim } from './jobs';
import { storedJob } from './storedJob';
import type { StoredJob } from './storedJob';

/**
 * Those rows of the table `job` that no worker runs: jobs of a hosted API, driven by whoever holds its credential. Nobody or one process has such a job; between
 * two drives it belongs to nobody.
 */
export class DrivenJobs {
  constructor(private readonly db: Database) {}

  /** Takes a job that has not ended for a process. @returns null when another one has it, or it has ended */
  async take(id: string, owner: string): Promise<StoredJob | null> {
    const [row] = await this.db.write(() =>
      this.db.all(
        `UPDATE job SET status = 'processing', owner = ?1, token = token + 1, attempts = attempts + 1
       WHERE id = ?2 AND steps IS NOT NULL AND status IN ('queued', 'processing') AND owner IS NULL AND EXISTS (SELECT 1 FROM process WHERE id = ?1) RETURNING *`,
        owner,
        id,
      ),
    );
    return row === undefined ? null : storedJob(row);
  }

  /** Writes down how far a job is, and its end. @returns false when it is no longer the taker's */
  step({ id, token }: Claim, steps: unknown, state: Job): Promise<boolean> {
    return this.db.write(
      () =>
        this.db.change(
          `UPDATE job SET steps = ?1, state = ?2, status = ?3, ended_at = ?4, owner = CASE WHEN ?4 IS NULL THEN owner END
       WHERE id = ?5 AND token = ?6 AND owner IS NOT NULL AND status = 'processing'`,
          JSON.stringify(steps),
          JSON.stringify(state),
          isEnded(state) ? state.status : 'processing',
          isEnded(state) ? state.finished_at : null,
          id,
          token,
        ) === 1,
    );
  }

  /** Lets go of a job, for whoever goes on with it. */
  leave({ id, token }: Claim): Promise<unknown> {
    return this.db.write(() =>
      this.db.change(
        "UPDATE job SET owner = NULL, token = token + 1 WHERE id = ? AND token = ? AND status = 'processing'",
        id,
        token,
      ),
    );
  }

  /** Forgets those that nobody has gone on with since a time. */
  forget(untouchedSince: number): Promise<unknown> {
    return this.db.write(() =>
      this.db.change(
        "DELETE FROM job WHERE steps IS NOT NULL AND owner IS NULL AND ended_at IS NULL AND iif(json_valid(state), state ->> '$.updated_at', created_at) < ?",
        untouchedSince,
      ),
    );
  }
}
