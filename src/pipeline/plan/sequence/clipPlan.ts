import type { Encoders } from '../../ffmpeg/encoders';
import type { VideoCodec } from '../../media/formats';
import { colorArgs } from '../colors';
import { costOf } from '../cost';
import type { Plan } from '../types';
import { videoEncoderArgs } from '../videoEncoder';
import type { Rate } from '../videoEncoder';
import { samplesAt } from '../soundtrack/commonSound';
import { samplesArgs, samplesFile } from '../soundtrack/samples';
import type { Canvas } from './canvas';
import { clipFiles } from './clipFiles';
import { heardClip } from './heardClip';
import type { PlacedClip } from './placedClips';
import type { ShownClip } from './shownClip';
import { NO_TAGS } from '../tags';

/** How the pictures of all clips are encoded. */
export interface ClipEncoding {
  codec: VideoCodec;
  rate: Rate;
  /** Filters that the frames of a clip go through at last. */
  fades: (clip: PlacedClip) => string[];
  /** Whether pictures are stored in the order in which they are shown: see `storesInOrder`. */
  inOrder: boolean;
  encoders: Encoders;
}

/** Frames from which on encoders store them in another order than they are shown. */
const REORDERED = 3;

/**
 * Pure: whether the pictures of all clips are stored in the order in which they are shown. A file begins to decode before it is shown by as much as its first clip does, and
 * one of so few frames does not: what follows would be stored too late, and the file said to be shorter than it is.
 */
export const storesInOrder = ([first]: readonly Pick<PlacedClip, 'from' | 'to'>[]): boolean =>
  first !== undefined && first.to - first.from < REORDERED;

/**
 * Pure: one clip of a sequence, made to be what all of them are: so many frames and so many samples, whatever its own streams have. Its picture is encoded
 * as that of the result is; its sound is kept as samples, since codecs put silence before each beginning.
 * @throws encoder_missing
 */
export function clipPlan(clip: PlacedClip, shown: ShownClip, canvas: Canvas, encoding: ClipEncoding): Plan {
  const { index, source, range, from, to } = clip;
  const { codec, rate, encoders, inOrder } = encoding;
  const { width, height, fps, colors, sound } = canvas;
  const files = clipFiles(index);
  const seconds = (to - from) / fps;
  const heard = sound && heardClip(clip, samplesAt(to, fps, sound) - samplesAt(from, fps, sound), sound);
  const argv = [
    ...shown.input,
    ...(heard?.input ?? []),
    ...['-map', shown.stream, '-vf', [...shown.filters, ...encoding.fades(clip)].join(',')],
    ...videoEncoderArgs(codec, rate, encoders, { inOrder }),
    ...colorArgs(colors),
    ...['-frames:v', `${to - from}`, ...NO_TAGS, '-f', 'mp4', `file:${files.picture}`],
    ...(heard === null ? [] : [...heard.args, ...NO_TAGS, ...samplesArgs(files.sound)]),
  ];
  const picture = { file: files.picture, format: 'mp4', mime: 'video/mp4', width, height, videoCodec: codec } as const;
  return {
    steps: [...shown.steps, { tool: 'ffmpeg', argv, seconds }],
    outputs: [picture, ...(heard === null ? [] : [samplesFile(files.sound)])].map((output) => ({
      ...output,
      duration: seconds,
    })),
    input: index,
    reads: [range.reading],
    passing: shown.passing,
    finish: [],
    cost: costOf(source, { ...range, seconds }, { framePixels: width * height, fps, bitrate: null }, null),
    warnings: shown.warnings,
  };
}
