import { cuesOf } from '../../captions/captions';
import { silentTranscript } from '../../captions/transcript';
import type { Transcript } from '../../captions/transcript';
import type { JobWarning } from '../../job/job';
import type { Part } from '../../media/part';
import type { ShortsOptions } from './schema';

/** What the user should know when captions were asked for, and in some shorts nothing is said. */
export function missingCaptions(
  { captions }: ShortsOptions,
  shorts: readonly Part[],
  transcript: Transcript | null,
): JobWarning[] {
  if (transcript === null || captions === undefined || captions === 'none') return [];
  const without = shorts.flatMap((part, index) => (cuesOf(transcript, part).length === 0 ? [index + 1] : []));
  if (without.length === 0) return [];
  const which =
    without.length === 1
      ? `Short ${without.join()} of ${shorts.length} has`
      : `Shorts ${without.join(', ')} of ${shorts.length} have`;
  return [
    {
      kind: 'captions_missing',
      message: `${which} no captions: ${silentTranscript(transcript)} there.`,
    },
  ];
}
