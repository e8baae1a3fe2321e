import type { Database } from './database';
import type { ProcessIdentity } from '../../pipeline/base/processIdentity';

/** A process that has the store open, with its heartbeat. */
export interface StoredProcess extends ProcessIdentity {
  id: string;
  role: string;
  /** Goes up as long as the process lives. */
  beat: number;
  /** When it last beat, by its own clock: for people, and for asking whether a role is there at all. */
  seenAt: number;
}

/** The table `process`. */
export class ProcessTable {
  constructor(private readonly db: Database) {}

  register({ id, pid, started, namespace, role, seenAt }: Omit<StoredProcess, 'beat'>): Promise<unknown> {
    return this.db.write(() =>
      this.db.change(
        'INSERT INTO process (id, pid, started, namespace, role, seen_at) VALUES (?, ?, ?, ?, ?, ?)',
        id,
        pid,
        started,
        namespace,
        role,
        seenAt,
      ),
    );
  }

  /** @returns false when others have taken this process for lost */
  beat(id: string, now: number): Promise<boolean> {
    return this.db.write(
      () => this.db.change('UPDATE process SET beat = beat + 1, seen_at = ? WHERE id = ?', now, id) === 1,
    );
  }

  all(): StoredProcess[] {
    return this.db.all('SELECT * FROM process').map((row) => ({
      id: String(row.id),
      pid: Number(row.pid),
      started: String(row.started),
      namespace: String(row.namespace),
      role: String(row.role),
      beat: Number(row.beat),
      seenAt: Number(row.seen_at),
    }));
  }

  remove(id: string): Promise<unknown> {
    return this.db.write(() => this.db.change('DELETE FROM process WHERE id = ?', id));
  }
}
