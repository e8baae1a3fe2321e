import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { ALL_STORAGES } from '../../src/pipeline/storage/storages';
import { INPUT, OUTPUT, RUN } from '../names';
import { HERE } from '../places';
import { inContainer, storageField } from '../storage/fields';
import { outputOptionsOf } from '../storage/outputOptions';
import { fieldBefore, fieldSince } from '../versions';

/** How a node asks where its results go. */
interface DestinationWords {
  description: string;
  /** What the places are to its results, the item's binary data first. */
  places: readonly [INodePropertyOptions, ...INodePropertyOptions[]];
  /** What the first place is to the results of jobs that are not waited for. */
  kept: Pick<INodePropertyOptions, 'name' | 'description'>;
  /** How version 1 describes it for both. */
  before: string;
  /** What is said of a result's key in a storage: its folder ends in a slash. */
  key: Pick<INodeProperties, 'placeholder' | 'description'>;
}

/** Where a job puts its result. */
export const destinationFields = ({ key, ...words }: DestinationWords): INodeProperties[] => [
  ...placeFields(words),
  ...ALL_STORAGES.flatMap((storage) => storedFields(storage, key)),
];

/** Which place is meant. From version 2 on no file is offered where none comes: its place is then the store of jobs, by the same value. */
function placeFields({ description, places, kept, before }: Omit<DestinationWords, 'key'>): INodeProperties[] {
  const [binary, ...storages] = places;
  const show = { [RUN.backend]: HERE };
  const field: INodeProperties = {
    displayName: 'Put Result In',
    name: OUTPUT.place,
    type: 'options',
    noDataExpression: true,
    options: [...places],
    default: 'binary',
    displayOptions: { show },
    description,
  };
  return [
    fieldBefore(2, { ...field, options: [{ ...binary, description: before }, ...storages] }),
    fieldSince(2, { ...field, displayOptions: { show: { ...show, [RUN.waits]: [true] } } }),
    fieldSince(2, {
      ...field,
      options: [{ ...binary, ...kept }, ...storages],
      displayOptions: { show: { ...show, [RUN.waits]: [false] } },
    }),
  ];
}

/** How it is asked where in a storage. */
function storedFields(storage: (typeof ALL_STORAGES)[number], key: DestinationWords['key']): INodeProperties[] {
  const words = storage.form.key;
  const displayOptions = { show: { [RUN.backend]: HERE, [OUTPUT.place]: [storage.name] } };
  // An input from the same storage has asked for its credential already.
  const otherInputs = ['binary', 'url', ...ALL_STORAGES.filter((other) => other !== storage).map(({ name }) => name)];
  return [
    storageField(storage, {
      show: { [RUN.backend]: HERE, [INPUT.source]: otherInputs, [OUTPUT.place]: [storage.name] },
    }),
    ...inContainer(storage, (label) => ({
      displayName: `Output ${label}`,
      name: OUTPUT.bucket,
      displayOptions,
      description: `Name of the ${label.toLowerCase()} that the result is put into. Not needed when the ${words.label.toLowerCase()} is an address such as ${storage.example}.`,
    })),
    { displayName: `Output ${words.label}`, name: OUTPUT.key, type: 'string', default: '', displayOptions, ...key },
    {
      displayName: 'Output Options',
      name: OUTPUT.options,
      type: 'collection',
      placeholder: 'Add output option',
      default: {},
      displayOptions,
      options: outputOptionsOf(storage),
    },
  ];
}
