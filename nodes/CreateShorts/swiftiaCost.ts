import type { IDataObject } from 'n8n-workflow';
import { costInWords } from '../../src/backends/swiftia/cost';
import type { CostBasis, CostEstimate } from '../../src/backends/swiftia/cost';
import { createBody } from '../../src/backends/swiftia/createOrder';
import type { CreateOrder } from '../../src/backends/swiftia/createOrder';
import type { RenderOrder } from '../../src/backends/swiftia/renderOrder';
import type { JobCost } from '../../src/pipeline/job/job';
import { redact } from '../../src/pipeline/base/redact';
import { sourceLength } from '../input/sourceLength';
import type { CostSettings } from './swiftiaSettings';
import type { SwiftiaSource } from './swiftiaSource';
import { mediaError } from '../../src/pipeline/errors/mediaError';

interface BasisUse {
  plan: CostBasis['plan'];
  settings: CostSettings;
  order: CreateOrder;
  signal: AbortSignal;
  /** Gets why the length of the source is not known. */
  notes: string[];
}

/** What the cost is reckoned from: what the user says comes first. @throws range_invalid, and what is wrong with the file */
export async function basisOf(
  source: SwiftiaSource,
  { plan, settings, order, signal, notes }: BasisUse,
): Promise<CostBasis> {
  const { minutes, gigabytes } = settings;
  if ('youtube' in source) return { plan, minutes, youtube: { gigabytes } };
  if (minutes !== null) return { plan, minutes, youtube: null };
  const { seconds, why } = await sourceLength(source.probed, signal);
  if (seconds === null) {
    notes.push(`How long ${source.shown} is could not be found out, and so not what the job costs: ${why ?? ''}`);
    return { plan, minutes: null, youtube: null };
  }
  const late = order.predefinedShorts?.find(({ end }) => end > seconds + SLACK);
  if (late !== undefined)
    throw mediaError('range_invalid', {
      why: `The short "${late.title}" ends at ${late.end} s, and the source has ${seconds} s.`,
    });
  return { plan, minutes: seconds / 60, youtube: null };
}

/** Lengths of files are not exact (seconds). */
const SLACK = 1;

/** An estimate as the job object has it. */
export const shownEstimate = ({ total, least, breakdown, withoutMinimum }: CostEstimate): JobCost['estimate'] => ({
  total,
  least,
  breakdown,
  withoutMinimum,
});

/** What would be sent, and what it would cost. */
export function dryRunOf(
  order: CreateOrder,
  source: SwiftiaSource,
  render: RenderOrder,
  estimate: CostEstimate,
): IDataObject {
  const shown = {
    ...order,
    ...('fileUrl' in order && {
      fileUrl:
        'source' in source
          ? `an address of ${source.shown} in the bucket ${source.staging.bucket}`
          : redact(order.fileUrl),
    }),
    ...(order.webhook !== undefined && { webhook: redact(order.webhook) }),
  };
  return {
    request: createBody(shown),
    render,
    cost: { ...estimate },
    in_words: `The job would cost: ${costInWords(estimate)}.`,
  };
}
