import { mediaError } from '../../errors/mediaError';
import { fileInput } from '../../plan/inputArgs';
import { asHeard } from '../../plan/soundChanges';
import { commonSound } from '../../plan/soundtrack/commonSound';
import { lengthOfResult } from '../../plan/soundtrack/lengthOfResult';
import { mixedSound } from '../../plan/soundtrack/mixedSound';
import { MIXED } from '../../plan/soundtrack/samples';
import { soundPlan } from '../../plan/soundtrack/soundPlan';
import { preroll, timeRange } from '../../plan/timeRange';
import type { Plan, SequenceClip, SequenceContext } from '../../plan/types';
import { planVideo } from './plan';
import type { VideoOptions } from './schema';
import { mixingPlans, soundsOfTrack, soundtrackOf } from './soundtrack';
import { wholeSound } from './wholeSound';

/** Frames a second that a length is exact to where nothing is known of the picture. */
const UNKNOWN_RATE = 25;

/**
 * A moving picture with other sound than its own: that is mixed first, then the picture is made as without it, which also copies what fits.
 * @throws range_invalid where nobody knows how long the picture is
 */
export function planUnderlaid(options: VideoOptions, clip: SequenceClip, context: SequenceContext): Plan[] {
  const { name, encoders, cores } = context;
  const { source, input } = { ...clip, source: asHeard(clip.source, options) };
  const track = soundtrackOf(options, context);
  const range = timeRange(options, source.duration, preroll(source, options.start));
  if (range.seconds === null)
    throw mediaError('range_invalid', { why: 'The input does not say how long it is: other sound needs an "end".' });
  const { seconds, warnings } = lengthOfResult(range.seconds, track.voice && track.voice.seconds, options.length_from);
  const outlasts = seconds > range.seconds + 1 / (source.video?.fps || UNKNOWN_RATE);
  const { speed } = range.reading;
  const cut = seconds < range.seconds ? { ...options, end: range.reading.start + speed * seconds } : options;

  const ownAudio = track.keepsOwn ? source.audio : null;
  const sound = commonSound([...(ownAudio === null ? [] : [ownAudio]), ...soundsOfTrack(track)]);
  if (sound === null) throw mediaError('internal_error', { why: 'there is no sound to be mixed' });
  const samples = Math.round(seconds * sound.sampleRate);
  const own =
    ownAudio === null
      ? []
      : [
          soundPlan(
            { read: 0, source, input, range },
            { parts: [{ file: MIXED.own, samples }], sound, volume: options.volume ?? 1 },
          ),
        ];
  const mixing = mixingPlans(track, options, {
    own: ownAudio && { input: fileInput(MIXED.own) },
    samples,
    sound,
    passing: ownAudio === null ? [] : [MIXED.own],
  });
  const joined = wholeSound(options, { source, seconds, isMixed: true, isLouder: false });
  const mixed = mixedSound(joined, sound, { seconds, outlasts, encoders });
  const plan = planVideo(cut, { source, input, name, encoders, ...(cores !== undefined && { cores }), mixed });
  return [...own, ...mixing, { ...plan, warnings: [...warnings, ...plan.warnings] }];
}
