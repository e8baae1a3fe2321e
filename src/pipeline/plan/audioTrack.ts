import type { AudioCodec } from '../media/formats';
import type { AudioInfo, MediaInfo } from '../media/mediaInfo';
import { audioEncoderArgs, pcmBitrate } from './audioEncoder';
import type { Encoders } from '../ffmpeg/encoders';
import type { TimeRange } from './timeRange';
import type { Quality } from '../media/quality';

export interface TrackOptions {
  quality?: Quality | undefined;
  bitrate?: number | undefined;
  /** Encode in any case. */
  anew?: boolean;
  /** What is done to the sound before it is encoded. */
  filters?: readonly string[];
}

export interface AudioTrack {
  args: string[];
  copied: boolean;
  /** What the result's sound is in. */
  codec: AudioCodec;
  /** Bits a second; null: it is copied, and its bytes are among those of the source. */
  bitrate: number | null;
  /** Whether it keeps every sample of what may take next to nothing in the source. */
  lossless: boolean;
}

/** Sound that begins further than this from the picture (seconds) is brought into step by encoding it. */
const IN_STEP = 0.02;

/** ffmpeg's names of the codecs that can be taken over as they are. */
const SAME: Record<AudioCodec, readonly string[]> = {
  aac: ['aac'],
  mp3: ['mp3'],
  vorbis: ['vorbis'],
  opus: ['opus'],
  pcm: ['pcm_s16le', 'pcm_s24le'],
  flac: ['flac'],
};

/**
 * Output arguments for the source's sound: copied when it is in one of `codecs` and nothing asks for a change, else encoded into the first of
 * them, from time 0.
 */
export function audioTrack(
  source: MediaInfo,
  codecs: readonly [AudioCodec, ...AudioCodec[]],
  options: TrackOptions,
  range: TimeRange,
  encoders: Encoders,
): AudioTrack {
  const { audio, video } = source;
  const [codec] = codecs;
  if (audio === null) return { args: [], copied: true, codec, bitrate: 0, lossless: false };
  const begins = video === null ? 0 : audio.startTime - Math.min(audio.startTime, video.startTime);
  const map = ['-map', `0:${audio.index}`];
  const same = codecs.find((one) => SAME[one].includes(audio.codec));
  const untouched = !options.anew && !range.changed && options.quality === undefined && options.bitrate === undefined;
  if (same !== undefined && untouched && begins <= IN_STEP)
    return {
      args: [...map, '-c:a', 'copy'],
      copied: true,
      codec: same,
      bitrate: same === 'pcm' ? pcmBitrate(audio, audio.bitDepth ?? 24) : null,
      lossless: same === 'pcm',
    };
  const level = options.quality ?? 'medium';
  const ceiling = options.quality === undefined ? ceilingOf(audio) : undefined;
  const encoded = audioEncoderArgs(
    codec,
    audio,
    { level, ...(options.bitrate && { bitrate: options.bitrate }), ...(ceiling && { ceiling }) },
    encoders,
  );
  // Silence fills what is missing at the front and in gaps, so that the sound keeps its place in time.
  const filters = [
    ...range.trimSound,
    'aresample=async=1:first_pts=0',
    ...tempo(range.reading.speed),
    ...(options.filters ?? []),
    ...encoded.filters,
  ].join(',');
  return {
    args: [...map, '-af', filters, ...encoded.args],
    copied: false,
    codec,
    bitrate: encoded.bitrate,
    lossless: codec === 'pcm' || codec === 'flac',
  };
}

/** What one `atempo` takes in every build of ffmpeg without leaving samples out. */
const LEAST_TEMPO = 0.5;
const MOST_TEMPO = 2;

/** Filters that play sound at another speed and keep its pitch: as many as it takes. */
function tempo(speed: number): string[] {
  const step = Math.min(MOST_TEMPO, Math.max(LEAST_TEMPO, speed));
  if (step === speed) return speed === 1 ? [] : [`atempo=${speed}`];
  return [`atempo=${step}`, ...tempo(speed / step)];
}

/** Bits per second of a channel below which a sound is silence with something in it now and then: no codec makes do with less for anything else. */
const MOSTLY_SILENT = 6000;
/** What such a sound is given, so that the rest of it can be heard; its silence takes next to nothing again. */
const LEAST_AUDIBLE = 17_000;

/** Without a wish for quality, a sound takes no more bits per second than its source. */
function ceilingOf({ bitrate, channels }: AudioInfo): number | undefined {
  if (bitrate === null) return undefined;
  return bitrate < MOSTLY_SILENT * channels ? LEAST_AUDIBLE * Math.min(2, channels) : bitrate;
}
