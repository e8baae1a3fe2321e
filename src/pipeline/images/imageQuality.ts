import type { Quality } from '../media/quality';

/** Quality numbers of sharp's encoders, calibrated as the codecs are (png keeps every pixel at every level). */
export const IMAGE_QUALITY: Record<'jpeg' | 'webp' | 'avif', Record<Quality, number>> = {
  jpeg: { very_low: 40, low: 60, medium: 76, high: 86, very_high: 94 },
  webp: { very_low: 30, low: 47, medium: 75, high: 85, very_high: 91 },
  avif: { very_low: 37, low: 46, medium: 58, high: 70, very_high: 83 },
};
