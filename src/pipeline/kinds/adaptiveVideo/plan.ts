import { FILE_TYPES, MOVING_PICTURES } from '../../media/formats';
import type { SegmentFormat, SideFormat } from '../../media/formats';
import { audioTrack } from '../../plan/audioTrack';
import { decoding } from '../../plan/decoding';
import { colorArgs, colorsOf } from '../../plan/colors';
import { costOf } from '../../plan/cost';
import { pictureFades } from '../../plan/fades';
import { asHeard, levellingOf, soundChanges } from '../../plan/soundChanges';
import { edited } from '../../plan/edits';
import { encoderFor } from '../../ffmpeg/encoders';
import { pixels } from '../../plan/askedSize';
import { heldTo } from '../../plan/heldPicture';
import { shapeOf } from '../../plan/geometry';
import { movingPicture } from '../../plan/sourcePicture';
import { tagArgs } from '../../plan/tags';
import { resultTime } from '../../plan/reading';
import { preroll, timeRange } from '../../plan/timeRange';
import type { Plan, PlanContext } from '../../plan/types';
import { CRF } from '../../plan/quality';
import { maxRate } from '../../plan/videoEncoder';
import { pictureFilters } from '../../plan/videoFilters';
import { transparencyLostInVideo } from '../../plan/warnings';
import { captioned } from '../captioned';
import { ladder } from './ladder';
import { DEFAULT_SEGMENTS, MASTER_PLAYLIST } from './schema';
import type { AdaptiveVideoOptions } from './schema';
import { MAX_SIDE } from '../../media/frame';
import { standardRate } from '../../media/standardRate';
import type { ExpectedOutput } from '../../media/expectedOutput';

/** Seconds of a segment, and between the keyframes at which a player can change over (Apple's HLS authoring guide). */
const SEGMENT_SECONDS = 6;
const KEYFRAME_SECONDS = 2;
/** What a player holds back at the least, and so how far one moment may exceed the maximum rate. */
const BUFFER_SECONDS = 2;

/** How segments are written. Names without `file:`, which the playlists would repeat. */
const MUXED: Record<SegmentFormat, { format: SideFormat; args: readonly string[] }> = {
  ts: { format: 'mpegts', args: ['-hls_segment_filename', 'stream_%v_%05d.ts'] },
  fmp4: {
    format: 'fmp4',
    // All builds number the file that segments begin with, where there are several streams; of a pattern in its name they make different things.
    args: [
      ...['-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', 'init.mp4'],
      ...['-hls_segment_filename', 'stream_%v_%05d.m4s'],
    ],
  },
};

