import { fieldsOf, idOf } from '../hostedJob';
import { paidPost } from '../paidPost';
import type { PaidOutcome } from '../paidPost';
import type { SwiftiaAccess } from './access';
import { swiftiaRefusal } from './refusal';
import type { RenderOrder } from './renderOrder';

/** Has one short of a job rendered, which costs money: sent once. @param target the short's id, of the type that the job gave it @param within milliseconds @returns the render's id */
export function createRender(
  access: SwiftiaAccess,
  { job, target, order }: { job: string; target: string | number; order: RenderOrder },
  within: number,
): Promise<PaidOutcome<string>> {
  return paidPost(access, { path: 'render', body: { id: job, target, ...order } }, renderId, {
    within,
    refusal: swiftiaRefusal(access),
  });
}

const renderId = (told: unknown): string | null => idOf(fieldsOf(told).renderId) ?? idOf(fieldsOf(told).id);
