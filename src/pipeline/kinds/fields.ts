import { z } from 'zod/v4';
import { LONGEST_ADDRESS } from '../base/textLimits';
import { MOST_SOUND_TRACKS } from '../media/soundTrack';
import type { VideoCodec } from '../media/formats';
import { QUALITY_LABELS } from '../media/quality';
import { FIT_LABELS, POSITION_LABELS, MAX_SIDE } from '../media/frame';
import type { Fit } from '../media/frame';
/** How a picture fits where nothing of the frame stays empty. */
const WITHOUT_BARS: readonly Fit[] = ['cover', 'fill'];

const CODEC_LABELS: Record<VideoCodec, ValueLabel> = {
  h264: { name: 'H.264', description: 'Plays on every device and in every browser' },
  h265: {
    name: 'H.265',
    description: 'About half the size of H.264; plays on newer phones and televisions, not in every browser',
  },
  vp9: { name: 'VP9', description: 'Free codec of WebM; plays in all current browsers' },
  av1: { name: 'AV1', description: 'The smallest files; slow to make, plays on recent devices' },
};

/** How a value of an option is shown in a form: its name in Title Case, and what choosing it means. */
export interface ValueLabel {
  name: string;
  description: string;
}

/** Headings that options stand under, in a form and in the help of the command line. */
export type OptionGroup = 'common' | 'picture' | 'sound' | 'advanced' | 'shorts' | 'captions';

/** What a field says of itself to people, beside its description: label in a form, what an empty field shows, and where it stands. */
export interface FieldLabels {
  label: string;
  placeholder?: string;
  group: OptionGroup;
  /** Values of other options of its group with which it has no meaning: a form hides it then. */
  unless?: Record<string, readonly string[]>;
  /** Whether it is a time, which people may give as a clock shows it. */
  time?: true;
  /** Whether it is a number of bytes, which people may give as "16 MB". */
  bytes?: true;
  /** Whether it names media that the job reads beside its input, or a text. */
  media?: true | 'text';
  /** Its flag on the command line, where that has another name. */
  flag?: string;
  /** Whether it is there to turn something off: its switch begins so, and its flag with `--no-`. */
  turnsOff?: true;
}

/** The same for a field with a few values. They stand in the form by the alphabet, unless they have an order of their own. */
interface ChoiceLabels extends FieldLabels {
  ordered?: true;
}

export const said = <S extends z.ZodType>(schema: S, description: string, labels: FieldLabels) =>
  schema.describe(description).meta({ ...labels });

/** A field with a few values: the labels name them. */
export const choice = <const V extends string>(
  values: Readonly<Record<V, ValueLabel>>,
  description: string,
  labels: ChoiceLabels,
) =>
  z
    .enum(Object.keys(values) as [V, ...V[]])
    .describe(description)
    .meta({ ...labels, valueLabels: values });

export const format = <F extends string>(values: Readonly<Record<F, ValueLabel>>, description: string) =>
  choice(values, description, { label: 'Format', group: 'common' });

export const codec = () =>
  choice(
    CODEC_LABELS,
    'How the picture is compressed. mp4 holds h264, h265 and av1; mov holds h264 and h265; webm holds vp9 and av1. Unset: h264, or vp9 in webm.',
    { label: 'Codec', group: 'advanced', ordered: true },
  );

export const quality = () =>
  choice(
    QUALITY_LABELS,
    'Higher looks or sounds better and makes a larger file. Unset: medium, but never more bits per second than the source has.',
    { label: 'Quality', group: 'common' },
  );

/** Pixels, or a percentage of the source as displayed. */
const dimension = (side: 'Width' | 'Height', max: number) =>
  said(
    z.union(
      [
        z.int().min(1).max(max),
        z
          .string()
          .max(9, { abort: true })
          .regex(/^(?!0+(?:\.0+)?%)\d{1,4}(?:\.\d{1,3})?%$/),
      ],
      { error: 'whole pixels or a percentage such as "50%"' },
    ),
    `${side} in pixels (1–${max.toLocaleString('en-US')}), or a percentage of the source such as 50%. Given alone, the other side follows the aspect ratio.`,
    { label: side, placeholder: side === 'Width' ? '1280' : '50%', group: 'picture' },
  );

/** Media that is read beside the input: an address that may end in its times. */
export const mediaReference = (description: string, labels: FieldLabels) =>
  said(z.string().min(1).max(LONGEST_ADDRESS), description, { ...labels, media: true });

/** Which of several sound tracks is taken. */
export const audioTrack = () =>
  said(
    z.union(
      [
        z.int().min(1).max(MOST_SOUND_TRACKS),
        z
          .string()
          .max(3, { abort: true })
          .regex(/^[A-Za-z]{2,3}$/),
      ],
      { error: 'the number of a sound track, or a language of two or three letters such as "eng"' },
    ),
    `Which of several sound tracks is taken: its number (1–${MOST_SOUND_TRACKS}), or its language such as eng or en. Unset: the default of the file, or the first.`,
    { label: 'Audio Track', placeholder: '2', group: 'common' },
  );

/** A side that a result has at most. */
const most = (side: 'Width' | 'Height', max: number) =>
  said(
    z.int().min(1).max(max),
    `Most pixels of the ${side.toLowerCase()} (1–${max.toLocaleString('en-US')}): a result that would have more is made smaller, in its own shape. Unset: no bound.`,
    { label: `Max ${side}`, placeholder: '1280', group: 'picture' },
  );

const shortSide = (max: number) =>
  said(
    z.int().min(1).max(max),
    `Pixels of the shorter side (1–${max.toLocaleString('en-US')}): 480 makes 854×480 of a wide picture, and 480×854 of an upright one. Instead of width and height. Unset: as they ask.`,
    { label: 'Short Side', placeholder: '480', group: 'picture' },
  );

