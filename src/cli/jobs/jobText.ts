import type { JobView } from '../../jobs/jobView';
import type { Job } from '../../pipeline/job/job';
import { table } from '../format';
import { printable } from '../io';
import { summary } from '../summary';
import { progressOf } from '../terminalReport';
import { inputOf } from './inputOf';

/** A stored job for people. */
export function jobText(job: JobView): string {
  const { attempts, webhook_url: url, webhook_deliveries: deliveries = [] } = job;
  const rows = [
    ['job', job.id],
    ['kind', job.kind],
    ['status', statusText(job)],
    ['input', inputOf(job)],
    ['created', timeText(job.created_at)],
    ['started', timeText(job.started_at)],
    ['ended', timeText(job.finished_at)],
    ['attempts', attempts === undefined ? '' : `${attempts.made} of ${attempts.most}`],
    ['webhook', url ?? ''],
    ...deliveries.map(({ type, status, attempts: tries }) => [
      '',
      `${type} ${status}${tries.length > 0 ? ` (${tries.at(-1)?.status ?? tries.at(-1)?.why ?? ''})` : ''}`,
    ]),
  ];
  const facts = table(rows.filter(([, value]) => value !== '').map((row) => row.map(printable)));
  if (job.status === 'succeeded') return `${facts}\n\n${summary(job)}`;
  return job.error === null || job.status === 'cancelled'
    ? facts
    : `${facts}\n\nError: ${printable(job.error.message)}`;
}

/** With how far it has come, where it runs. */
export const statusText = (job: Job): string =>
  job.status === 'processing' ? `processing ${progressOf(job)}%` : job.status;

/** By the clock of this place; empty when it has not come to that. */
export const timeText = (at: number | null): string => (at === null ? '' : new Date(at).toLocaleString('sv-SE'));
