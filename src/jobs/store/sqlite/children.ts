import type { ProcessIdentity } from '../../../pipeline/base/processIdentity';
import type { ChildProcesses } from '../port';
import type { Claim } from '../storedJob';
import type { Database } from './database';

/** The table `child`: processes that jobs have started, to be ended by whoever finds their parent gone. */
export class ChildTable implements ChildProcesses {
  constructor(private readonly db: Database) {}

  async add({ id, token }: Claim, { pid, started, namespace }: ProcessIdentity): Promise<void> {
    await this.db.run(() =>
      this.db.change(
        'INSERT OR REPLACE INTO child (job, token, pid, started, namespace) VALUES (?, ?, ?, ?, ?)',
        id,
        token,
        pid,
        started,
        namespace,
      ),
    );
  }

  async remove({ id, token }: Claim, pid: number): Promise<void> {
    await this.db.run(() =>
      this.db.change('DELETE FROM child WHERE job = ? AND token = ? AND pid = ?', id, token, pid),
    );
  }

  /** Those of a claim and of all before it; a later one's are somebody else's. */
  async upTo({ id, token }: Claim): Promise<ProcessIdentity[]> {
    const rows = await this.db.read('SELECT * FROM child WHERE job = ? AND token <= ?', id, token);
    return rows.map((row) => ({
      pid: Number(row.pid),
      started: String(row.started),
      namespace: String(row.namespace),
    }));
  }

  async forgetUpTo({ id, token }: Claim): Promise<void> {
    await this.db.run(() => this.db.change('DELETE FROM child WHERE job = ? AND token <= ?', id, token));
  }
}
