import { AUDIO_CODEC_OF } from '../../media/formats';
import type { AudioCodec, VideoFormat } from '../../media/formats';
import type { MediaInfo } from '../../media/mediaInfo';
import { audioTrack } from '../../plan/audioTrack';
import type { AudioTrack } from '../../plan/audioTrack';
import { SPEECH } from '../../plan/fittedRate';
import type { FittedRate } from '../../plan/fittedRate';
import type { Level, Levelling } from '../../plan/level';
import { levellingOf, soundChanges } from '../../plan/soundChanges';
import type { TimeRange } from '../../plan/timeRange';
import type { Plan, PlanContext } from '../../plan/types';
import type { VideoOptions } from './schema';

/** The sound of a video: that of its source, or one that was mixed for it. */
export interface VideoSound {
  track: AudioTrack;
  /** A second input, up to and with its `-i`; empty: it is in that of the picture. */
  input: readonly string[];
  /** Which stream it is, and how it is encoded. */
  args: readonly string[];
  /** What makes it without the picture; null: there is none. */
  alone: readonly string[] | null;
  levelling: { levelling?: Levelling<Plan> };
}

interface SoundUse {
  source: MediaInfo;
  /** Of the source, up to and with its `-i`. */
  input: readonly string[];
  range: TimeRange;
  format: VideoFormat;
  /** The plan at a level. */
  atLevel: (level: Level) => Plan;
}

/** Pure. @throws encoder_missing, range_invalid */
export function videoSound(
  options: VideoOptions,
  context: PlanContext,
  { source, input, range, format, atLevel }: SoundUse,
): VideoSound {
  const { encoders, anew = false, mixed, level, fittedRate } = context;
  const bitrate = fittedRate?.sound;
  if (mixed !== undefined) {
    const { track, levelling } = mixed.encoded(level, bitrate);
    return {
      track,
      input: mixed.input,
      args: ['-map', '1:0', ...track.args],
      alone: [...mixed.input, '-map', '0:0', ...track.args],
      levelling: levelling === undefined ? {} : { levelling: { ...levelling, then: atLevel } },
    };
  }
  const track = audioTrack(
    source,
    [AUDIO_CODEC_OF[format], ...ALSO_HELD[format]],
    {
      quality: options.quality,
      bitrate,
      ...spoken(fittedRate),
      anew,
      ...soundChanges({ ...options, source }, range, level),
    },
    range,
    encoders,
  );
  return {
    track,
    input: [],
    args: track.args,
    alone: source.audio && [...range.seek, ...input, ...track.args, ...range.limit],
    levelling: levellingOf({ options, context, range, track }, atLevel),
  };
}

/** With so few bits one channel sounds better than two. */
const FEW = 2 * SPEECH;
const spoken = (rate: FittedRate | undefined): { channels?: number } =>
  rate !== undefined && rate.sound > 0 && rate.sound < FEW ? { channels: 1 } : {};

/** Sound beside the usual one that every player of a format has. */
const ALSO_HELD: Record<VideoFormat, readonly AudioCodec[]> = { mp4: [], mov: [], webm: ['vorbis'] };
