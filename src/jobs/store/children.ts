import type { ProcessIdentity } from '../../pipeline/base/processIdentity';
import type { Database } from './database';
import type { Claim } from './jobs';

/** The table `child`: processes that jobs have started, to be ended by whoever finds their parent gone. */
export class ChildTable {
  constructor(private readonly db: Database) {}

  add({ id, token }: Claim, { pid, started, namespace }: ProcessIdentity): Promise<unknown> {
    return this.db.write(() =>
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

  remove({ id, token }: Claim, pid: number): Promise<unknown> {
    return this.db.write(() =>
      this.db.change('DELETE FROM child WHERE job = ? AND token = ? AND pid = ?', id, token, pid),
    );
  }

  /** Those of a claim and of all before it; a later one's are somebody else's. */
  upTo({ id, token }: Claim): ProcessIdentity[] {
    return this.db
      .all('SELECT * FROM child WHERE job = ? AND token <= ?', id, token)
      .map((row) => ({ pid: Number(row.pid), started: String(row.started), namespace: String(row.namespace) }));
  }

  forgetUpTo({ id, token }: Claim): Promise<unknown> {
    return this.db.write(() => this.db.change('DELETE FROM child WHERE job = ? AND token <= ?', id, token));
  }
}
