import { mediaError } from '../errors/mediaError';
import type { InputName } from '../errors/ofInput';
import { kindOf } from '../kinds';
import type { JobRequest } from '../kinds/jobRequest';
import { makerOf, sequenceMakerOf } from '../kinds/makers';
import type { JobContext, Work } from '../kinds/maker';
import type { Clip } from '../media/clip';
import type { Imported } from '../plan/imported';
import { isTimeless } from '../plan/sourcePicture';
import type { HeardReference, SequenceClip } from '../plan/types';
import type { ProbedInput } from './inputs';

interface WorkUse extends Omit<JobContext<object>, 'options' | 'media' | 'imported'> {
  /** All that the job reads: its inputs, then what is read beside them. */
  probed: readonly ProbedInput[];
  imported: readonly Imported[];
  names: readonly InputName[];
}

/** What there is to do for a job, of one input or of a sequence. @throws as its maker */
export function workOf(request: JobRequest, { probed, imported, names, ...use }: WorkUse): Promise<Work> {
  const { kind, options, inputs, references = [] } = request;
  const [[first], [readable]] = [probed, imported];
  if (first === undefined || readable === undefined)
    throw mediaError('internal_error', { why: 'the job has no input' });
  const isStill = kindOf(kind).joins !== undefined && isTimeless(readable.source);
  if (inputs === undefined && references.length === 0 && !isStill)
    return makerOf(kind)({ ...use, options, media: first.media, imported: readable, binaries: first.binaries });
  const { clips, beside } = placed(request, imported);
  return sequenceMakerOf(kind)({ ...use, options, names, clips, isOne: inputs === undefined, references: beside });
}

/** All that a job reads where it is named: its clips, with the sound that each one names, and what its options name. */
function placed(
  { options, inputs, references = [] }: JobRequest,
  imported: readonly Imported[],
): { clips: SequenceClip[]; beside: Record<string, HeardReference> } {
  const asked: readonly Clip[] = inputs ?? [{ url: '', ...timesOf(options) }];
  const heard = references.map(({ name, clip, start, end }, index) => {
    const read = asked.length + index;
    return { name, clip, reference: { read, ...readAt(imported, read), start, end } };
  });
  return {
    clips: asked.map((one, index) => ({
      asked: one,
      ...readAt(imported, index),
      voice: heard.find(({ clip }) => clip === index)?.reference,
    })),
    beside: Object.fromEntries(
      heard.flatMap(({ name, clip, reference }) => (clip === undefined ? [[name, reference]] : [])),
    ),
  };
}

function readAt(imported: readonly Imported[], index: number): Pick<Imported, 'source' | 'input'> {
  const { source, input } = imported[index] ?? {};
  if (source === undefined || input === undefined)
    throw mediaError('internal_error', { why: 'the job names more than it reads' });
  return { source, input };
}

/** What is played of an input that is no clip of a list. */
const timesOf = (options: object): Pick<Clip, 'start' | 'end'> => {
  const { start, end } = options as Pick<Clip, 'start' | 'end'>;
  return { start, end };
};
