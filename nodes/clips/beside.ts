import type { IExecuteFunctions } from 'n8n-workflow';
import { referenceInput } from '../../src/jobs/order';
import type { ClipInput, ReferenceInput } from '../../src/jobs/order';
import { ofInput } from '../../src/pipeline/errors/ofInput';
import { nameOfReference } from '../../src/pipeline/media/reference';
import type { Reference } from '../../src/pipeline/media/reference';
import { placeOnWeb } from '../../src/pipeline/storage/place';
import { binaryInput, binaryNames } from '../input/read';
import { jobError } from '../items/jobErrors';
import type { GivenClip } from './clip';

/**
 * What a job reads beside its inputs, as its options and its clips name it.
 * @throws what is wrong with one of them, which the error names
 */
export const besideInputs = (
  context: IExecuteFunctions,
  index: number,
  references: readonly Reference[],
  clips: readonly GivenClip[],
): ReferenceInput[] =>
  references.map((reference) => {
    const { name, clip, url } = reference;
    const named = clip === undefined ? undefined : clips[clip]?.beside;
    try {
      return referenceInput(reference, named?.(name, url) ?? mediaNamed(context, index, url));
    } catch (error) {
      throw ofInput(jobError(error), nameOfReference(reference));
    }
  });

/** What a text names: a binary field of the item, or else an address on the web. No login goes along. @throws invalid_input */
export const mediaNamed = (context: IExecuteFunctions, index: number, text: string): ClipInput['input'] =>
  binaryNames(context, index).includes(text)
    ? binaryInput(context, index, { field: text, isNamed: true })
    : { place: placeOnWeb(text) };
