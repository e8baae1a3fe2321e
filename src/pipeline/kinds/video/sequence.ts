import { AUDIO_CODEC_OF } from '../../media/formats';
import { edited } from '../../plan/edits';
import { partFades } from '../../plan/fades';
import { canvasOf } from '../../plan/sequence/canvas';
import { forClip } from '../../plan/sequence/forClip';
import { clipPlan } from '../../plan/sequence/clipPlan';
import { placedClips } from '../../plan/sequence/placedClips';
import { joinPlan } from '../../plan/sequence/joinPlan';
import type { JoinedSound } from '../../plan/sequence/joinedSound';
import { targetLoudness } from '../../plan/level';
import { asHeard, soundChanges } from '../../plan/soundChanges';
import { timeRange } from '../../plan/timeRange';
import { movingPicture } from '../../plan/sourcePicture';
import type { Plan, SequenceContext } from '../../plan/types';
import { videoTarget } from './schema';
import type { VideoOptions } from './schema';

/** Clips one after the other in one file: a plan for each, and one that joins what they made. */
export function planVideoSequence(options: VideoOptions, { clips, name, encoders }: SequenceContext): Plan[] {
  const { format, codec } = videoTarget(options);
  const [first] = clips;
  if (first === undefined) throw new Error('a sequence has a clip');
  const heard = clips.map((clip) => ({ ...clip, source: asHeard(clip.source, options) }));
  const canvas = canvasOf(
    forClip(0, clips.length, () => edited(movingPicture(first.source, 'video'), options)),
    heard.map(({ source }) => source),
    options,
  );
  const placed = placedClips(heard, canvas.fps, options.speed);
  const seconds = (placed.at(-1)?.to ?? 0) / canvas.fps;
  const level = options.quality ?? 'medium';
  const each = placed.map((clip) =>
    forClip(clip.index, clips.length, () =>
      clipPlan(clip, canvas, {
        codec,
        rate: { level, bitrate: options.bitrate },
        background: options.background ?? null,
        fades: ({ from, to }) => partFades(options, seconds, { from: from / canvas.fps, to: to / canvas.fps }),
        shape: options,
        encoders,
      }),
    ),
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
