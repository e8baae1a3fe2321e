import type { IExecuteFunctions } from 'n8n-workflow';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import { fieldsIn, fromText } from '../../src/pipeline/kinds/walk';
import { GIVEN_OPTIONS, MOST_CLIPS, tooManyClips } from '../../src/pipeline/request/clips';
import { isStorageName } from '../../src/pipeline/storage/storages';
import { binaryFieldOf, binaryInput, binaryNames, sourceOf, urlInput, urlOf } from '../input/read';
import { storedInput } from '../input/storedInput';
import { itemOptions } from '../items/read';
import { mediaNamed } from './beside';
import { binaryFields } from './binaryFields';
import { NO_ADDRESS } from './clip';
import type { GivenClip } from './clip';

/** The clips of all input items in their order, each with what its own item says of it. @throws request_invalid */
export function clipsOfItems(context: IExecuteFunctions): GivenClip[] {
  const { length } = context.getInputData();
  // Of very many not one is looked at.
  if (length > MOST_CLIPS) throw mediaError('request_invalid', { problems: tooManyClips(length) });
  return Array.from({ length }, (_, index) => clipsOfItem(context, index)).flat();
}

function clipsOfItem(context: IExecuteFunctions, index: number): GivenClip[] {
  const beside: GivenClip['beside'] = (_, url) => mediaNamed(context, index, url);
  const from = sourceOf(context, index);
  const options = clipOptionsIn(itemOptions(context, index));
  if (from === 'url') {
    const url = urlOf(context, index);
    return [
      {
        asked: { ...options, url: url || NO_ADDRESS },
        input: (checked) => urlInput(context, index, url && checked),
        beside,
      },
    ];
  }
  const asked = { ...options, url: NO_ADDRESS };
  if (isStorageName(from)) return [{ asked, input: () => storedInput(context, index, from), beside }];
  const fields = binaryFields(binaryFieldOf(context, index), binaryNames(context, index));
  // Where several are named, none stands for another.
  const isNamed = fields.length > 1;
  return fields.map((field) => ({ asked, input: () => binaryInput(context, index, { field, isNamed }), beside }));
}

const FIELDS = fieldsIn(GIVEN_OPTIONS, 'clip');

/** What a form's values ask of a clip: what was left empty is not set. */
const clipOptionsIn = (form: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = form[field.name];
      if (value === undefined || value === null || value === '') return [];
      return [[field.name, typeof value === 'string' ? fromText(field, value.trim()) : value]];
    }),
  );