/** An HLS stream: one decode feeds every rendition, sound is a rendition of its own that all of them share. */
export function planAdaptiveVideo(options: AdaptiveVideoOptions, context: PlanContext): Plan {
  const { input, encoders } = context;
  const source = asHeard(context.source, options);
  const picture = edited(movingPicture(source, 'adaptive_video'), options);
  const range = timeRange(options, source.duration, preroll(source, options.start));
  const quality = options.quality ?? 'medium';
  const segments = options.segment_format ?? DEFAULT_SEGMENTS;
  const { fps, frameRate } = standardRate(picture.fps);
  const isSlow = MOVING_PICTURES.includes(source.format) || picture.variableFps || picture.fps < fps;
  const shape = shapeOf(picture, withinSource(options, picture), { maxSide: MAX_SIDE, even: true });
  // Without a wish for quality, no rendition takes more bits per second than the source did.
  const most =
    options.quality === undefined && picture.bitrate !== null
      ? maxRate({ bitrate: picture.bitrate, seconds: range.seconds }, BUFFER_SECONDS)
      : undefined;
  const rungs = ladder(shape, quality, fps, most);
  // The sound is encoded in any case: segments have to begin at its frames, at time 0.
  const track = audioTrack(
    source,
    ['aac'],
    {
      quality: options.quality,
      anew: true,
      toTheEnd: true,
      ...soundChanges({ ...options, source }, range, context.level),
    },
    range,
    encoders,
  );

  const captions = captioned(options, {
    format: null,
    size: shape,
    seconds: range.seconds,
    length: source.duration,
    timeOf: (at) => resultTime(range.reading, at),
  });
  const shaped = [
    pictureFilters(picture, shape, {
      holdTo: heldTo(source, range, 1 / fps),
      frameRate,
      background: options.background ?? null,
      pixelFormat: 'yuv420p',
    }),
    ...captions.filters,
    ...pictureFades(options, range),
  ].join(',');
  const labels = rungs.map((_, index) => `v${index}`);
  const scaled = rungs.map(({ width, height }, index) =>
    index === 0 ? `[s0]null[v0]` : `[s${index}]scale=${width}:${height}:flags=bicubic,setsar=1[v${index}]`,
  );
  const graph = `[0:${picture.index}]${shaped},split=${rungs.length}${rungs.map((_, index) => `[s${index}]`).join('')};${scaled.join(';')}`;
  const names = rungs
    .map((_, index) => `v:${index}${source.audio ? ',agroup:sound' : ''}`)
    .concat(source.audio ? ['a:0,agroup:sound'] : []);

  const argv = [
    ...range.seek,
    ...decoding(picture, encoders),
    ...input,
    '-filter_complex',
    graph,
    ...labels.flatMap((label) => ['-map', `[${label}]`]),
    '-c:v',
    encoderFor('h264', encoders),
    '-preset',
    'veryfast',
    '-profile:v',
    'high',
    '-crf',
    `${CRF.h264[quality]}`,
    ...rungs.flatMap(({ maxRate: rate }, index) => [
      `-maxrate:v:${index}`,
      `${rate}`,
      `-bufsize:v:${index}`,
      `${BUFFER_SECONDS * rate}`,
    ]),
    '-force_key_frames:v',
    `expr:gte(t,n_forced*${KEYFRAME_SECONDS})`,
    '-sc_threshold',
    '0',
    ...colorArgs(colorsOf(picture)),
    ...track.args,
    ...range.limit,
    // Old builds of ffmpeg repeat the last frame of a graph for as long as its own picture was shown.
    ...(isSlow && range.seconds !== null ? ['-frames:v', `${Math.max(1, Math.round(range.seconds * fps))}`] : []),
    ...tagArgs(source),
    '-max_muxing_queue_size',
    '4096',
    '-f',
    'hls',
    '-hls_time',
    `${SEGMENT_SECONDS}`,
    '-hls_playlist_type',
    'vod',
    '-hls_flags',
    'independent_segments',
    ...MUXED[segments].args,
    '-var_stream_map',
    names.join(' '),
    'file:stream_%v.m3u8',
  ];
  const playlist = (index: number): ExpectedOutput => ({
    file: `stream_${index}.m3u8`,
    format: 'hls',
    mime: FILE_TYPES.hls.mime,
    leads: true,
    ...(range.seconds !== null && { duration: range.seconds }),
  });
  const renditions = rungs.map(({ width, height }, index): ExpectedOutput => ({
    ...playlist(index),
    width,
    height,
    videoCodec: 'h264',
  }));
  const sound = source.audio ? [{ ...playlist(rungs.length), audioCodec: 'aac' as const }] : [];
  return {
    steps: [...captions.steps, { tool: 'ffmpeg', argv, seconds: range.seconds }],
    outputs: [...renditions, ...sound],
    reads: [range.reading],
    passing: [],
    finish: [
      {
        write: 'master_playlist',
        output: { file: MASTER_PLAYLIST, format: 'hls', mime: FILE_TYPES.hls.mime, leads: true },
        playlist: {
          renditions: rungs.map(({ width, height }, index) => ({
            playlist: `stream_${index}.m3u8`,
            width,
            height,
            fps,
          })),
          audioPlaylist: sound[0]?.file ?? null,
          segments: MUXED[segments].format,
        },
      },
    ],
    cost: costOf(
      source,
      range,
      {
        framePixels: rungs.reduce((sum, { width, height }) => sum + width * height, 0),
        fps,
        // Without it the maximum rates are what one moment may take, and say little of the whole.
        bitrate: most === undefined ? null : rungs.reduce((sum, { maxRate: rate }) => sum + rate, 0),
      },
      track,
    ),
    ...captions.draws,
    warnings: [...range.warnings, ...captions.warnings, ...transparencyLostInVideo(source, options.background)],
    ...levellingOf({ options, context, range, track }, (level) => planAdaptiveVideo(options, { ...context, level })),
  };
}

/** Width and height bound the top rendition: a stream is never larger than its source. */
function withinSource(options: AdaptiveVideoOptions, source: { width: number; height: number }): AdaptiveVideoOptions {
  const { width, height } = options;
  const asked = { width: pixels(width, source.width), height: pixels(height, source.height) };
  const factor = Math.min(1, source.width / (asked.width ?? 1), source.height / (asked.height ?? 1));
  const bounded = (side: number | null) => (side === null ? undefined : Math.max(2, Math.round(side * factor)));
  return { ...options, width: bounded(asked.width), height: bounded(asked.height), upscale: false };
}
