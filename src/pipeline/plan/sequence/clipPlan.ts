import type { Encoders } from '../../ffmpeg/encoders';
import type { VideoCodec } from '../../media/formats';
import { MAX_SIDE } from '../../media/frame';
import { clockOf } from '../../media/clock';
import type { AudioInfo, MediaInfo } from '../../media/mediaInfo';
import type { ResultTime } from '../../media/time';
import { downmix } from '../audioEncoder';
import { colorArgs } from '../colors';
import { costOf } from '../cost';
import { decoding } from '../decoding';
import { edited } from '../edits';
import type { EditOptions } from '../edits';
import { shapeOf } from '../geometry';
import type { ShapeOptions } from '../geometry';
import { soundInTime } from '../soundInTime';
import { movingPicture } from '../sourcePicture';
import type { TimeRange } from '../timeRange';
import type { Plan } from '../types';
import { videoEncoderArgs } from '../videoEncoder';
import type { Rate } from '../videoEncoder';
import { pictureFilters } from '../videoFilters';
import { upscaled } from '../warnings';
import type { Canvas, CommonSound } from './canvas';
import { clipFiles } from './clipFiles';
import type { PlacedClip } from './placedClips';

/** How the pictures of all clips are encoded. */
export interface ClipEncoding {
  codec: VideoCodec;
  rate: Rate;
  background: string | null;
  /** Filters that the frames of a clip go through at last. */
  fades: (clip: PlacedClip) => string[];
  shape: ShapeOptions & EditOptions;
  encoders: Encoders;
}

/**
 * Pure: one clip of a sequence, made to be what all of them are: so many frames and so many samples, whatever its own streams have. Its picture is encoded
 * as that of the result is; its sound is kept as samples, since codecs put silence before each beginning.
 * @throws no_video_stream, size_invalid, encoder_missing
 */
export function clipPlan(clip: PlacedClip, canvas: Canvas, encoding: ClipEncoding): Plan {
  const { index, asked, source, input, range, from, to } = clip;
  const { codec, rate, background, encoders } = encoding;
  const picture = edited(movingPicture(source, 'video'), encoding.shape);
  const { width, height, fps, frameRate, colors } = canvas;
  // Bounds and the like have made the canvas: every clip fills that.
  const { fit, position } = encoding.shape;
  const shape = shapeOf(picture, { fit: asked.fit ?? fit, position, width, height }, { maxSide: MAX_SIDE, even: true });
  const files = clipFiles(index);
  const seconds = (to - from) / fps;
  const framed = pictureFilters(picture, shape, {
    speed: range.reading.speed,
    // A frame more than there are: how many are taken is said in frames.
    holdTo: seconds + 1,
    frameRate,
    background,
    pixelFormat: 'yuv420p',
    colors,
  });
  const filters = [framed, ...encoding.fades(clip)].join(',');
  const argv = [
    ...range.seek,
    ...decoding(picture, encoders),
    ...input,
    ...(canvas.sound !== null && source.audio === null ? silence(canvas.sound) : []),
    ...['-map', `0:${picture.index}`, '-vf', filters],
    ...videoEncoderArgs(codec, rate, encoders),
    ...colorArgs(colors),
    ...['-frames:v', `${to - from}`, ...NO_TAGS, '-f', 'mp4', `file:${files.picture}`],
    ...(canvas.sound === null ? [] : soundArgs(clip, canvas, canvas.sound, files.sound)),
  ];
  return {
    steps: [{ tool: 'ffmpeg', argv, seconds }],
    outputs: [
      { file: files.picture, format: 'mp4', mime: 'video/mp4', width, height, videoCodec: codec, duration: seconds },
      ...(canvas.sound === null
        ? []
        : [{ file: files.sound, format: 'wav' as const, mime: 'audio/wav', duration: seconds }]),
    ],
    input: index,
    reads: [range.reading],
    passing: [],
    finish: [],
    cost: costOf(source, { ...range, seconds }, { framePixels: width * height, fps, bitrate: null }, null),
    warnings: [...range.warnings, ...upscaled(picture, shape)],
  };
}

const NO_TAGS = ['-map_metadata', '-1', '-map_chapters', '-1'];

const silence = ({ sampleRate, channels }: CommonSound): string[] => [
  ...['-f', 'lavfi', '-i', `anullsrc=sample_rate=${sampleRate}:channel_layout=${layoutOf(channels)}`],
];

const layoutOf = (channels: number): string => (channels === 1 ? 'mono' : 'stereo');

/** Samples at a frame: no clip is late because those before it have fractions of a sample. */
const samplesAt = (frame: number, { fps }: Canvas, { sampleRate }: CommonSound): number =>
  Math.round((frame / fps) * sampleRate);

function soundArgs(
  { asked, source, range, from, to }: PlacedClip,
  canvas: Canvas,
  sound: CommonSound,
  file: string,
): string[] {
  const { audio } = source;
  const samples = samplesAt(to, canvas, sound) - samplesAt(from, canvas, sound);
  const { volume = 1 } = asked;
  const filters = [
    ...(audio === null ? [] : inPlace(audio, source, range, sound)),
    `aformat=sample_rates=${sound.sampleRate}:channel_layouts=${layoutOf(sound.channels)}`,
    ...(volume === 1 || audio === null ? [] : [`volume=${volume}:precision=float`]),
    ...['apad', `atrim=end_sample=${samples}`],
  ];
  return [
    ...['-map', audio === null ? '1:0' : `0:${audio.index}`, '-af', filters.join(',')],
    ...['-c:a', 'pcm_f32le', ...NO_TAGS, '-f', 'wav', '-rf64', 'auto', `file:${file}`],
  ];
}

/** From time 0, and of the channels that all have. One channel is as loud on both sides. */
function inPlace(audio: AudioInfo, source: MediaInfo, range: TimeRange, sound: CommonSound): string[] {
  const begins: ResultTime = Math.max(0, audio.startTime - clockOf(source) - range.reading.start);
  return [
    ...range.trimSound,
    soundInTime({ begins, speed: range.reading.speed, frame: 0 }),
    ...(sound.channels === 2 && audio.channels > 2 ? downmix(audio) : []),
    ...(sound.channels === 2 && audio.channels === 1 ? ['pan=stereo|c0=c0|c1=c0'] : []),
  ];
}
