import type { Job } from '../../../pipeline/job/job';
import type { EventType, JobEvent } from '../event';
import type { EventLog } from '../port';
import type { Database } from './database';
import { stateIn } from './jobRow';

/** What an event of version 3 does not hold of its job, since it never changes. */
type Unchanging = Pick<Job, 'input' | 'inputs' | 'options' | 'metadata' | 'webhook_url'>;

const NOTHING: Unchanging = { input: '', options: {}, metadata: {} };

/** The job of an event or a delivery as it was then. @param then what is stored of it; all of it in events of older versions @param now what its row shows of it */
export function jobThen(then: Omit<Job, keyof Unchanging> | Job, now: () => Unchanging | null): Job {
  if ('metadata' in then) return then;
  const { id, object, kind, output, ...rest } = then;
  const { input, inputs, options, metadata, webhook_url: url } = now() ?? NOTHING;
  return {
    id,
    object,
    kind,
    input,
    ...(inputs !== undefined && { inputs }),
    output,
    options,
    metadata,
    ...rest,
    ...(url !== undefined && { webhook_url: url }),
  };
}

/** The table `event`, which triggers fill. */
export class EventTable implements EventLog {
  constructor(private readonly db: Database) {}

  async last(): Promise<number> {
    const [row] = await this.db.read('SELECT max(seq) AS seq FROM event');
    return Number(row?.seq ?? 0);
  }

  after(seq: number): Promise<JobEvent[]> {
    return this.db.run(() => this.told(seq));
  }

  async forgetAllBut(count: number): Promise<void> {
    await this.db.run(() => this.db.change('DELETE FROM event WHERE seq <= (SELECT max(seq) FROM event) - ?', count));
  }

  private told(seq: number): JobEvent[] {
    // What does not change is read once for a job, and all of its events have the same.
    const unchanging = new Map<string, Job | null>();
    const of = (job: string): Job | null => {
      const known = unchanging.get(job) ?? this.now(job);
      unchanging.set(job, known);
      return known;
    };
    return this.db.all('SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT 1000', seq).flatMap((row) => {
      const then = stateIn(String(row.state));
      return then === null
        ? []
        : [
            {
              seq: Number(row.seq),
              type: String(row.type) as EventType,
              at: Number(row.at),
              job: jobThen(then, () => of(String(row.job))),
            },
          ];
    });
  }

  /** What is shown of a job now; null where it is damaged, or gone: then its events are gone a moment later, too. */
  private now(id: string): Job | null {
    const [row] = this.db.all('SELECT state FROM job WHERE id = ?', id);
    return row === undefined ? null : stateIn(String(row.state));
  }
}
