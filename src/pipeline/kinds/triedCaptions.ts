import { tryCaptions } from '../captions/tryCaptions';
import type { JobWarning } from '../job/job';
import type { Plan } from '../plan/types';
import type { JobContext } from './maker';

/** What the user should know of text that plans draw into pictures. @throws captions_impossible */
export async function triedCaptions(
  plans: readonly Plan[],
  { binaries: { ffmpeg }, scratch, signal }: Pick<JobContext<object>, 'binaries' | 'scratch' | 'signal'>,
): Promise<JobWarning[]> {
  const drawn = plans.find(({ draws }) => draws !== undefined)?.draws;
  return drawn === undefined ? [] : tryCaptions(drawn.text, drawn.style, { ffmpeg, folder: scratch, signal });
}
