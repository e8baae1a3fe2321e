import { AUDIO_CODEC_OF } from '../../media/formats';
import { edited } from '../../plan/edits';
import { partFades } from '../../plan/fades';
import { targetLoudness } from '../../plan/level';
import { canvasOf } from '../../plan/sequence/canvas';
import { clipPlan } from '../../plan/sequence/clipPlan';
import { forClip } from '../../plan/sequence/forClip';
import type { JoinedSound } from '../../plan/sequence/joinedSound';
import { joinPlan } from '../../plan/sequence/joinPlan';
import { placedClips } from '../../plan/sequence/placedClips';
import { movingClip } from '../../plan/sequence/shownClip';
import { asHeard, soundChanges } from '../../plan/soundChanges';
import { isTimeless, shownPicture } from '../../plan/sourcePicture';
import { timeRange } from '../../plan/timeRange';
import type { Plan, SequenceContext } from '../../plan/types';
import { mediaError } from '../../errors/mediaError';
import { videoTarget } from './schema';
import type { VideoOptions } from './schema';
import { stillClip } from './stillClip';

/** Clips one after the other in one file: a plan for each, and one that joins what they made. */
export function planVideoSequence(options: VideoOptions, { clips, name, encoders }: SequenceContext): Plan[] {
  const { format, codec } = videoTarget(options);
  const [first] = clips;
  if (first === undefined) throw mediaError('internal_error', { why: 'a sequence has no clip' });
  const count = clips.length;
  const heard = clips.map((clip) => ({ ...clip, source: asHeard(clip.source, options) }));
  const canvas = canvasOf(
    forClip(0, count, () => edited(shownPicture(first.source), options)),
    { isStill: isTimeless(first.source), clips: heard.map(({ source }) => source) },
    options,
  );
  const placed = placedClips(heard, canvas.fps, options.speed);
  const secondsOf = (frames: number) => frames / canvas.fps;
  const seconds = secondsOf(placed.at(-1)?.to ?? 0);
  const level = options.quality ?? 'medium';
  const use = { canvas, shape: options, background: options.background ?? null, encoders };
  const encoding = {
    codec,
    rate: { level, bitrate: options.bitrate },
    fades: ({ from, to }: { from: number; to: number }) =>
      partFades(options, seconds, { from: secondsOf(from), to: secondsOf(to) }),
    encoders,
  };
  const each = placed.map((clip) =>
    forClip(clip.index, count, () => {
      const shown = isTimeless(clip.source)
        ? stillClip(clip, use)
        : movingClip(clip, secondsOf(clip.to - clip.from), use);
      return clipPlan(clip, shown, canvas, encoding);
    }),
  );
  const changed = soundChanges({ ...options, source: first.source }, timeRange({}, seconds));
  const isLouder = clips.some(({ asked: { volume = 1 } }) => volume > 1);
  const sound: JoinedSound = {
    target: targetLoudness(options),
    codec: AUDIO_CODEC_OF[format],
    rate: { level },
    changes: changed.changes,
    level: { ...changed.level, isLimited: changed.level.isLimited || isLouder },
  };
  const frames = placed.map(({ from, to }) => to - from);
  const { plan, lists } = joinPlan({ frames, canvas, name, format, codec, sound, encoders });
  // With the last clip there is all that is to be joined.
  return [...each.slice(0, -1), ...each.slice(-1).map((last) => ({ ...last, steps: [...last.steps, ...lists] })), plan];
}