const upscale = () =>
  said(
    z.boolean(),
    'Whether the picture may be shown larger than it is in the source. If not, the result is as much smaller as that takes, in the shape that was asked for. Unset: it may, with a warning.',
    { label: 'Upscale', group: 'picture', turnsOff: true },
  );

const fit = () =>
  choice(
    FIT_LABELS,
    'What happens when both width and height are given: contain shows the whole picture with bars, cover fills the frame and crops, fill stretches. Unset: contain.',
    { label: 'Fit', group: 'picture', ordered: true },
  );

const position = () =>
  choice(
    POSITION_LABELS,
    'Which part of the picture cover keeps, and where contain places the picture between its bars. Unset: center.',
    { label: 'Position', group: 'picture', unless: { fit: ['fill'] } },
  );

const background = () =>
  said(
    z
      .string()
      .max(7, { abort: true })
      .regex(/^#[0-9a-fA-F]{6}$/),
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

export const maxBytes = () =>
  said(
    z.int().min(1000).max(1_000_000_000_000),
    'Most bytes that the result has (1,000 and more), or a size such as 16 MB: as good as fits, up to quality (unset: very_high), then smaller; what would still have more is refused. Not with bitrate. Unset: no bound.',
    { label: 'Max File Size', placeholder: '16 MB', group: 'common', bytes: true },
  );

/** What a result may take is said in one way. */
export function refuseTwoSizes({
  value: { max_bytes: most, bitrate: bits },
  issues,
}: z.core.ParsePayload<{ max_bytes?: number | undefined; bitrate?: number | undefined }>): void {
  if (most !== undefined && bits !== undefined)
    issues.push({ code: 'custom', path: ['max_bytes'], message: 'only goes without "bitrate"', input: most });
}

const time = (schema: z.ZodNumber, label: string, description: string, placeholder: string) =>
  said(schema, description, { label: `${label} (Seconds)`, placeholder, group: 'common', time: true });

export const start = (description: string) => time(z.number().min(0), 'Start', description, '5');
export const end = (description: string) => time(z.number().gt(0), 'End', description, '15');
export const duration = (description = DURATION, placeholder = '60') =>
  time(z.number().gt(0), 'Duration', description, placeholder);

/** How a time may be given. */
const TIME = 'Seconds, or a time such as 00:00:02.5,';
const DURATION =
  'Seconds of the source that are taken from its start on, or as many as there are: another way to say where the result ends.';
export const START = `${TIME} into the source at which the result begins, accurate to a frame. Unset: the beginning.`;
export const END = `${TIME} into the source at which the result ends, accurate to a frame; past its end it is that. Unset: the end.`;

/** The part of a source that is played, and how fast. */
export const played = () => ({
  start: start(START).optional(),
  end: end(END).optional(),
  duration: duration().optional(),
  speed: speed().optional(),
  reverse: reverse().optional(),
});

export const reverse = () =>
  said(
    z.boolean(),
    'Whether the part that is taken is played backwards, sound and picture. All of it is kept in memory meanwhile: at most 800 million pixels over all pictures (14 s of 1080p at 30 a second), and 35 minutes of stereo sound. Unset: it is not.',
    { label: 'Reverse', group: 'common' },
  );

const speed = () =>
  said(
    z.number().min(0.25).max(4),
    'How fast it is played (0.25–4): 2 is twice as fast, 0.5 half as fast. Voices keep their pitch. Unset: 1.',
    { label: 'Speed', placeholder: '1.5', group: 'common' },
  );

/** The fields that shape a picture, for every kind that makes one. */
export const picture = (maxSide = MAX_SIDE) => ({
  width: dimension('Width', maxSide).optional(),
  height: dimension('Height', maxSide).optional(),
  short_side: shortSide(maxSide).optional(),
  max_width: most('Width', maxSide).optional(),
  max_height: most('Height', maxSide).optional(),
  upscale: upscale().optional(),
  fit: fit().optional(),
  position: position().optional(),
  background: background().optional(),
});

interface Shaping {
  width?: number | string | undefined;
  height?: number | string | undefined;
  short_side?: number | undefined;
  fit?: Fit | undefined;
  background?: string | undefined;
}

/** A size is said in one way, and `background` belongs to `contain` alone. */
export function refuseShape({
  value: { width, height, short_side: short, fit, background },
  issues,
}: z.core.ParsePayload<Shaping>): void {
  if (short !== undefined && (width ?? height) !== undefined)
    issues.push({
      code: 'custom',
      path: ['short_side'],
      message: 'only goes without "width" and "height"',
      input: short,
    });
  if (background !== undefined && fit !== undefined && WITHOUT_BARS.includes(fit)) {
    issues.push({
      code: 'custom',
      path: ['background'],
      message: `only goes with "fit" contain, not with ${fit}`,
      input: background,
    });
  }
}

/** `end` lies after `start`, and is said in one way. A request that says it by `duration` alone has been given its `end` before it is checked. */
export function refuseEmptyRange({
  value: { start: from = 0, end: to, duration: length },
  issues,
}: z.core.ParsePayload<{
  start?: number | undefined;
  end?: number | undefined;
  duration?: number | undefined;
}>): void {
  if (to !== undefined && length !== undefined)
    issues.push({ code: 'custom', path: ['duration'], message: 'only goes without "end"', input: length });
  if (to !== undefined && to <= from)
    issues.push({ code: 'custom', path: ['end'], message: `must be greater than "start" (${from})`, input: to });
}
