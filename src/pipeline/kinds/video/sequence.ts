import { edited } from '../../plan/edits';
import { partFades } from '../../plan/fades';
import { usualQuality } from '../../plan/fitting';
import { canvasOf } from '../../plan/sequence/canvas';
import { clipPlan, storesInOrder } from '../../plan/sequence/clipPlan';
import { joinPlan } from '../../plan/sequence/joinPlan';
import { movingClip } from '../../plan/sequence/shownClip';
import { asHeard } from '../../plan/soundChanges';
import { isTimeless, shownPicture } from '../../plan/sourcePicture';
import type { Plan, SequenceContext } from '../../plan/types';
import { mediaError } from '../../errors/mediaError';
import { nameAmong, naming } from '../../errors/ofInput';
import { joinedFitting } from './joinedFitting';
import { clipsInTime } from './clipsInTime';
import { videoTarget } from './schema';
import type { VideoOptions } from './schema';
import { clipSounds, soundOfSequence } from './sequenceSound';
import { soundtrackOf } from './soundtrack';
import { stillClip } from './stillClip';
import { planUnderlaid } from './underlaid';
import { wholeSound } from './wholeSound';

/** Clips one after the other in one file: a plan for each, those of its sound, and one that joins what they made. */
export function planVideoSequence(options: VideoOptions, context: SequenceContext): Plan[] {
  const { clips, name, encoders, isOne } = context;
  const [first] = clips;
  if (first === undefined) throw mediaError('internal_error', { why: 'a sequence has no clip' });
  if (isOne && !isTimeless(first.source)) return planUnderlaid(options, first, context);
  const { format, codec } = videoTarget(options);
  const count = clips.length;
  const track = soundtrackOf(options, context);
  const heard = clips.map((clip) => ({ ...clip, source: asHeard(clip.source, options) }));
  const canvas = canvasOf(
    naming(nameAmong(0, count), () => edited(shownPicture(first.source), options)),
    { isStill: isTimeless(first.source), sounds: clipSounds(heard, track) },
    options,
  );
  const { placed, warnings } = clipsInTime(heard, canvas.fps, track, options);
  const secondsOf = (frames: number) => frames / canvas.fps;
  const seconds = secondsOf(placed.at(-1)?.to ?? 0);
  const level = options.quality ?? usualQuality(options);
  const use = { canvas, shape: options, background: options.background ?? null, encoders };
  const encoding = {
    codec,
    rate: { level, bitrate: options.bitrate },
    fades: ({ from, to }: { from: number; to: number }) =>
      partFades(options, seconds, { from: secondsOf(from), to: secondsOf(to) }),
    inOrder: storesInOrder(placed),
    encoders,
  };
  const sounds = soundOfSequence(placed, canvas, track, options);
  const each = placed.map((clip) =>
    naming(nameAmong(clip.index, count), () => {
      const shown = isTimeless(clip.source)
        ? stillClip(clip, use)
        : movingClip(clip, secondsOf(clip.to - clip.from), use);
      return clipPlan(clip, shown, { ...canvas, sound: sounds.isHeardIn(clip) ? canvas.sound : null }, encoding);
    }),
  );
  const isLouder = clips.some(({ asked: { volume = 1 } }) => volume > 1);
  const sound = wholeSound(options, { source: first.source, seconds, isMixed: sounds.isMixed, isLouder });
  const frames = placed.map(({ from, to }) => to - from);
  const { plan, lists } = joinPlan({ frames, canvas, name, format, codec, sound, mix: sounds.mix, encoders });
  // With the last clip there is all that is to be joined.
  const listed = each.slice(-1).map((last) => ({ ...last, steps: [...last.steps, ...lists] }));
  return [
    ...each.slice(0, -1),
    ...sounds.voices,
    ...listed,
    ...sounds.mixing,
    { ...plan, warnings: [...warnings, ...plan.warnings], ...joinedFitting(options, context) },
  ];
}
