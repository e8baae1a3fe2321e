import type { JobRequest } from '../request';
import type { Plan, PlanContext } from '../plan/types';
import { planAdaptiveVideo } from './adaptiveVideo/plan';
import { planAnimation } from './animation/plan';
import { planAudio } from './audio/plan';
import { planImage } from './image/plan';
import { planVideo } from './video/plan';

/** A request of a kind that is planned before anything is done; shorts are planned once their source has been analysed. */
export type PlannedRequest = Exclude<JobRequest, { kind: 'shorts' }>;

/**
 * Everything the local backend will do for a request, as data: no I/O, so it is the dry run too.
 * @throws no_video_stream, no_audio_stream, range_invalid, size_invalid, input_unsupported, encoder_missing
 */
export function planFor(request: PlannedRequest, context: PlanContext): Plan {
  switch (request.kind) {
    case 'video':
      return planVideo(request.options, context);
    case 'audio':
      return planAudio(request.options, context);
    case 'image':
      return planImage(request.options, context);
    case 'animation':
      return planAnimation(request.options, context);
    case 'adaptive_video':
      return planAdaptiveVideo(request.options, context);
  }
}
