import { FILE_TYPES } from '../../media/formats';
import type { VideoCodec, VideoFormat } from '../../media/formats';
import type { MediaInfo, VideoInfo } from '../../media/mediaInfo';
import { decoding } from '../../plan/decoding';
import { colorArgs, colorsOf } from '../../plan/colors';
import { isSized } from '../../plan/askedSize';
import { isUnchanged, shapeOf } from '../../plan/geometry';
import type { Shape } from '../../plan/geometry';
import { costOf } from '../../plan/cost';
import { isFaded, pictureFades } from '../../plan/fades';
import { asHeard } from '../../plan/soundChanges';
import { lengthOf, refuseLongPicture } from '../../plan/backwards';
import { edited } from '../../plan/edits';
import type { Level } from '../../plan/level';
import type { EditedPicture } from '../../plan/edits';
import { usualQuality } from '../../plan/fitting';
import type { FittedRate } from '../../plan/fittedRate';
import { encoderFor } from '../../ffmpeg/encoders';
import { roomForIndex } from '../../plan/frontIndex';
import { heldTo, LITTLE } from '../../plan/heldPicture';
import { piecesOf } from '../../plan/pieces';
import { movingPicture } from '../../plan/sourcePicture';
import { tagArgs } from '../../plan/tags';
import { lasting, preroll, timeRange, upToEnd } from '../../plan/timeRange';
import type { TimeRange } from '../../plan/timeRange';
import { canLeave, hasTwoPasses } from '../../plan/twoPass';
import type { Pass } from '../../plan/twoPass';
import type { Plan, PlanContext, Step } from '../../plan/types';
import { videoEncoderArgs } from '../../plan/videoEncoder';
import { pictureFilters } from '../../plan/videoFilters';
import { muxerWithRoom, VIDEO_MUXERS } from '../../plan/videoMuxers';
import { transparencyLostInVideo, upscaled } from '../../plan/warnings';
import { videoTarget } from './schema';
import { soundOf, videoFitting } from './videoFitting';
import { videoSound } from './videoSound';
import type { VideoOptions } from './schema';
import { MAX_SIDE } from '../../media/frame';

/** A file that plays in browsers and on phones. Streams that already fit are copied; only what has to change is encoded. */
export function planVideo(options: VideoOptions, context: PlanContext): Plan {
  const { name, encoders, cores = 1, anew = false, fittedRate } = context;
  const source = asHeard(context.source, options);
  const picture = edited(movingPicture(source, 'video'), options);
  const target = videoTarget(options);
  const { mixed } = context;
  const played = timeRange(options, source.duration, preroll(source, options.start));
  const range = mixed?.outlasts ? { ...played, ...lasting(mixed.seconds) } : played;
  const shape = shapeOf(picture, options, { maxSide: MAX_SIDE, even: true });
  const copies = !anew && canCopy(options, target.format, source, picture, shape, range);
  const input = copies ? context.input : [...decoding(picture, encoders), ...context.input];
  const alphaTag = picture.hasAlpha ? ['-metadata:s:v', 'alpha_mode=1'] : [];
  const codec = copies ? CODEC_NAMES[picture.codec] : target.codec;
  const atLevel = (level: Level) => planVideo(options, { ...context, level });
  const sound = videoSound(options, context, { source, input, range, format: target.format, atLevel });
  const { track } = sound;

  const file = `${name}.${FILE_TYPES[target.format].extensions[0]}`;
  const frameRate = options.fps === undefined ? picture.frameRate : `${options.fps}`;
  const fades = pictureFades(options, range);
  // What is played backwards begins with the end of the longer one of picture and sound.
  const held = mixed?.outlasts ? mixed.seconds : heldTo(source, range, LITTLE);
  const holdTo = options.reverse ? lengthOf(range) : held;
  if (options.reverse) refuseLongPicture(shape, options.fps ?? picture.fps, range);
  const passed = copies ? undefined : passOf(options, fittedRate, encoderFor(target.codec, encoders));
  const encoded = (seconds: number | null, pass = passed) => [
    '-vf',
    [
      ...(mixed?.outlasts ? upToEnd(played) : []),
      pictureFilters(picture, shape, {
        speed: range.reading.speed,
        holdTo,
        frameRate,
        background: options.background ?? null,
        pixelFormat: 'yuv420p',
      }),
      ...(options.reverse ? ['reverse'] : []),
      ...fades,
    ].join(','),
    ...videoEncoderArgs(
      target.codec,
      {
        level: options.quality ?? usualQuality(options),
        bitrate: fittedRate?.picture ?? options.bitrate,
        pass,
        maxBitrate: maxBitrateOf(options, picture, seconds),
      },
      encoders,
    ),
    ...colorArgs(colorsOf(picture)),
  ];
  const written = (muxer: readonly string[]) => [
    ...tagArgs(source),
    '-max_muxing_queue_size',
    '4096',
    ...muxer,
    `file:${file}`,
  ];
  const rest = written(VIDEO_MUXERS[target.format]);
  const made = [
    ...range.seek,
    ...input,
    ...sound.input,
    '-map',
    `0:${picture.index}`,
    ...(copies
      ? ['-c:v', 'copy', ...(codec === 'h265' ? ['-tag:v', 'hvc1'] : []), ...alphaTag]
      : encoded(range.seconds)),
    ...sound.args,
    ...range.limit,
  ];
  const looking = () => [
    ...[...range.seek, ...input, '-map', `0:${picture.index}`, ...encoded(range.seconds, 'first')],
    ...['-an', ...range.limit, '-f', 'null', '-'],
  ];
  const looks: Step[] =
    passed === 'second' && fittedRate?.isLookedAt === false
      ? [{ tool: 'ffmpeg', argv: looking(), seconds: range.seconds }]
      : [];
  const room = copies && track.copied ? roomForIndex(source) : null;
  const pieces =
    copies || holdTo !== null || fades.length > 0 || fittedRate !== undefined
      ? undefined
      : piecesOf({
          encoder: encoderFor(target.codec, encoders),
          source,
          frameRate,
          size: shape,
          range,
          cores,
          input,
          picture,
          encoded,
          result: { sound: sound.alone, format: target.format, rest },
        });
  return {
    steps: [
      ...looks,
      {
        tool: 'ffmpeg',
        argv: [...made, ...rest],
        seconds: range.seconds,
        ...(target.format !== 'webm' &&
          room !== null && { once: [...made, ...written(muxerWithRoom(target.format, room))] }),
        ...(pieces && { pieces }),
      },
    ],
    outputs: [
      {
        file,
        format: target.format,
        mime: FILE_TYPES[target.format].mime,
        ...(copies ? { width: picture.width, height: picture.height } : { width: shape.width, height: shape.height }),
        ...(codec && { videoCodec: codec }),
        ...(sound.alone !== null && { audioCodec: track.codec }),
        ...(range.seconds !== null && { duration: range.seconds }),
      },
    ],
    reads: [range.reading],
    passing: [],
    finish: [],
    cost: costOf(
      source,
      range,
      copies
        ? null
        : {
            framePixels: shape.width * shape.height,
            fps: options.fps ?? picture.fps,
            bitrate: options.bitrate ?? maxBitrateOf(options, picture, range.seconds)?.bitrate ?? null,
          },
      track,
    ),
    warnings: [
      ...range.warnings,
      ...(copies
        ? [
            {
              kind: 'remuxed',
              message: `The picture fitted already and was copied without encoding it anew${track.copied ? '' : '; the sound was converted'}.`,
            },
          ]
        : [...upscaled(picture, shape), ...transparencyLostInVideo(source, options.background)]),
    ],
    ...sound.levelling,
    ...(fittedRate === undefined &&
      videoFitting(
        options,
        {
          size: shape,
          sound: sound.alone === null ? 0 : soundOf(source, track),
          seconds: range.seconds,
          hasLeft: passed === 'leaving',
          ...(copies && { encoding: () => planVideo(options, { ...context, anew: true }) }),
        },
        (smaller, rate) => planVideo(smaller, { ...context, anew: true, fittedRate: rate }),
      )),
    ...((copies || (source.audio !== null && track.copied)) && {
      instead: () => planVideo(options, { ...context, anew: true }),
    }),
  };
}

