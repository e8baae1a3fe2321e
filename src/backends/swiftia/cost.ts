import { PLANS } from './plans';
import type { Plan } from './plans';

/** What Swiftia's pricing says (US dollars): at least so much a job, so much for each GB that it gets from YouTube, and at least so much for that. */
const LEAST_FOR_A_JOB = 0.3;
const PER_GB = 0.6;
const LEAST_FOR_YOUTUBE = 0.1;

/** What is known of the source: null is what is not. */
export interface CostBasis {
  plan: Plan;
  minutes: number | null;
  /** Whether it is at YouTube, and the size of its file there. */
  youtube: { gigabytes: number | null } | null;
}

/** In US dollars, an estimate: the rules of the pricing page and its examples are not at one. */
export interface CostEstimate {
  currency: 'USD';
  estimate: true;
  /** By the page's rules; null where minutes or size are not known. */
  total: number | null;
  /** What it costs in any case. */
  least: number;
  /** In the fields of Swiftia's own breakdown; null is what is not known. */
  breakdown: { shortGen: number | null; youtubeProcessing?: number | null };
  /** The total as the page's examples reckon, which do not raise a short job to the minimum. */
  withoutMinimum: number | null;
}

/**
 * Reckons what a job costs: minutes times the plan's rate, no less than 0.30, and for a source at YouTube its gigabytes times 0.60, no less than 0.10. Parts of a
 * minute count as such: the page's own 0.205 is no price of whole minutes in any plan.
 */
export function estimateCost({ plan, minutes, youtube }: CostBasis): CostEstimate {
  const processing = minutes === null ? null : minutes * PLANS[plan].dollarsPerMinute;
  const shortGen = processing === null ? null : Math.max(LEAST_FOR_A_JOB, processing);
  const fetching = costOfFetching(youtube);
  const sum = (first: number | null): number | null =>
    first === null || fetching === null ? null : cents(first + fetching);
  return {
    currency: 'USD',
    estimate: true,
    total: sum(shortGen),
    least: cents((shortGen ?? LEAST_FOR_A_JOB) + (fetching ?? LEAST_FOR_YOUTUBE)),
    breakdown: { shortGen: mills(shortGen), ...(youtube !== null && { youtubeProcessing: mills(fetching) }) },
    withoutMinimum: sum(processing),
  };
}

/** Half a cent rounds up, as in the page's 0.205 + 0.72 = 0.93; what floating point leaves behind the sixth place does not count. */
const cents = (dollars: number): number => Math.round(Number((dollars * 100).toFixed(4))) / 100;
const mills = (dollars: number | null): number | null =>
  dollars === null ? null : Math.round(Number((dollars * 1000).toFixed(3))) / 1000;

/** An estimate in words. */
export function costInWords({ total, least }: CostEstimate): string {
  return total === null ? `not known, at least ${dollars(least)}` : `${dollars(total)}, an estimate`;
}

export const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

/** Null: it depends on what is not known. */
function costOfFetching(youtube: CostBasis['youtube']): number | null {
  if (youtube === null) return 0;
  return youtube.gigabytes === null ? null : Math.max(LEAST_FOR_YOUTUBE, youtube.gigabytes * PER_GB);
}
