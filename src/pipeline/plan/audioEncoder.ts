import type { AudioCodec } from '../media/formats';
import type { AudioInfo } from '../media/mediaInfo';
import { SAMPLE_RATES } from '../media/sampleRates';
import { encoderFor } from '../ffmpeg/encoders';
import type { Encoders } from '../ffmpeg/encoders';
import { AUDIO_BITRATE } from './quality';
import type { Quality } from '../media/quality';

/** How many bits a sound may take. */
export interface AudioRate {
  level: Quality;
  /** Bits per second asked for; wins over the level. */
  bitrate?: number | undefined;
  /** Whether that is the mean of all frames, where a codec has few rates for one. */
  isMean?: boolean;
  /** Bits per second that the level must not exceed: what the source had. */
  maxBitrate?: number | undefined;
  /** Hz asked for; absent: near that of the source, as few bits as there are allow. */
  sampleRate?: number | undefined;
}

export interface AudioEncoding {
  args: string[];
  /** For `-af`, or the end of a filter graph's sound. */
  filters: string[];
  channels: number;
  /** Bits a second, at most those of every sample where nothing is lost. */
  bitrate: number;
  /** Hz, as a probe of the result tells it. */
  sampleRate: number;
  /** Seconds of the frames that it takes; 0: any number of samples. */
  frame: number;
}

type Lossy = Exclude<AudioCodec, 'pcm' | 'flac'>;

/** MP3's bitrates by MPEG version, which follows from the sample rate. */
const MP3_BITRATES = {
  mpeg1: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  mpeg2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  mpeg25: [8, 16, 24, 32, 40, 48, 56, 64],
} as const;
const mp3Bitrates = (sampleRate: number) => {
  if (sampleRate >= 32_000) return MP3_BITRATES.mpeg1;
  return sampleRate >= 16_000 ? MP3_BITRATES.mpeg2 : MP3_BITRATES.mpeg25;
};

/** kb/s that libvorbis sets up for 1, 2 and 6 channels; it refuses every other with "encoder setup failed". Found by trying. */
const VORBIS_RANGE: Record<(typeof SAMPLE_RATES)[number], Record<1 | 2 | 6, readonly [number, number]>> = {
  8000: { 1: [8, 42], 2: [12, 64], 6: [48, 240] },
  11_025: { 1: [12, 48], 2: [16, 88], 6: [72, 300] },
  12_000: { 1: [12, 48], 2: [16, 88], 6: [72, 300] },
  16_000: { 1: [16, 100], 2: [24, 172], 6: [96, 320] },
  22_050: { 1: [16, 88], 2: [30, 172], 6: [96, 320] },
  24_000: { 1: [16, 88], 2: [30, 172], 6: [96, 320] },
  32_000: { 1: [30, 190], 2: [36, 320], 6: [180, 320] },
  44_100: { 1: [32, 240], 2: [46, 320], 6: [84, 320] },
  48_000: { 1: [32, 240], 2: [46, 320], 6: [84, 320] },
};

/** Samples of the frames that ffmpeg hands to an encoder, and keeps back until there are so many. Opus is encoded at 48 kHz. */
function frameSamples(codec: Lossy, sampleRate: number): number {
  switch (codec) {
    case 'mp3':
      return sampleRate >= 32_000 ? 1152 : 576;
    case 'aac':
      return 1024;
    case 'opus':
      return 960;
    case 'vorbis':
      return 64;
  }
}

/** Those of FLAC: the longest of its sizes within 105 ms (libavcodec/flacenc.c). */
const FLAC_FRAMES = [192, 256, 512, 576, 1024, 1152, 2048, 2304, 4096, 4608, 8192, 16_384, 32_768];
const flacFrame = (sampleRate: number): number =>
  FLAC_FRAMES.findLast((samples) => samples <= (sampleRate * 105) / 1000) ?? 192;

type SampleRate = (typeof SAMPLE_RATES)[number];
type Channels = 1 | 2 | 6;

