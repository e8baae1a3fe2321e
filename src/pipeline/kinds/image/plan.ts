import type { JobWarning } from '../../job/job';
import type { MediaInfo, VideoInfo } from '../../media/mediaInfo';
import type { Cost } from '../../plan/cost';
import { stillCost } from '../../plan/cost';
import { edited, turnedThenCut } from '../../plan/edits';
import type { EditedPicture } from '../../plan/edits';
import { encoderFor } from '../../ffmpeg/encoders';
import { mayChangeSize } from '../../plan/changingSize';
import { decoding } from '../../plan/decoding';
import { usualQuality } from '../../plan/fitting';
import { gridOf } from '../../plan/frameGrid';
import { LAST_FRAME_STAYS } from '../../plan/heldPicture';
import { isUnchanged, shapeOf } from '../../plan/geometry';
import type { Shape } from '../../plan/geometry';
import { asRecorded } from '../../plan/reading';
import type { Reading } from '../../plan/reading';
import { isTimeless } from '../../plan/sourcePicture';
import { preroll, stamp, timeRange } from '../../plan/timeRange';
import type { Plan, PlanContext, Step } from '../../plan/types';
import { pictureFilters } from '../../plan/videoFilters';
import { transparencyLost, upscaled } from '../../plan/warnings';
import { FILE_TYPES, MOVING_PICTURES } from '../../media/formats';
import { pictureFitting } from '../pictureFitting';
import { candidatesOf, chooseBest } from './bestFrame';
import { imageFormat, takesFirst } from './schema';
import type { ImageOptions } from './schema';
import { mediaError } from '../../errors/mediaError';
import { MAX_IMAGE_SIDE, MAX_SIDE } from '../../media/frame';
import type { Size } from '../../media/frame';
import { nameOf } from '../../media/nameOf';

/** One picture: an image as it is, or a frame that ffmpeg takes out of a video; sharp shapes and writes it either way. */
export function planImage(options: ImageOptions, context: PlanContext): Plan {
  const { source, name } = context;
  const given = source.video ?? source.cover;
  if (given === null) throw mediaError('no_video_stream', { input: nameOf(source.path) });
  if (source.still) refuseMoment(options, source);

  const { max_bytes: most } = options;
  const picture = edited(given, options);
  const format = imageFormat(options, source) ?? 'jpeg';
  const shape = shapeOf(picture, options, { maxSide: MAX_IMAGE_SIDE, even: false });
  // Of these formats only jpeg cannot be transparent.
  const opaque = format === 'jpeg' ? '#000000' : null;
  const early = shape.crop !== null || shape.pad !== null ? shapedEarly(picture, shape) : null;
  const paper = options.background ?? opaque;
  const extracted =
    source.format === 'heic'
      ? decoded(source)
      : extractFrame(options, picture, { ...context, shape: early ?? asItIs(picture, shape), paper });
  const { crop: cut, scale, pad } = extracted && early ? asItIs(shape, shape) : shape;
  // A frame that ffmpeg took is edited already.
  const isEdited = extracted !== null && source.format !== 'heic';
  const { rotate = 0, flip = null, crop = cut } = isEdited || !picture.edited ? {} : turnedThenCut(picture.edited, cut);
  const inner = scale ?? cut ?? { width: picture.width, height: picture.height };
  const file = `${name}.${FILE_TYPES[format].extensions[0]}`;
  const render: Step = {
    tool: 'sharp',
    operation: {
      do: 'render',
      input: extracted?.file ?? source.path,
      output: file,
      rotate,
      flip,
      crop,
      scale,
      under: opaque && paper,
      bars: pad && {
        ...pad,
        right: shape.width - inner.width - pad.left,
        bottom: shape.height - inner.height - pad.top,
        color: paper,
      },
      format,
      quality: options.quality ?? usualQuality(options),
      ...(most !== undefined && { mostBytes: most }),
    },
  };
  return {
    steps: [...(extracted?.steps ?? []), render],
    outputs: [{ file, format, mime: FILE_TYPES[format].mime, width: shape.width, height: shape.height }],
    reads: [extracted?.reads ?? asRecorded(0, null)],
    passing: extracted?.passing ?? [],
    finish: [],
    cost: source.format === 'heic' ? withDecoded(stillCost(picture, shape), picture) : stillCost(picture, shape),
    warnings: [
      ...firstTaken(source, options),
      ...(isUnchanged(shape) ? [] : upscaled(picture, shape)),
      ...transparencyLost(picture, format, options.background),
    ],
    ...(most !== undefined && {
      fitting: pictureFitting({
        options,
        most,
        size: shape,
        // Its quality is as low already as that takes.
        lower: (part) => ({ fineness: null, left: part }),
        planOf: (smaller) => planImage(smaller, context),
      }),
    }),
  };
}

