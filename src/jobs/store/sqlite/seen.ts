import type { SeenList } from '../port';
import type { Database } from './database';

/** The table `seen`. */
export class SeenTable implements SeenList {
  constructor(private readonly db: Database) {}

  firstTime(source: string, id: string, at: number): Promise<boolean> {
    return this.db.run(
      () =>
        this.db.change('INSERT INTO seen (source, id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', source, id, at) ===
        1,
    );
  }

  async takeBack(source: string, id: string): Promise<void> {
    await this.db.run(() => this.db.change('DELETE FROM seen WHERE source = ? AND id = ?', source, id));
  }

  async forget(before: number): Promise<void> {
    await this.db.run(() => this.db.change('DELETE FROM seen WHERE at < ?', before));
  }
}