/** The least and the most bits per second that an encoder takes, or keeps to, at a sample rate. */
function rangeOf(codec: Lossy, sampleRate: SampleRate, channels: Channels): readonly [number, number] {
  switch (codec) {
    case 'mp3': {
      const rates = mp3Bitrates(sampleRate);
      return [rates[0] * 1000, (rates.at(-1) ?? 0) * 1000];
    }
    case 'vorbis': {
      const [least, most] = VORBIS_RANGE[sampleRate][channels];
      return [least * 1000, most * 1000];
    }
    case 'opus':
      return [6000 * channels, 256_000 * channels];
    case 'aac':
      // AAC holds at most 6,144 bits a frame of 1,024 samples and channel.
      return [sampleRate * 0.3 * channels, 6 * sampleRate * channels];
  }
}

/**
 * Sample rate and bits per second nearest to what is wanted: too few bits for the source's sample rate lower it;
 * too many raise it when a user asked for them, and are cut otherwise.
 */
function settle(
  codec: Lossy,
  wanted: number,
  { bitrate: asked, sampleRate }: AudioRate,
  source: AudioInfo,
  channels: Channels,
): { sampleRate: SampleRate; bitrate: number } {
  const nearest = SAMPLE_RATES.findIndex((rate) => rate >= (sampleRate ?? source.sampleRate));
  const first = codec === 'opus' || nearest === -1 ? SAMPLE_RATES.length - 1 : nearest;
  const fits = (index: number) => rangeOf(codec, SAMPLE_RATES[index] ?? 48_000, channels);
  let index = first;
  const isFree = codec !== 'opus' && sampleRate === undefined;
  while (isFree && index > 0 && fits(index)[0] > wanted) index -= 1;
  while (isFree && asked && index < SAMPLE_RATES.length - 1 && fits(index)[1] < wanted && fits(index + 1)[0] <= wanted)
    index += 1;
  const [least, most] = fits(index);
  return { sampleRate: SAMPLE_RATES[index] ?? 48_000, bitrate: Math.round(Math.min(most, Math.max(least, wanted))) };
}

/** More channels have no layout that ffmpeg knows a downmix of: the first two are taken. */
const MOST_WITH_LAYOUT = 8;
const firstTwo = ({ channels }: AudioInfo) => (channels > MOST_WITH_LAYOUT ? ['pan=stereo|c0=c0|c1=c1'] : []);

/**
 * Filters that make two channels of more, with ffmpeg's usual shares (ITU-R BS.775: the centre and the surrounds 3 dB lower on both sides, no low-frequency
 * channel), in samples that cannot be clipped. What looks at all channels together, as a limiter does, comes after them.
 */
export const downmix = (source: AudioInfo): string[] => [
  ...firstTwo(source),
  `aformat=sample_fmts=fltp:channel_layouts=${source.channels === 1 ? 'mono' : 'stereo'}`,
];

/** Pure: filters that make one channel or two of others. One is the mean of two, so that a voice in the middle stays as loud and nothing is clipped; two of one are alike. */
export function asChannels(source: AudioInfo, channels: number): string[] {
  if (source.channels === channels) return [];
  if (source.channels === 1) return ['pan=stereo|c0=c0|c1=c0'];
  return [...downmix(source), ...(channels === 1 ? ['pan=mono|c0=0.5*c0+0.5*c1'] : [])];
}

const LAYOUTS: Readonly<Record<Channels, string>> = { 1: 'mono', 2: 'stereo', 6: '5.1' };

/** Bits per second below which six channels are worse than two. */
const LEAST_FOR_SURROUND = 96_000;

/** Bits per second to ask an encoder for at most. */
function limitOf(codec: Lossy, maxBitrate = Infinity): number {
  // Frame headers and pages come on top of what encoders keep to, except in MP3, whose frames have one size.
  return codec === 'mp3' ? maxBitrate : 0.96 * maxBitrate - 2500;
}

