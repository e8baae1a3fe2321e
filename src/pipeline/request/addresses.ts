import type { JobRequest } from '../kinds/jobRequest';
import type { GivenInput } from './targetedRequest';

/** The addresses of all that a request reads, as they were given: its inputs, then what is read beside them. */
export const addressesOf = ({
  input,
  inputs,
  references = [],
}: GivenInput & Pick<JobRequest, 'references'>): string[] => [
  ...(inputs === undefined ? [input] : inputs.map(({ url }) => url)),
  ...references.map(({ url }) => url),
];
