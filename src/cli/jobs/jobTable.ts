import { basename } from 'node:path';
import Table from 'cli-table3';
import type { Job } from '../../pipeline/job/job';
import { printable } from '../io';
import { statusText, timeText } from './jobText';
import { inputOf } from './inputOf';

/** Stored jobs as a table for people. */
export function jobTable(jobs: readonly Job[]): string {
  // No colours: it may be read by eyes that have none.
  const table = new Table({
    head: ['job', 'kind', 'status', 'created', 'input', 'result'],
    style: { head: [], border: [], compact: true },
  });
  for (const job of jobs)
    table.push(
      [job.id, job.kind, statusText(job), timeText(job.created_at), basename(inputOf(job)), resultOf(job)].map(
        printable,
      ),
    );
  return table.toString();
}

const resultOf = ({ output, error }: Job): string => output ?? error?.kind ?? '';