function lossy(codec: Lossy, source: AudioInfo, rate: AudioRate, encoders: Encoders): AudioEncoding {
  const encoder = encoderFor(codec, encoders);
  const surround = source.channels >= 6 && source.channels <= MOST_WITH_LAYOUT && codec !== 'mp3';
  const severalChannels = surround ? 6 : 2;
  const possible: Channels = source.channels === 1 ? 1 : severalChannels;
  // The low-frequency channel of 5.1 takes next to nothing.
  const level = AUDIO_BITRATE[codec][rate.level] * (possible === 6 ? 5 : possible);
  const limit = limitOf(codec, rate.maxBitrate);
  const wanted = rate.bitrate ?? Math.min(level, limit);
  const channels: Channels = possible === 6 && wanted < LEAST_FOR_SURROUND ? 2 : possible;
  const { sampleRate, bitrate } = settle(codec, wanted, rate, source, channels);
  const steps = codec === 'mp3' && !rate.isMean ? mp3Bitrates(sampleRate) : null;
  const given = steps ? (steps.findLast((kb) => kb * 1000 <= bitrate) ?? 8) * 1000 : bitrate;
  const args = ['-c:a', encoder, '-b:a', `${given}`, ...(codec === 'mp3' && rate.isMean ? ['-abr', '1'] : [])];
  // Both encoders treat -b:a as an average for ordinary sound and exceed it on dense sound unless told.
  if (rate.maxBitrate !== undefined && codec === 'vorbis') args.push('-maxrate:a', `${given}`);
  if (codec === 'opus') args.push('-vbr', 'constrained');
  return {
    args,
    filters: [...firstTwo(source), `aformat=sample_rates=${sampleRate}:channel_layouts=${LAYOUTS[channels]}`],
    channels,
    bitrate: given,
    sampleRate,
    frame: frameSamples(codec, sampleRate) / sampleRate,
  };
}

/** Pure: bits a second of sound that is not compressed. */
export const pcmBitrate = ({ sampleRate, channels }: Pick<AudioInfo, 'sampleRate' | 'channels'>, bits: number) =>
  sampleRate * channels * bits;

/** wav and flac keep every sample: rates mean nothing to them, and 24 bits hold what a deeper source has. */
function lossless(
  codec: 'pcm' | 'flac',
  source: AudioInfo,
  { sampleRate: asked }: AudioRate,
  encoders: Encoders,
): AudioEncoding {
  const encoder = encoderFor(codec, encoders);
  const deep = (source.bitDepth ?? 16) > 16;
  const args =
    codec === 'pcm' ? ['-c:a', deep ? 'pcm_s24le' : encoder] : ['-c:a', encoder, '-sample_fmt', deep ? 's32' : 's16'];
  // FLAC has room for eight channels.
  const cut = codec === 'flac' ? firstTwo(source) : [];
  const { sampleRate } = { ...source, ...(asked && { sampleRate: asked }) };
  const filters = [...cut, ...(asked ? [`aformat=sample_rates=${asked}`] : [])];
  const channels = cut.length > 0 ? 2 : source.channels;
  return {
    args,
    filters,
    channels,
    bitrate: pcmBitrate({ sampleRate, channels }, deep ? 24 : 16),
    sampleRate,
    frame: codec === 'pcm' ? 0 : flacFrame(sampleRate) / sampleRate,
  };
}

/**
 * Arguments and filters that turn a source's sound into a codec. More than two channels become two in MP3, and 5.1 elsewhere when there are six or more.
 * Throws `encoder_missing`.
 */
export function audioEncoderArgs(
  codec: AudioCodec,
  source: AudioInfo,
  rate: AudioRate,
  encoders: Encoders,
): AudioEncoding {
  return codec === 'pcm' || codec === 'flac'
    ? lossless(codec, source, rate, encoders)
    : lossy(codec, source, rate, encoders);
}