/** The pass that makes the result. Where its bytes are bounded, the one that does not look at them leaves what the next one needs. */
function passOf({ max_bytes: most }: VideoOptions, rate: FittedRate | undefined, encoder: string): Pass | undefined {
  if (rate !== undefined) return hasTwoPasses(encoder) ? 'second' : undefined;
  return most !== undefined && canLeave(encoder) ? 'leaving' : undefined;
}

/** ffmpeg's codec names as ours. vp8 plays wherever webm does, but cannot be asked for. */
const CODEC_NAMES: Record<string, VideoCodec | undefined> = { h264: 'h264', hevc: 'h265', vp9: 'vp9', av1: 'av1' };
/** Codecs that are taken over unasked, per format: those that every player of the format has. */
const COPIED_UNASKED: Record<VideoFormat, readonly string[]> = {
  mp4: ['h264'],
  mov: ['h264'],
  webm: ['vp8', 'vp9', 'av1'],
};
/** Containers whose packets carry the times that copying needs. */
const TIMED = ['mp4', 'mov', 'mkv', 'webm', 'mpegts', 'flv'];

/** Whether the picture already is what is asked for, so that encoding it anew would only cost time and quality. */
function canCopy(
  options: VideoOptions,
  format: VideoFormat,
  source: MediaInfo,
  picture: EditedPicture,
  shape: Shape,
  range: TimeRange,
): boolean {
  const wanted =
    options.codec === undefined
      ? COPIED_UNASKED[format].includes(picture.codec)
      : CODEC_NAMES[picture.codec] === options.codec;
  const plain =
    (options.background === undefined || !picture.hasAlpha) &&
    picture.pixelFormat === 'yuv420p' &&
    !picture.interlaced &&
    picture.hdr === null &&
    picture.rotation === 0 &&
    picture.squarePixels &&
    !picture.fullRange;
  const untouched =
    !range.changed &&
    !isFaded(options) &&
    picture.edited === undefined &&
    !options.reverse &&
    options.quality === undefined &&
    options.bitrate === undefined &&
    (options.fps === undefined || (options.fps === picture.fps && !picture.variableFps));
  const unshaped = isUnchanged(shape) || !isSized(picture, options);
  return wanted && plain && untouched && unshaped && TIMED.includes(source.format);
}

/** Without a wish for quality, the result takes no more bits per second than the source did. */
function maxBitrateOf(
  options: VideoOptions,
  { bitrate }: VideoInfo,
  seconds: number | null,
): { bitrate: number; seconds: number | null } | undefined {
  return options.quality === undefined && options.bitrate === undefined && bitrate !== null
    ? { bitrate, seconds }
    : undefined;
}
