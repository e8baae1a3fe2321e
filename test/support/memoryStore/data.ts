import { randomUUID } from 'node:crypto';
import type { Job } from '../../../src/pipeline/job/job';
import type { ProcessIdentity } from '../../../src/pipeline/base/processIdentity';
import type { Delivery } from '../../../src/jobs/store/delivery';
import type { EventType, JobEvent } from '../../../src/jobs/store/event';
import type { Claim, StoredJob } from '../../../src/jobs/store/storedJob';
import type { StoredProcess } from '../../../src/jobs/store/storedProcess';
import type { Watch } from '../../../src/jobs/store/watch';

/** A job with what of it only the store asks for. */
export interface KeptJob {
  seq: number;
  job: StoredJob;
  key: string | null;
  webhookEvents: readonly string[];
  createdAt: number;
  readyAt: number;
  isToEnd: boolean;
}

export type KeptDelivery = Omit<Delivery, 'url' | 'sealed' | 'origin'> & { seq: number; owner: string | null };

/** What all who have one store in memory open share. Whatever changes it does so in one go, so that nobody sees half of a change. */
export class MemoryData {
  readonly jobs = new Map<string, KeptJob>();
  readonly workers = new Map<string, StoredProcess>();
  readonly watches = new Map<string, Watch>();
  readonly seen = new Map<string, number>();
  children: { of: Claim; child: ProcessIdentity }[] = [];
  events: JobEvent[] = [];
  deliveries: KeptDelivery[] = [];
  private serial = 0;

  next(): number {
    return (this.serial += 1);
  }

  add(kept: KeptJob): void {
    this.jobs.set(kept.job.id, kept);
    this.tell(kept, 'job.queued', kept.createdAt);
  }

  /** Changes a job and its job object; the event says which of the two kinds of change it was. */
  change(kept: KeptJob, fields: Partial<StoredJob>, state: Job): void {
    const [was, before] = [kept.job.status, kept.job.state.status];
    kept.job = { ...kept.job, ...fields, state: structuredClone(state) } as StoredJob;
    const begins = before === 'queued' && state.status === 'processing';
    const unended: EventType = begins ? 'job.started' : 'job.progress';
    const { status } = kept.job;
    this.tell(kept, status === was ? unended : (`job.${status}` as EventType), state.updated_at);
  }

  forget(fits: (kept: KeptJob) => boolean): number {
    const gone = [...this.jobs.values()].filter(fits).map(({ job }) => job.id);
    for (const id of gone) this.jobs.delete(id);
    this.events = this.events.filter(({ job }) => !gone.includes(job.id));
    this.deliveries = this.deliveries.filter(({ job }) => !gone.includes(job));
    this.children = this.children.filter(({ of }) => !gone.includes(of.id));
    return gone.length;
  }

  private tell({ job, webhookEvents }: KeptJob, type: EventType, at: number): void {
    const state = structuredClone(job.state);
    this.events.push({ seq: this.next(), type, at, job: state });
    if (job.webhookUrl === null || !webhookEvents.includes(type)) return;
    this.deliveries = this.deliveries.filter(
      (each) => each.job !== job.id || each.type !== 'job.progress' || each.status !== 'pending' || each.owner !== null,
    );
    const id = `msg_${randomUUID().replaceAll('-', '')}`;
    const fresh = { status: 'pending' as const, tries: [], nextAt: at, owner: null };
    this.deliveries.push({ seq: this.next(), id, job: job.id, type, at, state, ...fresh });
  }
}
