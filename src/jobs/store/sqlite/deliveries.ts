import { isObject } from '../../../pipeline/base/isObject';
import { jsonArray } from '../../jsonObject';
import { LONGEST_WAIT } from '../../webhooks/schedule';
import type { Delivery, DeliveryProgress, DeliveryTry } from '../delivery';
import type { EventType } from '../event';
import type { Outbox } from '../port';
import type { Database, Row } from './database';
import { jobThen } from './events';
import { stateIn } from './jobRow';

const WITH_URL =
  "SELECT delivery.*, job.state AS now, job.webhook_url, job.sealed, iif(json_valid(job.request), job.request ->> '$.origin', NULL) AS origin FROM delivery JOIN job ON job.id = delivery.job";

/** Nobody is sending it. */
const FREE =
  "delivery.status = 'pending' AND (delivery.owner IS NULL OR delivery.owner NOT IN (SELECT id FROM process))";
/** Its time has come, or lies further ahead than any wait is long: then it comes of a clock that was set back. */
const DUE = '(next_at <= ? OR next_at > ?)';

/** The table `delivery`, which a trigger fills. */
export class DeliveryTable implements Outbox {
  constructor(private readonly db: Database) {}

  async claim(owner: string, now: number, mayPost: (url: string) => boolean = () => true): Promise<Delivery | null> {
    for (;;) {
      const seq = await this.db.run(() => this.firstDue(now, mayPost));
      if (seq === null) return null;
      const taken = await this.db.run(() =>
        this.db.change(`UPDATE delivery SET owner = ? WHERE seq = ? AND ${FREE}`, owner, seq),
      );
      const [row] = taken === 1 ? await this.db.read(`${WITH_URL} WHERE delivery.seq = ?`, seq) : [];
      if (row === undefined) continue;
      const then = stateIn(String(row.state));
      if (then !== null) return { ...delivery(row), state: jobThen(then, () => stateIn(String(row.now))) };
      const { id, tries } = progress(row);
      const why = 'what is stored of it is damaged';
      await this.settle(id, { status: 'failed', tries: [...tries, { at: now, status: null, why }], nextAt: now });
    }
  }

  private firstDue(now: number, mayPost: (url: string) => boolean): number | null {
    const due = this.db.each(
      `SELECT delivery.seq, job.webhook_url FROM delivery JOIN job ON job.id = delivery.job WHERE ${FREE} AND ${DUE}
       ORDER BY next_at, delivery.seq`,
      now,
      now + LONGEST_WAIT,
    );
    for (const { seq, webhook_url: url } of due) if (mayPost(String(url))) return Number(seq);
    return null;
  }

  async settle(id: string, { status, tries, nextAt }: Pick<Delivery, 'status' | 'tries' | 'nextAt'>): Promise<void> {
    await this.db.run(() =>
      this.db.change(
        'UPDATE delivery SET status = ?, tries = ?, next_at = ?, owner = NULL WHERE id = ?',
        status,
        JSON.stringify(tries),
        nextAt,
        id,
      ),
    );
  }

  async giveUp(job: string): Promise<void> {
    await this.db.run(() =>
      this.db.change("UPDATE delivery SET status = 'failed' WHERE job = ? AND status = 'pending'", job),
    );
  }

  async of(job: string): Promise<DeliveryProgress[]> {
    const rows = await this.db.read(
      'SELECT id, type, status, tries, next_at FROM delivery WHERE job = ? ORDER BY seq',
      job,
    );
    return rows.map(progress);
  }

  async isDue(now: number): Promise<boolean> {
    const due = `SELECT 1 FROM delivery WHERE status = 'pending' AND ${DUE} LIMIT 1`;
    return (await this.db.read(due, now, now + LONGEST_WAIT)).length > 0;
  }
}

const progress = (row: Row): DeliveryProgress => ({
  id: String(row.id),
  type: String(row.type) as EventType,
  status: String(row.status) as Delivery['status'],
  tries: triesIn(String(row.tries)),
  nextAt: Number(row.next_at),
});

const delivery = (row: Row): Omit<Delivery, 'state'> => ({
  ...progress(row),
  job: String(row.job),
  url: String(row.webhook_url),
  at: Number(row.at),
  sealed: typeof row.sealed === 'string' ? row.sealed : null,
  origin: typeof row.origin === 'string' ? row.origin : null,
});

const triesIn = (text: string): DeliveryTry[] =>
  jsonArray(text).flatMap((each) =>
    isObject(each)
      ? [
          {
            at: Number(each.at),
            status: numberOrNull(each.status),
            why: typeof each.why === 'string' ? each.why : null,
          },
        ]
      : [],
  );

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);
