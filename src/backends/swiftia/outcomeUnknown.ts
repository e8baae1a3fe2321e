import { mediaError } from '../../pipeline/errors/mediaError';
import type { MediaJobError } from '../../pipeline/errors/mediaError';

/** What was asked for and what to look at, where nobody knows whether it was taken. */
const REQUESTS = {
  create: {
    what: 'create the job',
    way: 'Look whether it is in the list of jobs at Swiftia before you create it anew',
  },
  render: { what: 'render a short', way: 'Look at the job at Swiftia, where the short may have been rendered' },
};

/** A paid request of which nobody knows whether it was taken. @param why without a full stop */
export const outcomeUnknown = (request: keyof typeof REQUESTS, why: string): MediaJobError =>
  mediaError('outcome_unknown', { backend: 'Swiftia', why, ...REQUESTS[request] });
