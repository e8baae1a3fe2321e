import { fieldsOf, idOf } from '../hostedJob';
import { paidPost } from '../paidPost';
import type { PaidOutcome } from '../paidPost';
import type { SwiftiaAccess } from './access';
import { createBody } from './createOrder';
import type { CreateOrder } from './createOrder';
import { swiftiaRefusal } from './refusal';

/** What Swiftia says that a job costs, in US dollars. */
export interface VendorCost {
  total: number;
  /** By its own names: `shortGen`, `youtubeProcessing`. */
  breakdown: Record<string, number>;
}

export interface MadeJob {
  id: string;
  /** Null where it is not told. */
  cost: VendorCost | null;
}

/** Creates a job, which costs money: sent once. @param within milliseconds */
export function createSwiftiaJob(
  access: SwiftiaAccess,
  order: CreateOrder,
  within: number,
): Promise<PaidOutcome<MadeJob>> {
  return paidPost(access, { path: 'jobs', body: createBody(order) }, madeJob, {
    within,
    refusal: swiftiaRefusal(access),
  });
}

/** The id comes as `jobId`, or in newer answers as `id`. */
function madeJob(told: unknown): MadeJob | null {
  const body = fieldsOf(told);
  const id = idOf(body.jobId) ?? idOf(body.id);
  return id === null ? null : { id, cost: vendorCost(body) };
}

/** What an answer says of the cost; null where it says nothing. */
export function vendorCost({ cost, costBreakDown }: Record<string, unknown>): VendorCost | null {
  if (typeof cost !== 'number') return null;
  const parts = Object.entries(fieldsOf(costBreakDown)).flatMap(([name, part]): [string, number][] =>
    typeof part === 'number' ? [[name, part]] : [],
  );
  return { total: cost, breakdown: Object.fromEntries(parts) };
}
