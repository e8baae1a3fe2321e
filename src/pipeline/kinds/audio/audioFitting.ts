import { AUDIO_CODEC_OF } from '../../media/formats';
import type { AudioFormat } from '../../media/formats';
import type { ResultTime } from '../../media/time';
import type { Fitting } from '../../plan/fitting';
import { SPEECH } from '../../plan/fittedRate';
import type { Plan } from '../../plan/types';
import type { AudioOptions } from './schema';

/** Bits a second below which a codec makes nothing of speech that is understood. */
const LEAST: Partial<Record<(typeof AUDIO_CODEC_OF)[AudioFormat], number>> = {
  opus: 8_000,
  vorbis: 16_000,
  aac: 14_000,
  mp3: 16_000,
};
/** Of several channels: with fewer bits one channel sounds better. */
const FOR_STEREO = 2 * SPEECH;

interface AudioFittingUse {
  format: AudioFormat;
  /** Of the result; null: only the result tells. */
  seconds: ResultTime | null;
}

/** Pure: how a sound gets no more bytes than it may have: as many bits a second as its length leaves it. */
export function audioFitting(
  options: AudioOptions,
  { format, seconds }: AudioFittingUse,
  planOf: (options: AudioOptions) => Plan,
): { fitting?: Fitting<Plan> } {
  const { max_bytes: most } = options;
  if (most === undefined) return {};
  const least = LEAST[AUDIO_CODEC_OF[format]] ?? SPEECH;
  return {
    fitting: {
      most,
      toward(aim, { info }) {
        const bitrate = Math.round((8 * aim) / (seconds ?? info.duration ?? 1));
        const channels = options.channels ?? (bitrate < FOR_STEREO ? 1 : undefined);
        return {
          plan: planOf({
            ...options,
            max_bytes: undefined,
            bitrate: Math.max(least, bitrate),
            ...(channels && { channels }),
          }),
          ...(bitrate <= least && { least: `${least / 1000} kbit/s of sound` }),
        };
      },
    },
  };
}
