import { dollars } from './cost';
import type { CostBasis, CostEstimate } from './cost';
import { mediaError } from '../../pipeline/errors/mediaError';

/** Refuses a job that would or may cost more than may be spent. @param atMost US dollars; null: any amount @throws spending_refused */
export function refuseAbove(atMost: number | null, estimate: CostEstimate, { minutes, youtube }: CostBasis): void {
  if (atMost === null) return;
  const { total, least } = estimate;
  const way = 'Raise "Spend at Most", or choose a shorter source';
  if (total !== null) {
    if (total <= atMost) return;
    throw mediaError('spending_refused', {
      why: `it would cost about ${dollars(total)}, and at most ${dollars(atMost)} may be spent`,
      way,
    });
  }
  if (least > atMost)
    throw mediaError('spending_refused', {
      why: `it costs at least ${dollars(least)}, and at most ${dollars(atMost)} may be spent`,
      way,
    });
  const missing = [
    ...(minutes === null ? ['"Minutes of the Source"'] : []),
    ...(youtube?.gigabytes === null ? ['"Gigabytes at YouTube"'] : []),
  ].join(' and ');
  throw mediaError('spending_refused', {
    why: `what it costs is not known, at least ${dollars(least)}, and at most ${dollars(atMost)} may be spent`,
    way: `Fill in ${missing}, or leave "Spend at Most" empty`,
  });
}

/** What to say where Swiftia asks more than was allowed; null where it does not. */
export function aboveCap(atMost: number | null, charged: number | null): string | null {
  return atMost === null || charged === null || charged <= atMost
    ? null
    : `Swiftia says that the job costs ${dollars(charged)}, which is more than the ${dollars(atMost)} that were to be spent at most.`;
}
