import type { Database } from './database';

/** The table `seen`: ids of messages that were accepted, so that a second delivery of the same one does nothing. */
export class SeenTable {
  constructor(private readonly db: Database) {}

  /** @param at Unix milliseconds @returns whether it is the first; of any number of askers at once, in any process, one alone is told so */
  firstTime(source: string, id: string, at: number): Promise<boolean> {
    return this.db.write(
      () =>
        this.db.change('INSERT INTO seen (source, id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', source, id, at) ===
        1,
    );
  }

  /** As if it had not come: what it should have started did not start. */
  takeBack(source: string, id: string): Promise<unknown> {
    return this.db.write(() => this.db.change('DELETE FROM seen WHERE source = ? AND id = ?', source, id));
  }

  forget(before: number): Promise<unknown> {
    return this.db.write(() => this.db.change('DELETE FROM seen WHERE at < ?', before));
  }
}
