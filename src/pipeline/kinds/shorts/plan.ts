import { FILE_TYPES } from '../../media/formats';
import { audioTrack } from '../../plan/audioTrack';
import { decoding } from '../../plan/decoding';
import { costOf } from '../../plan/cost';
import { colorArgs, colorsOf } from '../../plan/colors';
import { heldTo, LITTLE } from '../../plan/heldPicture';
import { movingPicture } from '../../plan/sourcePicture';
import { tagArgs } from '../../plan/tags';
import { preroll, timeRange } from '../../plan/timeRange';
import type { Plan, PlanContext } from '../../plan/types';
import { videoEncoderArgs } from '../../plan/videoEncoder';
import { VIDEO_MUXERS } from '../../plan/videoMuxers';
import { transparencyLostInVideo, upscaled } from '../../plan/warnings';
import type { Analysis } from './analysis';
import type { DrawnCaptions } from '../../plan/drawnCaptions';
import { loudnessFilters } from './loudness';
import { reframeFilters } from './reframe/filters';
import { sizeOf } from './schema';
import type { ShortsOptions } from './schema';
import type { Part } from '../../media/part';

/** One short to be made. */
export interface ShortPlan extends Part {
  analysis: Pick<Analysis, 'picture'> | null;
  /** LUFS of the part as it is; null: it is left so. */
  loudness: number | null;
  /** null: none. */
  captions: DrawnCaptions | null;
  /** Of the encoder; with one, decoding and filters have one, too. */
  threads: number;
}

/** Seconds over which sound comes and goes where it was cut: not heard, but without them there is a click. */
const FADE = 0.008;

/** Where in a short its poster is taken: past its first words, before its end. */
const POSTER_AT = 1 / 3;
/** Seconds that are read beyond the end of a short: what is cut off exactly is the result. */
const BEYOND = 1;

/** One short of a source: found by seeking, framed anew, its sound brought to an even loudness, as a file that plays in browsers and on phones; and a picture of it. */
export function planShort(
  options: ShortsOptions,
  { start, end, analysis, loudness, captions, threads }: ShortPlan,
  { source, input, name, encoders }: PlanContext,
): Plan {
  const picture = movingPicture(source, 'shorts');
  const range = timeRange({ start, end }, source.duration, preroll(source, start));
  const seconds = range.seconds ?? end - start;
  const size = sizeOf(options);
  const { filters, shape } = reframeFilters(picture, {
    how: options.reframe ?? 'track',
    size,
    part: { start, end },
    analysis,
    holdTo: heldTo(source, range, LITTLE),
  });
  const fades = [`afade=t=in:st=0:d=${FADE}`, `afade=t=out:st=${(seconds - FADE).toFixed(3)}:d=${FADE}`];
  const track = audioTrack(
    source,
    ['aac'],
    {
      quality: options.quality,
      anew: true,
      stereo: true,
      filters: [...(options.loudness === 'keep' ? [] : loudnessFilters(loudness)), ...fades],
    },
    range,
    encoders,
  );
  const file = `${name}.${FILE_TYPES.mp4.extensions[0]}`;
  const poster = `${name}.${FILE_TYPES.jpeg.extensions[0]}`;
  const still = `${name}.tiff`;
  const colors = colorsOf(picture);
  const drawn = captions === null ? filters : `${filters},${captions.filter}`;
  const single = threads === 1;
  const argv = [
    ...(single ? ['-filter_complex_threads', '1', '-filter_threads', '1', '-threads', '1'] : []),
    ...range.seek,
    ...decoding(picture, encoders),
    ...input,
    '-filter_complex',
    `[0:${picture.index}]trim=end=${(seconds + BEYOND).toFixed(3)},${drawn},split[clip][all];[all]${stillFilters(POSTER_AT * seconds, colors.matrix)}[still]`,
    '-map',
    '[still]',
    '-c:v',
    'tiff',
    '-compression_algo',
    'raw',
    '-f',
    'image2',
    '-update',
    '1',
    `file:${still}`,
    '-map',
    '[clip]',
    ...videoEncoderArgs('h264', { level: options.quality ?? 'medium' }, encoders),
    '-threads',
    `${threads}`,
    ...colorArgs(colors),
    ...track.args,
    ...range.limit,
    ...(range.limit.includes('-t') ? [] : ['-t', seconds.toFixed(3)]),
    ...tagArgs({ tags: {} }),
    '-max_muxing_queue_size',
    '4096',
    ...VIDEO_MUXERS.mp4,
    `file:${file}`,
  ];
  return {
    steps: [
      ...(captions?.steps ?? []),
      { tool: 'ffmpeg', argv, seconds },
      {
        tool: 'sharp',
        operation: {
          do: 'render',
          input: still,
          output: poster,
          crop: null,
          scale: null,
          under: null,
          bars: null,
          format: 'jpeg',
          quality: 'medium',
        },
      },
    ],
    outputs: [
      {
        file,
        format: 'mp4',
        mime: FILE_TYPES.mp4.mime,
        ...size,
        duration: seconds,
        videoCodec: 'h264',
        ...(source.audio && { audioCodec: track.codec }),
      },
      { file: poster, format: 'jpeg', mime: FILE_TYPES.jpeg.mime, ...size },
    ],
    reads: [{ ...range.reading, seconds }],
    passing: [still],
    finish: [],
    cost: costOf(
      source,
      { seconds, reading: { seconds } },
      { framePixels: size.width * size.height, fps: picture.fps, bitrate: null },
      track,
    ),
    warnings: [...upscaled(picture, shape), ...transparencyLostInVideo(source, undefined)],
  };
}

/** The first picture, and in its place the first from a moment on: where the picture ends before that, there is one all the same. */
const stillFilters = (at: number, matrix: string): string =>
  `select='eq(n\\,0)+gte(t\\,${at.toFixed(3)})*lt(prev_selected_t\\,${at.toFixed(3)})',setpts=N/FRAME_RATE/TB,scale=in_color_matrix=${matrix},format=rgb24`;
