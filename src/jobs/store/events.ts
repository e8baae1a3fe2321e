import type { Job } from '../../pipeline/job';
import type { Database } from './database';
import { stateIn } from './storedJob';

export const EVENT_TYPES = [
  'job.queued',
  'job.started',
  'job.progress',
  'job.succeeded',
  'job.failed',
  'job.cancelled',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Something that has happened to a job, with the job as it was then. */
export interface JobEvent {
  seq: number;
  type: EventType;
  at: number;
  job: Job;
}

/** The table `event`, which triggers fill. */
export class EventTable {
  constructor(private readonly db: Database) {}

  last(): number {
    return Number(this.db.all('SELECT max(seq) AS seq FROM event')[0]?.seq ?? 0);
  }

  /** In order of happening; what was damaged of them is passed over. */
  after(seq: number): JobEvent[] {
    return this.db.all('SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT 1000', seq).flatMap((row) => {
      const job = stateIn(String(row.state));
      return job === null
        ? []
        : [{ seq: Number(row.seq), type: String(row.type) as EventType, at: Number(row.at), job }];
    });
  }

  /** Keeps the newest. Not by their time: a clock that is set forward would take away what nobody has read yet. */
  forgetAllBut(count: number): Promise<unknown> {
    return this.db.write(() =>
      this.db.change('DELETE FROM event WHERE seq <= (SELECT max(seq) FROM event) - ?', count),
    );
  }
}
