import type { Job } from '../../../pipeline/job/job';
import { isEnded } from '../../../pipeline/job/job';
import type { DrivenJobs } from '../port';
import type { Claim, DrivenJob } from '../storedJob';
import type { Database } from './database';
import { storedJob } from './jobRow';

/** Those rows of the table `job` that have steps. */
export class DrivenRows implements DrivenJobs {
  constructor(private readonly db: Database) {}

  async take(id: string, owner: string): Promise<DrivenJob | null> {
    const [row] = await this.db.run(() =>
      this.db.all(
        `UPDATE job SET status = 'processing', owner = ?1, token = token + 1, attempts = attempts + 1
       WHERE id = ?2 AND steps IS NOT NULL AND status IN ('queued', 'processing') AND owner IS NULL AND EXISTS (SELECT 1 FROM process WHERE id = ?1) RETURNING *`,
        owner,
        id,
      ),
    );
    const job = row === undefined ? null : storedJob(row);
    return job?.runBy === 'drive' ? job : null;
  }

  step({ id, token }: Claim, steps: object, state: Job): Promise<boolean> {
    return this.db.run(
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

  async leave({ id, token }: Claim): Promise<void> {
    await this.db.run(() =>
      this.db.change(
        "UPDATE job SET owner = NULL, token = token + 1 WHERE id = ? AND token = ? AND status = 'processing'",
        id,
        token,
      ),
    );
  }

  async forget(untouchedSince: number): Promise<void> {
    await this.db.run(() =>
      this.db.change(
        "DELETE FROM job WHERE steps IS NOT NULL AND owner IS NULL AND ended_at IS NULL AND iif(json_valid(state), state ->> '$.updated_at', created_at) < ?",
        untouchedSince,
      ),
    );
  }
}
