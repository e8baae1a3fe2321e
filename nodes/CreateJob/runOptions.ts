import type { INodeProperties } from 'n8n-workflow';
import { LONGEST_TIME_LIMIT } from '../../src/pipeline/request/orderLimits';
import { runOptionsField } from '../background/fields';
import { atRoot, RUN, RUN_OPTIONS } from '../names';
import { HERE, HOSTED_PLACES } from '../places';

const at = (places: string[]) => ({ show: { [atRoot(RUN.backend)]: places } });
const atHosted = at(HOSTED_PLACES);

/** A file that was passed to a hosted API can be fetched for so long (minutes). */
const PASSED_MINUTES = 8_640;

const timeLimit = (most: number): INodeProperties => ({
  displayName: 'Time Limit (Minutes)',
  name: RUN_OPTIONS.timeLimit,
  type: 'number',
  typeOptions: { minValue: 0.1, maxValue: most, numberPrecision: 1 },
  default: 60,
});

/** How a job is run, whatever it makes. */
export const runOptions = runOptionsField([
  {
    displayName: 'Extra Options (JSON)',
    name: RUN_OPTIONS.extra,
    type: 'json',
    default: '{}',
    displayOptions: atHosted,
    description:
      'Options that the API knows and this form does not, as a JSON object. They are sent as they are, and count more than those of the form.',
  },
  {
    displayName: 'Idempotency Key',
    name: RUN_OPTIONS.key,
    type: 'string',
    default: '',
    placeholder: 'e.g. order-1042',
    displayOptions: atHosted,
    description:
      'For 24 hours the same key answers the job that was created first instead of another one. Unset: made of this n8n, the execution, node, run, item and request, so that Retry On Fail creates no second job and a loop creates one each time.',
  },
  {
    ...timeLimit(LONGEST_TIME_LIMIT / 60),
    displayOptions: at(HERE),
    description:
      'How long the job may run before it is ended as failed. The time that it waits for others does not count.',
  },
  {
    ...timeLimit(PASSED_MINUTES),
    displayOptions: { show: { ...atHosted.show, [atRoot(RUN.waits)]: [true] } },
    description:
      'How long to wait for the job. Then the item fails; the job is cancelled if the server can do that, which the hosted API cannot.',
  },
  {
    displayName: 'Webhook URL',
    name: RUN_OPTIONS.webhook,
    type: 'string',
    default: '',
    placeholder: 'e.g. https://example.com/hooks/jobs',
    displayOptions: atHosted,
    description: 'Address that the API posts the ended job to. A Webhook Trigger node shows one.',
  },
]);
