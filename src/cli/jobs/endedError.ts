import { ERRORS, mediaError } from '../../pipeline/errors';
import type { MediaJobError } from '../../pipeline/errors';
import type { Job } from '../../pipeline/job';
import type { ToldError } from '../report';

/** Why a stored job did not succeed; null when it did. What to do next stands in the message already. */
export function endedError({ error }: Job): (ToldError & Pick<MediaJobError, 'status'>) | null {
  if (error === null) return null;
  const { kind, message } = error;
  return kind === 'cancelled' ? mediaError(kind, {}) : { kind, message, next: '', status: ERRORS[kind].status };
}
