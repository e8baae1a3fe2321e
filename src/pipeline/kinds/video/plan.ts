import { FILE_TYPES } from '../../media/formats';
import type { VideoInfo } from '../../media/mediaInfo';
import { decoding } from '../../plan/decoding';
import { colorArgs, colorsOf } from '../../plan/colors';
import { shapeOf } from '../../plan/geometry';
import { costOf } from '../../plan/cost';
import { pictureFades } from '../../plan/fades';
import { resultTime } from '../../plan/reading';
import { asHeard } from '../../plan/soundChanges';
import { lengthOf, refuseLongPicture } from '../../plan/backwards';
import { edited } from '../../plan/edits';
import type { Level } from '../../plan/level';
import { usualQuality } from '../../plan/fitting';
import type { FittedRate } from '../../plan/fittedRate';
import { encoderFor } from '../../ffmpeg/encoders';
import { roomForIndex } from '../../plan/frontIndex';
import { heldTo, LITTLE } from '../../plan/heldPicture';
import { piecesOf } from '../../plan/pieces';
import { movingPicture } from '../../plan/sourcePicture';
import { tagArgs } from '../../plan/tags';
import { lasting, preroll, timeRange, upToEnd } from '../../plan/timeRange';
import { canLeave, hasTwoPasses } from '../../plan/twoPass';
import type { Pass } from '../../plan/twoPass';
import type { Plan, PlanContext, Step } from '../../plan/types';
import { videoEncoderArgs } from '../../plan/videoEncoder';
import { pictureFilters } from '../../plan/videoFilters';
import { muxerWithRoom, VIDEO_MUXERS } from '../../plan/videoMuxers';
import { transparencyLostInVideo, upscaled } from '../../plan/warnings';
import { canCopy, CODEC_NAMES } from './canCopy';
import { captioned } from '../captioned';
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
  const captions = captioned(options, {
    format: target.format,
    size: shape,
    seconds: range.seconds,
    length: source.duration,
    timeOf: (at) => resultTime(range.reading, at),
  });
  const isDrawn = captions.filters.length > 0;
  const copies = !anew && !isDrawn && canCopy(options, target.format, source, picture, shape, range);
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
      ...captions.filters,
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
    ...(captions.track?.input ?? []),
    '-map',
    `0:${picture.index}`,
    ...(copies
      ? ['-c:v', 'copy', ...(codec === 'h265' ? ['-tag:v', 'hvc1'] : []), ...alphaTag]
      : encoded(range.seconds)),
    ...sound.args,
    ...(captions.track?.args(sound.input.length > 0 ? 2 : 1) ?? []),
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
    copies || holdTo !== null || fades.length > 0 || captions.steps.length > 0 || fittedRate !== undefined
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
      ...captions.steps,
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
    ...captions.draws,
    warnings: [
      ...range.warnings,
      ...captions.warnings,
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
