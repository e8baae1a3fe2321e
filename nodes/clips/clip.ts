import { clipInput } from '../../src/jobs/order';
import type { ClipInput, ReferenceInput, SequenceInput } from '../../src/jobs/order';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import { nameOfInput, ofInput } from '../../src/pipeline/errors/ofInput';
import type { Clip } from '../../src/pipeline/media/clip';
import type { Source } from '../../src/pipeline/storage/source';
import { openable } from '../input/read';
import { jobError } from '../items/jobErrors';

/** A clip of a job before it is checked. */
export interface GivenClip {
  /** As a request has it. */
  asked: unknown;
  /** What is read, by the address of the checked clip. @throws input_required, invalid_input, request_invalid */
  input: (url: string) => Promise<ClipInput['input']> | ClipInput['input'];
  /** What is read beside it, by the name of its field and what that says. @throws invalid_input, request_invalid */
  beside: (name: string, url: string) => ClipInput['input'];
}

/** The address of a clip that has none: what is a file of an item, or in a storage, is shown by its own name. */
export const NO_ADDRESS = 'file';

/** What the clips of a job read. @throws what is wrong with one of them, which the error names */
export async function clipInputs(given: readonly GivenClip[], checked: readonly Clip[]): Promise<SequenceInput> {
  const clips: ClipInput[] = [];
  for (const [index, { input }] of given.entries()) {
    const clip = checked[index] ?? { url: '' };
    try {
      clips.push(clipInput(clip, await input(clip.url)));
    } catch (error) {
      throw ofInput(jobError(error), nameOfInput(index, given.length));
    }
  }
  return { clips };
}

/** What a job reads that runs at once. @throws input_required, invalid_input */
export function sourcesOf(
  input: ClipInput['input'] | SequenceInput,
  beside: readonly ReferenceInput[],
): readonly [Source, ...Source[]] {
  const inputs = 'clips' in input ? input.clips.map((clip) => clip.input) : [input];
  const [first, ...others] = [...inputs, ...beside.map((one) => one.input)].map(openable);
  if (first === undefined) throw mediaError('input_required', {});
  return [first, ...others];
}
