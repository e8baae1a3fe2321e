import type { Job } from '../../pipeline/job';
import type { Database, Row } from './database';
import type { EventType } from './events';

/** One attempt at delivering a webhook. */
export interface DeliveryTry {
  at: number;
  /** HTTP status; null when there was no answer. */
  status: number | null;
  why: string | null;
}

/** An event on its way to a job's `webhook_url`. */
export interface Delivery {
  /** Sent as `webhook-id`: the same at every attempt. */
  id: string;
  job: string;
  /** As it is shown. */
  url: string;
  /** What of the job nobody is to read. */
  sealed: string | null;
  type: EventType;
  /** When the event happened. */
  at: number;
  state: Job;
  /** Of a job that came over HTTP: where its result is fetched from. */
  origin: string | null;
  status: 'pending' | 'delivered' | 'failed';
  tries: DeliveryTry[];
  nextAt: number;
}

const WITH_URL =
  "SELECT delivery.*, job.webhook_url, job.sealed, job.request ->> '$.origin' AS origin FROM delivery JOIN job ON job.id = delivery.job";

/** The table `delivery`, which a trigger fills. */
export class DeliveryTable {
  constructor(private readonly db: Database) {}

  /** Takes one that is due. A process that is gone loses its claims with its row. */
  async claim(owner: string, now: number): Promise<Delivery | null> {
    const [claimed] = await this.db.write(() =>
      this.db.all(
        `UPDATE delivery SET owner = ?1 WHERE seq = (SELECT seq FROM delivery WHERE status = 'pending' AND next_at <= ?2
         AND (owner IS NULL OR owner NOT IN (SELECT id FROM process)) ORDER BY next_at, seq LIMIT 1) RETURNING seq`,
        owner,
        now,
      ),
    );
    if (claimed === undefined) return null;
    const [row] = this.db.all(`${WITH_URL} WHERE delivery.seq = ?`, claimed.seq ?? null);
    return row === undefined ? null : delivery(row);
  }

  /** Notes how an attempt went, and lets go of the claim. */
  settle(id: string, { status, tries, nextAt }: Pick<Delivery, 'status' | 'tries' | 'nextAt'>): Promise<unknown> {
    return this.db.write(() =>
      this.db.change(
        'UPDATE delivery SET status = ?, tries = ?, next_at = ?, owner = NULL WHERE id = ?',
        status,
        JSON.stringify(tries),
        nextAt,
        id,
      ),
    );
  }

  /** The receiver of a job's messages wants no more of them. */
  giveUp(job: string): Promise<unknown> {
    return this.db.write(() =>
      this.db.change("UPDATE delivery SET status = 'failed' WHERE job = ? AND status = 'pending'", job),
    );
  }

  /** Those of a job, oldest first. */
  of(job: string): Delivery[] {
    return this.db.all(`${WITH_URL} WHERE delivery.job = ? ORDER BY delivery.seq`, job).map(delivery);
  }

  /** Whether there are messages to be sent now, or being sent. */
  isDue(now: number): boolean {
    return this.db.all("SELECT 1 FROM delivery WHERE status = 'pending' AND next_at <= ? LIMIT 1", now).length > 0;
  }
}

const delivery = (row: Row): Delivery => ({
  id: String(row.id),
  job: String(row.job),
  url: String(row.webhook_url),
  type: String(row.type) as EventType,
  at: Number(row.at),
  state: JSON.parse(String(row.state)) as Job,
  sealed: typeof row.sealed === 'string' ? row.sealed : null,
  origin: typeof row.origin === 'string' ? row.origin : null,
  status: String(row.status) as Delivery['status'],
  tries: JSON.parse(String(row.tries)) as DeliveryTry[],
  nextAt: Number(row.next_at),
});
