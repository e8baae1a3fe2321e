import { mediaError } from '../errors/mediaError';
import type { JobRequest } from '../kinds/jobRequest';
import { makerOf, sequenceMakerOf } from '../kinds/makers';
import type { JobContext, Work } from '../kinds/maker';
import type { Imported } from '../plan/imported';
import type { ProbedInput } from './inputs';

interface WorkUse extends Omit<JobContext<object>, 'options' | 'media' | 'imported'> {
  probed: readonly ProbedInput[];
  imported: readonly Imported[];
}

/** What there is to do for a job, of one input or of a sequence. @throws as its maker */
export function workOf({ kind, options, inputs }: JobRequest, { probed, imported, ...use }: WorkUse): Promise<Work> {
  if (inputs !== undefined) {
    const clips = inputs.flatMap((asked, index) => {
      const { source, input } = imported[index] ?? {};
      return source === undefined || input === undefined ? [] : { asked, source, input };
    });
    return sequenceMakerOf(kind)({ ...use, options, clips });
  }
  const [[first], [readable]] = [probed, imported];
  if (first === undefined || readable === undefined)
    throw mediaError('internal_error', { why: 'the job has no input' });
  return makerOf(kind)({ ...use, options, media: first.media, imported: readable, binaries: first.binaries });
}
