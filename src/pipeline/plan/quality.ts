import type { AudioCodec, VideoCodec } from '../media/formats';
import type { Quality } from '../media/quality';

/**
 * Constant rate factor per encoder and level, for the presets of videoEncoder.ts.
 * Calibrated with SSIM so that a level looks alike in every codec: method and measurements in docs/quality.md.
 */
export const CRF: Record<VideoCodec, Record<Quality, number>> = {
  h264: { very_low: 30, low: 27, medium: 24, high: 21, very_high: 18 },
  h265: { very_low: 35, low: 32, medium: 27, high: 24, very_high: 19 },
  vp9: { very_low: 56, low: 51, medium: 45, high: 39, very_high: 28 },
  av1: { very_low: 63, low: 60, medium: 52, high: 44, very_high: 37 },
};

/** Bits per second of one channel's worth of sound; two or more channels take it twice or more (audioEncoder.ts). */
export const AUDIO_BITRATE: Record<Exclude<AudioCodec, 'pcm' | 'flac'>, Record<Quality, number>> = {
  aac: { very_low: 32_000, low: 48_000, medium: 64_000, high: 96_000, very_high: 128_000 },
  mp3: { very_low: 32_000, low: 48_000, medium: 80_000, high: 96_000, very_high: 160_000 },
  vorbis: { very_low: 32_000, low: 48_000, medium: 64_000, high: 96_000, very_high: 128_000 },
  opus: { very_low: 24_000, low: 40_000, medium: 56_000, high: 80_000, very_high: 112_000 },
};

/** Colours of a GIF's palette. */
export const GIF_COLORS: Record<Quality, number> = { very_low: 32, low: 64, medium: 128, high: 192, very_high: 256 };
/** Quality number of an animated WebP. */
export const WEBP_ANIMATION_QUALITY: Record<Quality, number> = {
  very_low: 30,
  low: 50,
  medium: 70,
  high: 82,
  very_high: 92,
};
