import type { ApiAccess } from '../apiAccess';
import type { Plan } from './plans';

/** What a Swiftia credential says: the plan tells what may be asked how often, and what it costs. */
export interface SwiftiaAccess extends ApiAccess {
  plan: Plan;
}
