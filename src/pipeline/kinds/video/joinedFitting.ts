import type { Fitting } from '../../plan/fitting';
import { fileInput } from '../../plan/inputArgs';
import type { Plan, SequenceContext } from '../../plan/types';
import { WHOLE } from '../../plan/wholeResult';
import { planVideo } from './plan';
import type { VideoOptions } from './schema';
import { soundOf, videoFitting } from './videoFitting';

/**
 * Pure: how a sequence gets no more bytes than it may have. Each of its clips is encoded by itself, so that nothing looks at all of them first: what was
 * joined is encoded once more, as any source.
 */
export function joinedFitting(
  { max_bytes: most, format, codec, quality, transcript, subtitle_style: style }: VideoOptions,
  { name, encoders, cores = 1 }: SequenceContext,
): { fitting?: Fitting<Plan> } {
  if (most === undefined) return {};
  // What was drawn is in the picture; a track is made again.
  const track = style === 'embed' ? { transcript, subtitle_style: style } : {};
  return {
    fitting: {
      most,
      toward(aim, joined) {
        const { info: source } = joined;
        const { width = 0, height = 0 } = source.video ?? {};
        const sound = source.audio === null ? 0 : soundOf(source, null);
        const { fitting } = videoFitting(
          { max_bytes: most, format, codec, quality },
          { size: { width, height }, sound, seconds: source.duration, hasLeft: false },
          (options, fittedRate) => ({
            ...planVideo(
              { ...options, ...track },
              { source, input: fileInput(WHOLE), name, encoders, cores, anew: true, fittedRate },
            ),
            input: null,
          }),
        );
        if (fitting === undefined) throw new Error('What is bounded has a way to be smaller');
        return fitting.toward(aim, joined);
      },
    },
  };
}
