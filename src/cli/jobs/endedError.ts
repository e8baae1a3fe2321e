import { ERRORS } from '../../pipeline/errors/table';
import type { Job } from '../../pipeline/job/job';
import type { ToldError } from '../report';
import { mediaError } from '../../pipeline/errors/mediaError';
import type { MediaJobError } from '../../pipeline/errors/mediaError';

/** Why a stored job did not succeed; null when it did. What to do next stands in the message already. */
export function endedError({ error }: Job): (ToldError & Pick<MediaJobError, 'status'>) | null {
  if (error === null) return null;
  const { kind, message } = error;
  return kind === 'cancelled' ? mediaError(kind, {}) : { kind, message, next: '', status: ERRORS[kind].status };
}
