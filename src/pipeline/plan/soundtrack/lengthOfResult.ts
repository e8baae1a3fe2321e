import type { JobWarning } from '../../job/job';
import type { LengthFrom } from '../../media/mix';
import type { ResultTime } from '../../media/time';

/** Seconds of sound that may be cut without a word: encoders leave so much more. */
const UNHEARD = 0.1;

/** Pure: how long a result is whose picture and whose sound are from two sources. @param sound null: there is no other sound */
export function lengthOfResult(
  picture: ResultTime,
  sound: ResultTime | null,
  from: LengthFrom = 'video',
): { seconds: ResultTime; warnings: JobWarning[] } {
  if (sound === null) return { seconds: picture, warnings: [] };
  if (from === 'audio') return { seconds: sound, warnings: [] };
  if (from === 'shortest') return { seconds: Math.min(picture, sound), warnings: [] };
  return { seconds: picture, warnings: soundCut(sound, picture) };
}

/** What is said of sound that is not heard to its end. */
export const soundCut = (sound: ResultTime, seconds: ResultTime): JobWarning[] =>
  sound > seconds + UNHEARD
    ? [
        {
          kind: 'audio_cut',
          message: `The sound of audio_url lasts ${sound.toFixed(2)} s, the picture ${seconds.toFixed(2)} s: the rest of it is not heard. Set length_from to audio to hear all of it.`,
        },
      ]
    : [];
