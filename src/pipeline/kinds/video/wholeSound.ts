import { AUDIO_CODEC_OF } from '../../media/formats';
import type { MediaInfo } from '../../media/mediaInfo';
import type { ResultTime } from '../../media/time';
import { usualQuality } from '../../plan/fitting';
import { targetLoudness } from '../../plan/level';
import type { JoinedSound } from '../../plan/sequence/joinedSound';
import { soundChanges } from '../../plan/soundChanges';
import { timeRange } from '../../plan/timeRange';
import { videoTarget } from './schema';
import type { VideoOptions } from './schema';

interface WholeUse {
  source: MediaInfo;
  /** Of the result. */
  seconds: ResultTime;
  /** Whether several sounds are heard at once: then the volume is that of one of them, which has it already. */
  isMixed: boolean;
  /** Whether peaks may be too loud. */
  isLouder: boolean;
}

/** Pure: how the sound of a video that was put together is treated as one. @throws range_invalid */
export function wholeSound(options: VideoOptions, { source, seconds, isMixed, isLouder }: WholeUse): JoinedSound {
  const { changes, level } = soundChanges(
    { ...options, volume: isMixed ? undefined : options.volume, source },
    timeRange({}, seconds),
  );
  return {
    target: targetLoudness(options),
    codec: AUDIO_CODEC_OF[videoTarget(options).format],
    rate: { level: options.quality ?? usualQuality(options) },
    changes,
    level: { ...level, isLimited: level.isLimited || isMixed || isLouder },
  };
}
