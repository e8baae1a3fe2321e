import type { VideoCodec } from '../media/formats';
import { encoderFor } from '../ffmpeg/encoders';
import type { Encoders } from '../ffmpeg/encoders';
import { LONGEST_GOP } from './pieces';
import { CRF } from './quality';
import type { Quality } from '../media/quality';
import { passArgs, passOfX265 } from './twoPass';
import type { Pass } from './twoPass';

/** How many bits a picture may take. */
export interface Rate {
  level: Quality;
  /** Bits per second asked for; wins over the level. */
  bitrate?: number | undefined;
  /** Bits per second that the level must not exceed over the whole result of `seconds`. */
  maxBitrate?: { bitrate: number; seconds: number | null } | undefined;
  /** Which of two passes it is, whose bitrate is that of the whole; absent: there is one. */
  pass?: Pass | undefined;
}

/** Bits per second that a container takes for itself. */
const CONTAINER = 3000;

const UNKNOWN_LENGTH = 60;

/**
 * Maximum rate that keeps a whole result below a maximum bitrate. A rate buffer of `burst` seconds starts 0.9 full (x264's vbv-init), so a result
 * may exceed its maximum rate by 0.9 × burst seconds of it.
 */
export function maxRate({ bitrate, seconds }: NonNullable<Rate['maxBitrate']>, burst = 1): number {
  const length = seconds ?? UNKNOWN_LENGTH;
  return Math.max(20_000, Math.round((0.98 * bitrate - CONTAINER) * (length / (length + 0.9 * burst))));
}

/** Seconds' worth of bits that one moment may take: in a still scene the first picture takes nearly all there are. */
const burstOf = ({ seconds }: NonNullable<Rate['maxBitrate']>): number =>
  Math.min(8, Math.max(1, (seconds ?? UNKNOWN_LENGTH) / 4));

/**
 * Arguments of a video encoder; presets are the fastest whose files stay near the size of the next slower one (docs/quality.md).
 * @param use.inOrder whether pictures are stored in the order in which they are shown
 */
export function videoEncoderArgs(
  codec: VideoCodec,
  rate: Rate,
  encoders: Encoders,
  { inOrder = false }: { inOrder?: boolean } = {},
): string[] {
  const encoder = encoderFor(codec, encoders);
  const crf = CRF[codec][rate.level];
  const limit = rate.maxBitrate && maxRate(rate.maxBitrate);
  const capped = rate.maxBitrate === undefined ? [] : capOf(rate.maxBitrate);
  const { pass } = rate;
  const passes = pass === undefined || encoder === 'libx265' ? [] : passArgs(encoder, pass);
  const isWhole = pass === 'first' || pass === 'second';
  const peaks = (most: number) => (isWhole ? [] : ['-maxrate', `${most}`, '-bufsize', `${2 * most}`]);
  const constant =
    rate.bitrate === undefined ? ['-crf', `${crf}`, ...capped] : ['-b:v', `${rate.bitrate}`, ...peaks(rate.bitrate)];
  const vpx = isWhole ? ['-crf', `${crf}`, '-b:v', `${rate.bitrate ?? 0}`] : vpxRate(rate, crf, limit);
  switch (encoder) {
    case 'libx264':
      return [
        ...['-c:v', encoder, '-preset', 'veryfast', '-profile:v', 'high', ...constant, ...passes],
        ...(inOrder ? ['-bf', '0'] : []),
      ];
    case 'libx265':
      return [
        '-c:v',
        encoder,
        '-preset',
        'superfast',
        '-tag:v',
        'hvc1',
        ...constant,
        '-x265-params',
        // Old builds do not hand -bf on.
        `log-level=warning${inOrder ? ':bframes=0' : ''}${pass === undefined ? '' : passOfX265(pass)}`,
      ];
    case 'libvpx-vp9':
      return [
        '-c:v',
        encoder,
        '-deadline',
        'good',
        '-cpu-used',
        '4',
        '-row-mt',
        '1',
        '-tile-columns',
        '2',
        '-g',
        `${LONGEST_GOP}`,
        ...vpx,
        ...passes,
      ];
    case 'libsvtav1':
      return [
        '-c:v',
        encoder,
        '-preset',
        '10',
        '-g',
        `${LONGEST_GOP}`,
        ...(rate.bitrate === undefined ? ['-crf', `${crf}`, ...capped] : ['-b:v', `${rate.bitrate}`]),
      ];
    default:
      return [
        '-c:v',
        encoder,
        '-cpu-used',
        '8',
        '-row-mt',
        '1',
        '-tile-columns',
        '1',
        '-g',
        `${LONGEST_GOP}`,
        ...vpx,
        ...passes,
      ];
  }
}

function capOf(maxBitrate: NonNullable<Rate['maxBitrate']>): string[] {
  const burst = burstOf(maxBitrate);
  const rate = maxRate(maxBitrate, burst);
  return ['-maxrate', `${rate}`, '-bufsize', `${Math.round(burst * rate)}`];
}

/**
 * libvpx and libaom exceed an average or a maximum rate, twofold and more on a short clip that moves. Only equal least, average and most bits
 * (a constant rate) hold; under a maximum bitrate, a least quantizer near the level's keeps an easy picture from taking all of them.
 */
function vpxRate({ bitrate }: Rate, crf: number, limit: number | undefined): string[] {
  const constant = bitrate ?? limit;
  if (constant === undefined) return ['-crf', `${crf}`, '-b:v', '0'];
  const least = bitrate === undefined ? ['-qmin', `${Math.max(0, crf - 10)}`] : [];
  return [
    '-b:v',
    `${constant}`,
    '-minrate',
    `${constant}`,
    '-maxrate',
    `${constant}`,
    '-bufsize',
    `${constant}`,
    ...least,
  ];
}
