import { mediaError } from '../pipeline/errors/mediaError';
import type { MediaJobError } from '../pipeline/errors/mediaError';
import type { JobRequest } from '../pipeline/kinds/jobRequest';
import type { Backend, JobBackend } from './backend';
import { local } from './local/backend';

/** An API plays no inputs one after the other. */
export const notJoined = ({ label }: Pick<Backend, 'label'>): MediaJobError =>
  mediaError('request_invalid', {
    problems: `"inputs" is a list of clips, which ${label} does not join. "${local.label}" (${local.name}) does: run the job there.`,
  });

/**
 * Refuses what the API behind a backend does not do, before it is asked for a job: a kind, an option, a format.
 * @throws request_invalid, invalid_format
 */
export async function refuseUntaken(
  { backend: { label, takes }, takesAll }: Pick<JobBackend, 'backend' | 'takesAll'>,
  { kind, options }: Pick<JobRequest, 'kind' | 'options'>,
  signal: AbortSignal,
): Promise<void> {
  if (takes === null) return;
  const taken = takes[kind];
  if (taken === undefined)
    throw mediaError('request_invalid', { problems: `"kind" is ${kind}, which ${label} does not make.` });
  const unknown = Object.keys(options).filter((name) => !taken.options.includes(name));
  const format: unknown = 'format' in options ? options.format : undefined;
  const isKnown = format === undefined || taken.formats.some((each) => each === format);
  if ((unknown.length === 0 && isKnown) || (await takesAll?.(signal)) === true) return;
  const way = `"${local.label}" (${local.name}) has it: run the job there, or leave it out.`;
  if (unknown.length === 0)
    throw mediaError('invalid_format', {
      problems: `"format" is ${String(format)}, which ${label} does not make of ${kind}. ${way}`,
    });
  throw mediaError('request_invalid', {
    problems: unknown.map((name) => `"${name}" is an option that ${label} does not have. ${way}`).join(' '),
  });
}
