import type { MediaInfo } from '../../media/mediaInfo';
import type { ResultTime } from '../../media/time';
import type { Size } from '../../media/frame';
import type { AudioTrack } from '../../plan/audioTrack';
import { fittedRate } from '../../plan/fittedRate';
import type { FittedRate } from '../../plan/fittedRate';
import { usualQuality } from '../../plan/fitting';
import type { Fitting } from '../../plan/fitting';
import { scaledBy, sizedAs } from '../../plan/smallerShape';
import type { Plan } from '../../plan/types';
import type { VideoOptions } from './schema';

/** Bits per second that a container takes for itself. */
const CONTAINER = 5000;
/** Of sound that is copied, where nobody says. */
const USUAL_SOUND = 128_000;

/** Bits a second of a sound as it is made. */
export const soundOf = ({ audio }: MediaInfo, track: AudioTrack | null): number =>
  track?.bitrate ?? audio?.bitrate ?? USUAL_SOUND;

interface VideoFittingUse {
  /** As it is made without a bound. */
  size: Size;
  /** Bits a second; 0: it has none. */
  sound: number;
  /** Of the result; null: only the result tells. */
  seconds: ResultTime | null;
  /** Whether the encode without a bound leaves what a first pass would have seen. */
  hasLeft: boolean;
  /** Encodes what the plan copies. */
  encoding?: () => Plan;
}

/** Pure: how a video gets no more bytes than it may have: fewer bits for picture and sound, then a smaller picture. */
export function videoFitting(
  options: VideoOptions,
  { size, sound, seconds, hasLeft, encoding }: VideoFittingUse,
  planOf: (options: VideoOptions, fittedRate: FittedRate) => Plan,
): { fitting?: Fitting<Plan> } {
  const { max_bytes: most } = options;
  if (most === undefined) return {};
  return {
    fitting: {
      most,
      ...(encoding && { encoding }),
      toward(aim, { bytes, info }) {
        const perSecond = (of: number) => Math.max(1, (8 * of) / (seconds ?? info.duration ?? 1) - CONTAINER);
        const { factor, isLeast, ...rate } = fittedRate(
          { size, sound, all: perSecond(bytes), quality: options.quality ?? usualQuality(options) },
          { aimed: perSecond(aim), most: perSecond(most) },
        );
        const smaller = scaledBy(size, factor, { even: true });
        const made = factor === 1 ? options : sizedAs(options, smaller);
        const plan = planOf({ ...made, max_bytes: undefined }, { ...rate, isLookedAt: factor === 1 && hasLeft });
        const heard = rate.sound === 0 ? '' : ` and ${Math.round(rate.sound / 1000)} kbit/s of sound`;
        return { plan, ...(isLeast && { least: `${smaller.width}×${smaller.height} pixels${heard}` }) };
      },
    },
  };
}
