import type { Job } from '../../pipeline/job/job';

/** What a job reads, in a line: of a sequence its first clip, and how many follow. */
export function inputOf({ input, inputs = [] }: Pick<Job, 'input' | 'inputs'>): string {
  const [first, ...others] = inputs;
  return input ?? `${first?.url ?? ''}${others.length > 0 ? ` and ${others.length} more` : ''}`;
}
