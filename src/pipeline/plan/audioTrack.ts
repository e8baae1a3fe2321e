import type { AudioCodec } from '../media/formats';
import { clockOf } from '../media/clock';
import type { AudioInfo, MediaInfo } from '../media/mediaInfo';
import { asChannels, audioEncoderArgs, downmix, pcmBitrate } from './audioEncoder';
import type { Encoders } from '../ffmpeg/encoders';
import { levelFilters, UNCHANGED } from './level';
import type { Level } from './level';
import { soundInTime } from './soundInTime';
import type { TimeRange } from './timeRange';
import type { Quality } from '../media/quality';

export interface TrackOptions {
  quality?: Quality | undefined;
  /** What it is where none is asked for; absent: medium. */
  usual?: Quality;
  /** Whether the bitrate is what it takes over all, in one that its codec does not have. */
  isMean?: boolean;
  bitrate?: number | undefined;
  /** Encode in any case. */
  anew?: boolean;
  /** The result holds no picture that it has to be in step with. */
  alone?: boolean;
  /** Silence follows sound that ends before the result does. */
  toTheEnd?: boolean;
  /** The result has no more than two channels. */
  stereo?: boolean;
  /** What is done to the sound before it is encoded; to its two channels, where it has no more. */
  filters?: readonly string[];
  /** What is done to it before its speed is changed. */
  changes?: readonly string[];
  /** How its level is changed, once it is as it will be heard. */
  level?: Level;
  /** Whether that is to be found out: it is encoded in any case. */
  isLevelled?: boolean;
  /** Channels of the result. */
  channels?: number | undefined;
  /** Hz of the result. */
  sampleRate?: number | undefined;
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
  /** How it is heard; absent: it is copied. */
  filters?: { map: readonly string[]; at: (level: Level) => string[] };
}

/** Sound that begins further than this from the picture (seconds) is brought into step by encoding it; in a file of its own so little is not missed. */
const IN_STEP = 0.02;
const LITTLE = 0.1;

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
  const begins = audio.startTime - clockOf({ audio, video });
  const map = ['-map', `0:${audio.index}`];
  const same = codecs.find((one) => SAME[one].includes(audio.codec));
  const { changes = [], level: changed = UNCHANGED } = options;
  const unchanged =
    changes.length === 0 && changed.gain === 0 && !changed.isLimited && !options.isLevelled && isLike(audio, options);
  const untouched =
    !options.anew && !range.changed && unchanged && options.quality === undefined && options.bitrate === undefined;
  if (same !== undefined && untouched && begins <= (options.alone ? LITTLE : IN_STEP))
    return {
      args: [...map, '-c:a', 'copy'],
      copied: true,
      codec: same,
      bitrate: same === 'pcm' ? pcmBitrate(audio, audio.bitDepth ?? 24) : null,
      lossless: same === 'pcm',
    };
  const level = options.quality ?? options.usual ?? 'medium';
  const maxBitrate = options.quality === undefined ? maxBitrateOf(audio) : undefined;
  const encoded = audioEncoderArgs(
    codec,
    options.stereo ? { ...audio, channels: Math.min(2, audio.channels) } : withChannels(audio, options.channels),
    {
      level,
      ...(options.bitrate && { bitrate: options.bitrate }),
      ...(maxBitrate && { maxBitrate }),
      ...(options.isMean && { isMean: true }),
      sampleRate: options.sampleRate,
    },
    encoders,
  );
  const { speed } = range.reading;
  const filtersAt = (tried: Level) => [
    ...range.trimSound,
    soundInTime({ begins: Math.max(0, begins - range.reading.start), speed, frame: encoded.frame, changes }),
    ...(options.toTheEnd ? silenceTo(range) : endOf(range)),
    ...(options.stereo ? downmix(audio) : []),
    ...(options.filters ?? []),
    ...(options.channels ? asChannels(audio, options.channels) : []),
    ...encoded.filters,
    ...levelFilters(tried, { sampleRate: encoded.sampleRate, isRetimed: speed !== 1 }),
  ];
  return {
    args: [...map, '-af', filtersAt(changed).join(','), ...encoded.args],
    copied: false,
    codec,
    bitrate: encoded.bitrate,
    lossless: codec === 'pcm' || codec === 'flac',
    filters: { map, at: filtersAt },
  };
}

/** Whether a sound is in the form already that is asked for. */
const isLike = (audio: AudioInfo, { channels, sampleRate }: TrackOptions): boolean =>
  (channels ?? audio.channels) === audio.channels && (sampleRate ?? audio.sampleRate) === audio.sampleRate;

const withChannels = (audio: AudioInfo, channels = audio.channels): AudioInfo => ({ ...audio, channels });

/** ffmpeg counts the length of a result from where it last built its filters: they have to know its end. */
const endOf = ({ seconds, limit }: TimeRange): string[] =>
  seconds !== null && limit.includes('-t') ? [`atrim=end=${seconds.toFixed(6)}`] : [];

const silenceTo = ({ seconds }: TimeRange): string[] =>
  seconds === null ? [] : ['apad', `atrim=end=${seconds.toFixed(6)}`];

/** Bits per second of a channel below which a sound is silence with something in it now and then: no codec makes do with less for anything else. */
const MOSTLY_SILENT = 6000;
/** What such a sound is given, so that the rest of it can be heard; its silence takes next to nothing again. */
const LEAST_AUDIBLE = 17_000;

/** Without a wish for quality, a sound takes no more bits per second than its source. */
function maxBitrateOf({ bitrate, channels }: AudioInfo): number | undefined {
  if (bitrate === null) return undefined;
  return bitrate < MOSTLY_SILENT * channels ? LEAST_AUDIBLE * Math.min(2, channels) : bitrate;
}
