import type { Plan, PlanContext } from '../plan/types';
import { kindOf } from './index';
import type { KindName } from './index';

/**
 * Everything the local backend will do for a request, as data: no I/O, so it is the dry run too.
 * @throws no_video_stream, no_audio_stream, range_invalid, size_invalid, input_unsupported, encoder_missing
 */
export function planFor({ kind, options }: { kind: KindName; options: object }, context: PlanContext): Plan {
  const { planner } = kindOf(kind);
  if (planner === null) throw new Error(`Jobs of kind ${kind} are planned by their own maker`);
  return planner()(options, context);
}
