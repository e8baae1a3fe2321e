import { z } from 'zod/v4';

export const QUALITIES = ['very_low', 'low', 'medium', 'high', 'very_high'] as const;
export type Quality = (typeof QUALITIES)[number];

export const FITS = ['contain', 'cover', 'fill'] as const;
export type Fit = (typeof FITS)[number];
/** How a picture fits where nothing of the frame stays empty. */
const WITHOUT_BARS: readonly Fit[] = ['cover', 'fill'];

export const POSITIONS = [
  'center',
  'top',
  'bottom',
  'left',
  'right',
  'top-left',
  'top-right',
  'bottom-left',
  'bottom-right',
] as const;
export type Position = (typeof POSITIONS)[number];

/** Longest side of a video or animation, in pixels. */
export const MAX_SIDE = 8192;
/** Longest side of a still image, in pixels. */
export const MAX_IMAGE_SIDE = 16_384;

/** Headings that options stand under, in a form and in the help of the command line. */
export type OptionGroup = 'common' | 'picture' | 'sound' | 'advanced' | 'shorts' | 'captions';

/** What a field says of itself to people, beside its description: label in a form, what an empty field shows, and where it stands. */
export interface FieldLabels {
  label: string;
  placeholder?: string;
  group: OptionGroup;
  /** Values of other options of its group with which it has no meaning: a form hides it then. */
  unless?: Record<string, readonly string[]>;
  /** Its flag on the command line, where that has another name. */
  flag?: string;
}

export const said = <S extends z.ZodType>(schema: S, description: string, labels: FieldLabels) =>
  schema.describe(description).meta({ ...labels });

export const format = <const F extends readonly [string, ...string[]]>(values: F, description: string) =>
  said(z.enum(values), description, { label: 'Format', group: 'common' });

export const codec = <const C extends readonly [string, ...string[]]>(values: C) =>
  said(
    z.enum(values),
    'How the picture is compressed. mp4 holds h264, h265 and av1; mov holds h264 and h265; webm holds vp9 and av1. Unset: h264, or vp9 in webm.',
    { label: 'Codec', group: 'advanced' },
  );

export const quality = () =>
  said(
    z.enum(QUALITIES),
    'Higher looks or sounds better and makes a larger file. Unset: medium, but never more bits per second than the source has.',
    { label: 'Quality', group: 'common' },
  );

/** Pixels, or a percentage of the source as displayed. */
const dimension = (side: 'Width' | 'Height', max: number) =>
  said(
    z.union([z.int().min(1).max(max), z.string().regex(/^(?!0+(?:\.0+)?%)\d{1,4}(?:\.\d{1,3})?%$/)]),
    `${side} in pixels (1–${max.toLocaleString('en-US')}), or a percentage of the source such as 50%. Given alone, the other side follows the aspect ratio.`,
    { label: side, placeholder: side === 'Width' ? '1280' : '50%', group: 'picture' },
  );

const fit = () =>
  said(
    z.enum(FITS),
    'What happens when both width and height are given: contain shows the whole picture with bars, cover fills the frame and crops, fill stretches. Unset: contain.',
    { label: 'Fit', group: 'picture' },
  );

const position = () =>
  said(
    z.enum(POSITIONS),
    'Which part of the picture cover keeps, and where contain places the picture between its bars. Unset: center.',
    { label: 'Position', group: 'picture', unless: { fit: ['fill'] } },
  );

const background = () =>
  said(
    z.string().regex(/^#[0-9a-fA-F]{6}$/),
    'Colour of the bars that contain adds, and of what shows under a transparent picture when the format cannot keep transparency. A hex colour such as #000000. Unset: black, or transparent where the format can.',
    { label: 'Background', placeholder: '#000000', group: 'picture', unless: { fit: WITHOUT_BARS } },
  );

export const fps = (unset: string) =>
  said(z.number().min(1).max(60), `Frames per second (1–60). Unset: ${unset}.`, {
    label: 'Frames per Second',
    placeholder: '30',
    group: 'picture',
  });

export const bitrate = (min: number, max: number, unset: string, labels: Pick<FieldLabels, 'group' | 'placeholder'>) =>
  said(
    z.int().min(min).max(max),
    `Bits per second (${min.toLocaleString('en-US')}–${max.toLocaleString('en-US')}); wins over quality. Unset: ${unset}.`,
    { label: 'Bitrate', ...labels },
  );

export const start = (description: string) =>
  said(z.number().min(0), description, { label: 'Start', placeholder: '5', group: 'common' });
export const end = (description: string) =>
  said(z.number().gt(0), description, { label: 'End', placeholder: '15', group: 'common' });

export const START = 'Seconds into the source at which the result begins, accurate to a frame. Unset: the beginning.';
export const END = 'Seconds into the source at which the result ends, accurate to a frame. Unset: the end.';

/** The fields that shape a picture, for every kind that makes one. */
export const picture = (maxSide = MAX_SIDE) => ({
  width: dimension('Width', maxSide).optional(),
  height: dimension('Height', maxSide).optional(),
  fit: fit().optional(),
  position: position().optional(),
  background: background().optional(),
});

/** `background` belongs to `contain` alone. */
export function refuseBackground({
  value: { fit, background },
  issues,
}: z.core.ParsePayload<{ fit?: Fit | undefined; background?: string | undefined }>): void {
  if (background !== undefined && fit !== undefined && WITHOUT_BARS.includes(fit)) {
    issues.push({
      code: 'custom',
      path: ['background'],
      message: `only goes with fit contain, not with ${fit}`,
      input: background,
    });
  }
}

/** `end` lies after `start`. */
export function refuseEmptyRange({
  value: { start: from = 0, end: to },
  issues,
}: z.core.ParsePayload<{ start?: number | undefined; end?: number | undefined }>): void {
  if (to !== undefined && to <= from)
    issues.push({ code: 'custom', path: ['end'], message: `must be greater than start (${from})`, input: to });
}
