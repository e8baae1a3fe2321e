import { edited } from '../../plan/edits';
import { inTimeOfResult, partFades } from '../../plan/fades';
import { usualQuality } from '../../plan/fitting';
import { canvasOf } from '../../plan/sequence/canvas';
import { chunksOf } from '../../plan/sequence/chunks';
import type { Chunk } from '../../plan/sequence/chunks';
import { clipPlan } from '../../plan/sequence/clipPlan';
import { storesInOrder } from '../../plan/sequence/encodedChunk';
import type { ChunkEncoding } from '../../plan/sequence/encodedChunk';
import { joinPlan } from '../../plan/sequence/joinPlan';
import type { Frames } from '../../plan/sequence/span';
import type { PlacedClip } from '../../plan/sequence/placedClips';
import { movingClip } from '../../plan/sequence/shownClip';
import { transitionPlan } from '../../plan/sequence/transitionPlan';
import { asHeard } from '../../plan/soundChanges';
import { isTimeless, shownPicture } from '../../plan/sourcePicture';
import type { Plan, SequenceContext } from '../../plan/types';
import { mediaError } from '../../errors/mediaError';
import { nameAmong, naming } from '../../errors/ofInput';
import { joinedFitting } from './joinedFitting';
import { captioned } from '../captioned';
import { clipsInTime } from './clipsInTime';
import { videoTarget } from './schema';
import type { VideoOptions } from './schema';
import { clipSounds, soundOfSequence } from './sequenceSound';
import type { SequenceSound } from './sequenceSound';
import { soundtrackOf } from './soundtrack';
import { stillClip } from './stillClip';
import { planUnderlaid } from './underlaid';
import { wholeSound } from './wholeSound';

/** Clips one after the other in one file: plans of their sounds, one for each clip and each transition, and one that joins what they made. */
export function planVideoSequence(options: VideoOptions, context: SequenceContext): Plan[] {
  const { clips, name, encoders, isOne } = context;
  const [first] = clips;
  if (first === undefined) throw mediaError('internal_error', { why: 'a sequence has no clip' });
  if (isOne && !isTimeless(first.source)) return planUnderlaid(options, first, context);
  const { format, codec } = videoTarget(options);
  const track = soundtrackOf(options, context);
  const heard = clips.map((clip) => ({ ...clip, source: asHeard(clip.source, options) }));
  const canvas = canvasOf(
    naming(nameAmong(0, clips.length), () => edited(shownPicture(first.source), options)),
    { isStill: isTimeless(first.source), sounds: clipSounds(heard, track) },
    options,
  );
  const { placed, warnings } = clipsInTime(heard, canvas.fps, track, options);
  const chunks = chunksOf(placed);
  const secondsOf = (frames: number) => frames / canvas.fps;
  const seconds = secondsOf(placed.at(-1)?.to ?? 0);
  const captions = captioned(options, { format, size: canvas, seconds, length: seconds, timeOf: (at) => at });
  const encoding: ChunkEncoding = {
    canvas,
    codec,
    rate: { level: options.quality ?? usualQuality(options), bitrate: options.bitrate },
    over: ({ from, to }) => [
      ...inTimeOfResult(captions.filters, secondsOf(from)),
      ...partFades(options, seconds, { from: secondsOf(from), to: secondsOf(to) }),
    ],
    inOrder: storesInOrder(chunks),
    encoders,
  };
  const sounds = soundOfSequence({ placed, chunks, track }, canvas, options);
  const each = chunks.map((chunk) => chunkPlan(chunk, options, { encoding, sounds, count: clips.length }));
  const isLouder = clips.some(({ asked: { volume = 1 } }) => volume > 1);
  const sound = wholeSound(options, { source: first.source, seconds, isMixed: sounds.isMixed, isLouder });
  const { plan, lists } = joinPlan({
    chunks,
    canvas,
    name,
    format,
    codec,
    sound,
    mix: sounds.mix,
    captions: captions.track,
    encoders,
  });
  // With the last clip there is all that is to be joined.
  const listed = each.slice(-1).map((last) => ({ ...last, steps: [...last.steps, ...lists] }));
  const plans = [
    ...sounds.apart,
    ...each.slice(0, -1),
    ...listed,
    ...sounds.mixing,
    {
      ...plan,
      ...captions.draws,
      warnings: [...warnings, ...captions.warnings, ...plan.warnings],
      ...joinedFitting(options, context),
    },
  ];
  // What all clips read is there before the first of them.
  return plans.map((one, index) => (index === 0 ? { ...one, steps: [...captions.steps, ...one.steps] } : one));
}

interface ChunkUse {
  encoding: ChunkEncoding;
  sounds: SequenceSound;
  /** Of the clips. */
  count: number;
}

/** A clip, or a transition between two. */
function chunkPlan({ shows, ...chunk }: Chunk, options: VideoOptions, { encoding, sounds, count }: ChunkUse): Plan {
  const { canvas, encoders } = encoding;
  const use = { canvas, shape: options, background: options.background ?? null, encoders };
  const show = (clip: PlacedClip, frames: Frames) =>
    naming(nameAmong(clip.index, count), () =>
      isTimeless(clip.source) ? stillClip(clip, frames, use) : movingClip(clip, frames, use),
    );
  const [clip, next] = shows;
  const shown = show(clip, chunk.frames);
  if (next === undefined) {
    const sound = sounds.besidePicture(clip);
    return naming(nameAmong(clip.index, count), () => clipPlan({ ...chunk, shows: [clip] }, shown, sound, encoding));
  }
  const { transition = 'none' } = options;
  if (transition === 'none') throw mediaError('internal_error', { why: 'a sequence has a transition unasked' });
  return transitionPlan(
    { ...chunk, shows: [clip, next] },
    { transition, shown: [shown, show(next, chunk.frames)], heard: sounds.inTransition(clip, next) },
    encoding,
  );
}
