import { shownValue } from '../pipeline/base/shownValue';
import { mediaError } from '../pipeline/errors/mediaError';
import { JOB_STATUSES } from '../pipeline/job/status';
import { KIND_NAMES } from '../pipeline/kinds';
import type { BackendFilter } from './backendJob';

/** Jobs that a list has at most. */
export const MOST_LISTED = 1000;

/** Which jobs are to be listed, as a user says it; what is not given does not count. */
export interface GivenFilter {
  status?: string | undefined;
  kind?: string | undefined;
  limit: string;
}

/** @throws request_invalid */
export function jobFilter({ status, kind, limit }: GivenFilter): BackendFilter & { limit: number } {
  const known = JOB_STATUSES.find((name) => name === status);
  const knownKind = KIND_NAMES.find((name) => name === kind);
  const given = (text: string) => ` (given: ${shownValue(text)}).`;
  const problems = [
    ...(status !== undefined && known === undefined
      ? [`"status" must be one of ${JOB_STATUSES.join(', ')}${given(status)}`]
      : []),
    ...(kind !== undefined && knownKind === undefined
      ? [`"kind" must be one of ${KIND_NAMES.join(', ')}${given(kind)}`]
      : []),
    ...(/^\d{1,4}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= MOST_LISTED
      ? []
      : [`"limit" must be a whole number from 1 to ${MOST_LISTED.toLocaleString('en-US')}${given(limit)}`]),
  ];
  if (problems.length > 0) throw mediaError('request_invalid', { problems: problems.join(' ') });
  return {
    limit: Number(limit),
    ...(known !== undefined && { status: known }),
    ...(knownKind !== undefined && { kind: knownKind }),
  };
}
