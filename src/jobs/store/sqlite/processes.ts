import type { Workers } from '../port';
import type { StoredProcess } from '../storedProcess';
import type { Database } from './database';

/** The table `process`. */
export class ProcessTable implements Workers {
  constructor(private readonly db: Database) {}

  async register({ id, pid, started, namespace, role, seenAt }: Omit<StoredProcess, 'beat'>): Promise<void> {
    await this.db.run(() =>
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
    return this.db.run(
      () => this.db.change('UPDATE process SET beat = beat + 1, seen_at = ? WHERE id = ?', now, id) === 1,
    );
  }

  async all(): Promise<StoredProcess[]> {
    return (await this.db.read('SELECT * FROM process')).map((row) => ({
      id: String(row.id),
      pid: Number(row.pid),
      started: String(row.started),
      namespace: String(row.namespace),
      role: String(row.role),
      beat: Number(row.beat),
      seenAt: Number(row.seen_at),
    }));
  }

  async remove(id: string): Promise<void> {
    await this.db.run(() => this.db.change('DELETE FROM process WHERE id = ?', id));
  }
}
