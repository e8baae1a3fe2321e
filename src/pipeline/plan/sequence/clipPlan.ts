import { costOf } from '../cost';
import { otherStream } from '../otherStream';
import { samplesAt } from '../soundtrack/commonSound';
import type { CommonSound } from '../soundtrack/commonSound';
import { samplesArgs, samplesFile } from '../soundtrack/samples';
import { NO_TAGS } from '../tags';
import type { Plan } from '../types';
import { lengthOf } from './span';
import type { Alone, Chunk } from './chunks';
import { pictureArgs, pictureFile } from './encodedChunk';
import type { ChunkEncoding } from './encodedChunk';
import { heardClip } from './heardClip';
import type { ShownClip } from './shownClip';

/**
 * Pure: one clip of a sequence, made to be what all of them are: so many frames and so many samples, whatever its own streams have. Its picture is encoded
 * as that of the result is; its sound is kept as samples, since codecs put silence before each beginning.
 * @param sound null: none is made of it here @throws encoder_missing
 */
export function clipPlan(
  chunk: Chunk<Alone>,
  shown: ShownClip,
  sound: CommonSound | null,
  encoding: ChunkEncoding,
): Plan {
  const { frames, files } = chunk;
  const [clip] = chunk.shows;
  const { width, height, fps } = encoding.canvas;
  const seconds = lengthOf(frames) / fps;
  const heard = sound && heardClip(clip, samplesAt(frames.to, fps, sound) - samplesAt(frames.from, fps, sound), sound);
  const argv = [
    ...shown.input,
    ...(heard?.input ?? []),
    ...['-map', `0:${shown.stream}`, '-vf', [...shown.filters, ...encoding.over(frames)].join(',')],
    ...pictureArgs(chunk, encoding),
    ...(heard === null ? otherStream(clip.source, 'video') : [...heard.args, ...NO_TAGS, ...samplesArgs(files.sound)]),
  ];
  const outputs = [pictureFile(chunk, encoding), ...(heard === null ? [] : [samplesFile(files.sound)])];
  return {
    steps: [...shown.steps, { tool: 'ffmpeg', argv, seconds }],
    outputs: outputs.map((output) => ({ ...output, duration: seconds })),
    input: clip.index,
    reads: [clip.range.reading],
    passing: shown.passing,
    finish: [],
    cost: costOf(clip.source, { ...clip.range, seconds }, { framePixels: width * height, fps, bitrate: null }, null),
    warnings: shown.warnings,
  };
}
