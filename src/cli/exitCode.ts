import type { MediaJobError } from '../pipeline/errors/mediaError';

export const EXIT = { succeeded: 0, failed: 1, invalid: 2, interrupted: 130 } as const;

/** 2 where the request was wrong, 130 where it was interrupted, 1 where it was right and failed all the same. */
export function exitCodeOf(error: Pick<MediaJobError, 'kind' | 'status'> | null): number {
  if (error === null) return EXIT.succeeded;
  if (error.kind === 'cancelled') return EXIT.interrupted;
  return error.status === 400 ? EXIT.invalid : EXIT.failed;
}
