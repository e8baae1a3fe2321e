import type { Transition } from '../../media/transition';
import { costOf, costOfAll } from '../cost';
import { fileInput } from '../inputArgs';
import { otherStream } from '../otherStream';
import { samplesAt } from '../soundtrack/commonSound';
import type { CommonSound } from '../soundtrack/commonSound';
import { samplesArgs, SAMPLES_CODEC, samplesFile } from '../soundtrack/samples';
import { silence } from '../soundtrack/silence';
import { soManySamples } from '../soundtrack/soundInPlace';
import { summed } from '../soundtrack/summed';
import { NO_TAGS } from '../tags';
import type { Plan, Step } from '../types';
import { lengthOf } from './span';
import type { Chunk, Pair } from './chunks';
import { pictureArgs, pictureFile } from './encodedChunk';
import type { ChunkEncoding } from './encodedChunk';
import type { ShownClip } from './shownClip';
import { transitionPicture } from './transitionPicture';

/** What is seen and heard in a transition. */
export interface TransitionParts {
  transition: Exclude<Transition, 'none'>;
  shown: readonly [going: ShownClip, coming: ShownClip];
  /** Files of the sounds that are heard at once, faded as they are to be; null: the result has no sound. */
  heard: { files: readonly string[]; sound: CommonSound } | null;
}

/** Pure: the transition from one clip to the next, as a part of its sequence. @throws encoder_missing */
export function transitionPlan(
  chunk: Chunk<Pair>,
  { transition, shown, heard }: TransitionParts,
  encoding: ChunkEncoding,
): Plan {
  const { canvas, over } = encoding;
  const { width, height, fps } = canvas;
  const frames = lengthOf(chunk.frames);
  const seconds = frames / fps;
  const [going, coming] = shown;
  const graph = [
    `[0:${going.stream}]${going.filters.join(',')}[going]`,
    `[1:${coming.stream}]${coming.filters.join(',')}[coming]`,
    ...transitionPicture({ transition, frames, canvas }),
    `[crossed]${[...over(chunk.frames), 'setsar=1'].join(',')}[picture]`,
  ].join(';');
  const argv = [
    ...[...going.input, ...coming.input, '-filter_complex', graph, '-map', '[picture]'],
    ...pictureArgs(chunk, encoding),
    ...chunk.shows.flatMap(({ source }, input) => otherStream(source, 'video', input)),
  ];
  const sounds = heard === null ? [] : [soundStep(chunk, heard, fps)];
  const outputs = [pictureFile(chunk, encoding), ...(heard === null ? [] : [samplesFile(chunk.files.sound)])];
  const picture = { framePixels: width * height, fps, bitrate: null };
  return {
    steps: [...going.steps, ...coming.steps, { tool: 'ffmpeg', argv, seconds }, ...sounds],
    outputs: outputs.map((output) => ({ ...output, duration: seconds })),
    input: null,
    reads: chunk.shows.map(({ range }) => range.reading),
    passing: [...going.passing, ...coming.passing, ...(heard?.files ?? [])],
    finish: [],
    cost: costOfAll(
      chunk.shows.map(({ source, range: { reading } }) =>
        costOf(source, { seconds, reading: { seconds: seconds * reading.speed } }, picture, null),
      ),
    ),
    // The parts of both clips beside it have said them.
    warnings: [],
  };
}

/** The sounds of both clips at once. */
function soundStep(
  { frames, files }: Chunk,
  heard: { files: readonly string[]; sound: CommonSound },
  fps: number,
): Step {
  const { sound } = heard;
  const samples = samplesAt(frames.to, fps, sound) - samplesAt(frames.from, fps, sound);
  const inputs = heard.files.length === 0 ? silence(sound) : heard.files.flatMap((file) => fileInput(file));
  const names = heard.files.length === 0 ? ['[0:0]'] : heard.files.map((_, index) => `[${index}:0]`);
  const graph = [summed(names, sound, '[all]'), `[all]${soManySamples(samples).join(',')}[sound]`].join(';');
  const argv = [
    ...[...inputs, '-filter_complex', graph, '-map', '[sound]', ...SAMPLES_CODEC],
    ...[...NO_TAGS, ...samplesArgs(files.sound)],
  ];
  return { tool: 'ffmpeg', argv, seconds: lengthOf(frames) / fps };
}
