import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRequire } from 'node:module';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { whole } from '../whole';
import { quietly } from './quietly';
import { damaged, isInTheWay, storeError } from './storeErrors';

/** node:sqlite blocks the event loop while it waits for another process's lock: it may wait this long (ms), the rest is waited for outside of it. */
const BUSY_MS = 50;
const RETRY_MS = 60;
const PATIENCE_MS = 20_000;

/**
 * `?1` in a statement, which may stand there more than once. Node 22.16 takes it for a parameter with a name and gives it no value of a list: here it gets
 * one, `:p1`.
 */
const NUMBERED = /\?(\d+)/g;
const isNumbered = (sql: string): boolean => sql.includes('?1');
const named = (values: readonly SQLInputValue[]): Record<string, SQLInputValue> =>
  Object.fromEntries(values.map((value, index) => [`p${index + 1}`, value]));

/** Every number that is bound goes this way, so no table can forget it. */
const storable = (value: SQLInputValue): SQLInputValue => (typeof value === 'number' ? whole(value) : value);

export type Row = Record<string, null | number | bigint | string | Uint8Array>;

export interface DatabaseUse {
  judge: (database: Database) => void;
  prepare: (database: Database) => Promise<void>;
}

const loadSqlite = (): typeof DatabaseSync =>
  quietly(() => createRequire(__filename)('node:sqlite') as typeof import('node:sqlite')).DatabaseSync;

/** The SQLite file that all processes of this machine share. Statements are prepared once. */
export class Database {
  private readonly statements = new Map<string, StatementSync>();

  private constructor(
    readonly path: string,
    private readonly sqlite: DatabaseSync,
  ) {}

  /**
   * Opens the store, and makes it where there is none.
   * @param judge refuses what is no store of ours, before anything is written into it
   * @param prepare brings its tables to this version
   * @throws store_unusable when it is damaged, of something else, of a newer version or cannot be opened: it is left as it is; disk_full
   */
  static async open(path: string, { judge, prepare }: DatabaseUse): Promise<Database> {
    let sqlite: DatabaseSync | undefined;
    try {
      const Sqlite = loadSqlite();
      const isNew = !existsSync(path);
      sqlite = new Sqlite(path, { timeout: BUSY_MS });
      const database = new Database(path, sqlite);
      await database.run(() => database.inOneView(() => judge(database)));
      await database.run(() => database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;'));
      if (!isNew) database.check();
      await prepare(database);
      return database;
    } catch (error) {
      sqlite?.close();
      throw storeError(error, path);
    }
  }

  /** An empty database, to compare with. The caller closes it. */
  static inMemory(): Database {
    return new Database(':memory:', new (loadSqlite())(':memory:'));
  }

  /** Reads what belongs together while another process may be making it. */
  private inOneView(read: () => void): void {
    this.sqlite.exec('BEGIN');
    try {
      read();
    } finally {
      this.sqlite.exec('ROLLBACK');
    }
  }

  /** What a damaged file answers is not to be trusted, and what is written into one is lost. */
  private check(): void {
    const [found] = this.all('PRAGMA quick_check(1)');
    if (found?.quick_check !== 'ok') throw damaged(this.path, found?.quick_check);
  }

  /** Runs statements that answer nothing. */
  exec(sql: string): void {
    this.sqlite.exec(sql);
  }

  /** Rows of a statement, which may also write (`RETURNING`). @param values of its `?`, or of its `?1`, `?2` … */
  all(sql: string, ...values: SQLInputValue[]): Row[] {
    const bound = values.map(storable);
    return isNumbered(sql) ? this.prepare(sql).all(named(bound)) : this.prepare(sql).all(...bound);
  }

  /** Rows of a statement that only reads, one after the other: who has found the right one need not read the rest. @param values of its `?` */
  *each(sql: string, ...values: SQLInputValue[]): Generator<Row> {
    yield* this.prepare(sql).iterate(...values.map(storable)) as Iterable<Row>;
  }

  /** @returns how many rows were changed */
  change(sql: string, ...values: SQLInputValue[]): number {
    const bound = values.map(storable);
    return Number((isNumbered(sql) ? this.prepare(sql).run(named(bound)) : this.prepare(sql).run(...bound)).changes);
  }

  /** Rows of a statement that only reads, with the errors of `run`. */
  read(sql: string, ...values: SQLInputValue[]): Promise<Row[]> {
    return this.run(() => this.all(sql, ...values));
  }

  /** Does what one statement does, again while another process is in its way. @throws store_unusable, disk_full */
  async run<T>(work: () => T): Promise<T> {
    for (const began = performance.now(); ;) {
      try {
        return work();
      } catch (error) {
        if (!isInTheWay(error) || performance.now() - began > PATIENCE_MS) throw storeError(error, this.path);
      }
      await sleep(randomInt(1, RETRY_MS));
    }
  }

  get isOpen(): boolean {
    return this.sqlite.isOpen;
  }

  close(): void {
    this.statements.clear();
    if (this.sqlite.isOpen) this.sqlite.close();
  }

  private prepare(sql: string): StatementSync {
    const known = this.statements.get(sql) ?? this.sqlite.prepare(sql.replace(NUMBERED, ':p$1'));
    this.statements.set(sql, known);
    return known;
  }
}
