import type { JobRequest } from '../request';
import type { Plan, PlanContext } from '../plan/types';
import { planAdaptiveVideo } from './adaptiveVideo/plan';
import { planAnimation } from './animation/plan';
import { planAudio } from './audio/plan';
import { planImage } from './image/plan';
import { planVideo } from './video/plan';

/**
 * Everything the local backend will do for a request, as data: no I/O, so it is the dry run too.
 * @throws no_video_stream, no_audio_stream, range_invalid, size_invalid, input_unsupported, encoder_missing
 */
export function planFor(request: JobRequest, context: PlanContext): Plan {
  switch (request.kind) {
    case 'video': return planVideo(request.options, context);
    case 'audio': return planAudio(request.options, context);
    case 'image': return planImage(request.options, context);
    case 'animation': return planAnimation(request.options, context);
    case 'adaptive_video': return planAdaptiveVideo(request.options, context);
  }
}
