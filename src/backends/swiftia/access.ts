import { accessOf } from '../apiAccess';
import type { ApiAccess } from '../apiAccess';
import { planOf } from './plans';
import type { Plan } from './plans';

/** What a Swiftia credential says: the plan tells what may be asked how often, and what it costs. */
export interface SwiftiaAccess extends ApiAccess {
  plan: Plan;
}

/** @param credential its fields */
export const swiftiaAccess = (credential: object): SwiftiaAccess => ({
  ...accessOf('Swiftia', credential),
  plan: planOf((credential as { plan?: unknown }).plan),
});
