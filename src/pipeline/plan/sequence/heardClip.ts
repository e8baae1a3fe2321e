import { louder } from '../level';
import type { CommonSound } from '../soundtrack/commonSound';
import { soManySamples, soundInPlace, upToEnd } from '../soundtrack/soundInPlace';
import { silence } from '../soundtrack/silence';
import type { PlacedClip } from './placedClips';

/** The sound of a clip as samples: a second input where it has none, and the arguments of its output. */
export interface HeardClip {
  input: string[];
  args: string[];
}

/** Pure: so many samples, silence where the clip has none or fewer. */
export function heardClip(clip: PlacedClip, samples: number, sound: CommonSound): HeardClip {
  const { audio } = clip.source;
  const filters = [
    ...(audio === null
      ? []
      : [
          ...soundInPlace(audio, clip, sound),
          ...(clip.outlasts ? upToEnd(clip.range, sound) : []),
          ...louder(clip.asked.volume ?? 1),
        ]),
    ...soManySamples(samples),
  ];
  return {
    input: audio === null ? silence(sound) : [],
    args: ['-map', audio === null ? '1:0' : `0:${audio.index}`, '-af', filters.join(','), '-c:a', 'pcm_f32le'],
  };
}
