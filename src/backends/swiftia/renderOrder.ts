import { z } from 'zod/v4';
import { webAddress } from '../../pipeline/storage/place';
import { describe, listed } from '../../pipeline/request/problems';
import { LONGEST_ADDRESS, LONGEST_NAME } from '../../pipeline/base/textLimits';
import { mediaError } from '../../pipeline/errors/mediaError';

/** Looks that Swiftia has for the captions and the picture of a short. */
export const PRESETS = [
  'DEFAULT',
  'GRAPES',
  'VIRAL',
  'BLURRY',
  'FAST',
  'DEEP DIVER',
  'GLOW VIOLET',
  '70S RADIATION',
  'BILL GREEN',
  'ETHEREAL UNDERLINE',
] as const;

const pixels = z.int().min(1);

const renderOrder = z.strictObject({
  preset: z.enum(PRESETS).optional(),
  /** Counts more than `preset`, which counts more than what the organisation has set. */
  brandPresetId: z.string().trim().min(1).max(LONGEST_NAME).optional(),
  size: z.strictObject({ width: pixels, height: pixels }).optional(),
  /** Each of these counts more than the same of the preset. */
  options: z
    .strictObject({
      maxWordsInPage: z.int().min(1).optional(),
      waterMark: z
        .strictObject({
          waterMarkUrl: z
            .string()
            .max(LONGEST_ADDRESS, { abort: true })
            .refine((value) => webAddress(value) !== null, 'must be an address that starts with http:// or https://'),
          left: z.number().optional(),
          top: z.number().optional(),
          width: z.number().optional(),
          opacity: z.number().min(0).max(1).optional(),
          blendMode: z.string().min(1).max(LONGEST_NAME).optional(),
        })
        .optional(),
      style: z
        .array(
          z.strictObject({
            property: z.string().min(1).max(LONGEST_NAME),
            value: z.union([z.string().max(LONGEST_NAME), z.number()]),
            active: z.boolean().optional(),
            past: z.boolean().optional(),
          }),
        )
        .optional(),
      director: z
        .strictObject({
          camera: z.strictObject({ facePaddingFactor: z.number() }).optional(),
          intelligence: z.strictObject({ maxSpeakersToFocus: z.int().min(1) }).optional(),
        })
        .optional(),
    })
    .optional(),
});

/** How shorts are to be rendered. */
export type RenderOrder = z.infer<typeof renderOrder>;

/** @throws request_invalid */
export function parseRenderOrder(given: Record<string, unknown>): RenderOrder {
  const parsed = renderOrder.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw mediaError('request_invalid', {
    problems: listed(
      parsed.error.issues.flatMap((issue) => describe(issue, Object.keys(renderOrder.shape), 'render ')),
    ),
  });
}
