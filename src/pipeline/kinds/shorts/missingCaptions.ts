import { cuesOf } from '../../captions/captions';
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
  const first = transcript[0]?.start ?? 0;
  const last = transcript.reduce((latest, { end }) => Math.max(latest, end), 0);
  const which =
    without.length === 1
      ? `Short ${without.join()} of ${shorts.length} has`
      : `Shorts ${without.join(', ')} of ${shorts.length} have`;
  return [
    {
      kind: 'captions_missing',
      message: `${which} no captions: the transcript, which runs from ${first.toFixed(1)} to ${last.toFixed(1)} s, says nothing there.`,
    },
  ];
}