/** One picture is the picture of every moment that it is shown. @throws range_invalid */
function refuseMoment({ start = 0 }: ImageOptions, source: MediaInfo): void {
  if (start > 0 && isTimeless(source))
    throw mediaError('range_invalid', { why: `The input is a still picture and has no second ${start}.` });
  timeRange({ start }, source.duration);
}

/** A picture that sharp cannot read in its source, on its way to it. */
interface Extracted {
  file: string;
  passing: string[];
  reads: Reading;
  steps: Step[];
}

function decoded({ path }: MediaInfo): Extracted {
  const file = 'media-jobs-decoded.tiff';
  return {
    file,
    passing: [file],
    reads: asRecorded(0, null),
    steps: [{ tool: 'sharp', operation: { do: 'decode', input: path, output: file } }],
  };
}

/** Red, green, blue and opacity, 16 bits each. */
const MOST_DECODED = 8;
const withDecoded = (cost: Cost, { width, height }: VideoInfo): Cost => ({
  ...cost,
  bytes: (cost.bytes ?? 0) + MOST_DECODED * width * height,
});

const firstTaken = ({ still, format, video }: MediaInfo, { start, frame }: ImageOptions): JobWarning[] =>
  still || video?.frames === 1 || start !== undefined || frame === 'best' || !MOVING_PICTURES.includes(format)
    ? []
    : [
        {
          kind: 'first_picture',
          message:
            'The input is an animation: its first picture was taken. Set start for another one, or use the kind "animation".',
        },
      ];

/** How ffmpeg shapes a picture that may have another size than its source says; null: that is left to sharp, which is better at it and does larger ones. */
const shapedEarly = (picture: EditedPicture, shape: Shape): Shape | null =>
  mayChangeSize(picture) && Math.max(shape.width, shape.height) <= MAX_SIDE ? shape : null;

const asItIs = ({ width, height }: Size, { others }: Shape): Shape => ({
  width,
  height,
  crop: null,
  scale: null,
  pad: null,
  others,
});

/** What a frame is taken with: the shape that ffmpeg gives it, and the colour of its bars. */
type Extraction = PlanContext & { shape: Shape; paper: string | null };

/** The frame, on its way from ffmpeg to sharp. */
const FRAME = 'media-jobs-frame.png';

/** The steps that write the wanted frame, upright and in standard range, as PNG; null where sharp reads the source itself. */
function extractFrame(options: ImageOptions, picture: EditedPicture, context: Extraction): Extracted | null {
  const { source, input, encoders, shape, paper } = context;
  if (readBySharp(source, options)) return null;
  encoderFor('png', encoders);
  const range = timeRange({ start: options.start }, source.duration, preroll(source, options.start));
  // A cover is one picture for all moments.
  const isMoving = source.video !== null && !source.still;
  const seeks = range.changed && isMoving;
  const among = options.frame === 'best' && isMoving ? candidatesOf(source, picture) : null;
  const filters = pictureFilters(picture, shape, {
    frameRate: among?.frameRate ?? (seeks ? gridOf(source, picture).frameRate : null),
    background: paper,
    pixelFormat: picture.hasAlpha || (shape.pad !== null && paper === null) ? 'rgba' : 'rgb24',
  });
  const argv = [
    '-y',
    ...(seeks ? range.seek : []),
    ...(among === null ? [] : ['-t', stamp(among.seconds)]),
    ...decoding(picture, encoders),
    ...input,
    '-map',
    `0:${picture.index}`,
    '-vf',
    `${seeks ? `${LAST_FRAME_STAYS},` : ''}${filters}`,
    '-frames:v',
    `${among?.count ?? 1}`,
    '-c:v',
    'png',
    '-compression_level',
    '1',
    '-f',
    'image2',
    ...(among === null ? ['-update', '1'] : []),
    `file:${among?.pattern ?? FRAME}`,
  ];
  return {
    file: FRAME,
    passing: [...(among?.files ?? []), FRAME],
    reads: asRecorded(seeks ? range.reading.start : 0, among?.seconds ?? null),
    steps: [{ tool: 'ffmpeg', argv, seconds: null }, ...(among === null ? [] : [chooseBest(among, FRAME)])],
  };
}

/** Whether sharp reads a source: still pictures, and the first frame of some animated ones. */
const readBySharp = ({ format, still, video }: MediaInfo, options: ImageOptions): boolean => {
  if (video?.showsBackground) return false;
  return still
    ? ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'].includes(format)
    : takesFirst(options) && ['webp', 'gif'].includes(format);
};
