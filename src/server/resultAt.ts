import { join } from 'node:path';
import type { Engine } from '../jobs/engine';
import { resultOf } from '../jobs/overHttp';
import type { LinkProblem, ResultLinks } from '../jobs/resultLinks';
import { mediaError } from '../pipeline/errors/mediaError';

/** What a signed link names. */
export interface ResultLink {
  job: string;
  /** What lets its holder in. */
  pass: string;
  /** Place within the folder of the job's result, by slashes. */
  file: string;
}

const PROBLEMS: Record<LinkProblem, string> = { forged: 'is not one of this server', expired: 'has expired' };

/**
 * Where the file of a link lies, whether it is there or not.
 * @returns its path, and whether it is what the job's `output` leads to
 * @throws link_invalid, job_not_found; route_not_found where no result can have such a file
 */
export async function resultAt(
  { job: id, pass, file }: ResultLink,
  { engine: { jobs, home }, links }: { engine: Engine; links: ResultLinks },
): Promise<{ path: string; isMain: boolean }> {
  const problem = links.problemOf(id, pass);
  if (problem !== null) throw mediaError('link_invalid', { why: PROBLEMS[problem], id: '{id}' });
  const { output } = await jobs.get(id, { overHttp: true });
  const result = output === null ? null : resultOf(home, id, output);
  const steps = file.split('/');
  // Results hold plain names alone.
  if (result === null || steps.some((step) => step === '' || step.startsWith('.') || /[\\\0]/.test(step)))
    throw noSuchFile(id, file);
  return { path: join(result.folder, ...steps), isMain: file === result.file };
}

export const noSuchFile = (id: string, file: string, cause?: unknown) =>
  mediaError('route_not_found', { path: `/outputs/${id}/…/${file}` }, cause);

/** The link that an address is, whatever its host; null when it is none. */
export function linkAt({ pathname }: URL): ResultLink | null {
  const [, job, pass, file] = /^\/outputs\/([^/]+)\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  if (job === undefined || pass === undefined || file === undefined) return null;
  try {
    return { job, pass, file: decodeURIComponent(file) };
  } catch {
    return null;
  }
}
