import type { IExecuteFunctions } from 'n8n-workflow';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import { placeOfStranger } from '../../src/pipeline/storage/place';
import type { StorageKeys, StorageOptions, StorageScheme } from '../../src/pipeline/storage/scheme';
import { ALL_STORAGES } from '../../src/pipeline/storage/storages';
import { OUTPUT } from '../names';
import { formName } from '../storage/outputOptions';
import { addressIn, storageKeys } from '../storage/read';

/** Where the node's parameters say that an item's result goes. */
export interface StoredOutput {
  /** s3://bucket/key; that of a folder ends in a slash. */
  address: string;
  keys: StorageKeys;
  overwrite: boolean;
  options: StorageOptions;
}

/** Whether an item's result goes to a storage. */
export const storesOutput = (context: IExecuteFunctions, index: number): boolean =>
  chosenStorage(context, index) !== undefined;

function chosenStorage(context: IExecuteFunctions, index: number) {
  const chosen: unknown = context.getNodeParameter(OUTPUT.place, index, 'binary');
  return ALL_STORAGES.find(({ name }) => name === chosen);
}

/** @param set whether the result is a set of files, which gets a folder @returns null when it goes to no storage @throws request_invalid, invalid_input */
export async function storedOutput(
  context: IExecuteFunctions,
  index: number,
  { set }: { set: boolean },
): Promise<StoredOutput | null> {
  const storage = chosenStorage(context, index);
  if (storage === undefined) return null;
  const address = addressIn(context, index, storage, OUTPUT);
  if (address === null) throw mediaError('request_invalid', { problems: emptyProblem(storage) });
  const named = set ? address.replace(/\/?$/, '/') : address;
  placeOfStranger(named);
  const { overwrite = false, ...form } = context.getNodeParameter(OUTPUT.options, index, {}) as Record<string, unknown>;
  return {
    address: named,
    keys: await storageKeys(context, index, storage),
    overwrite: overwrite === true,
    options: optionsOf(storage, form, set),
  };
}

const emptyProblem = ({ form: { container, key } }: StorageScheme): string =>
  container === null
    ? `"${OUTPUT.key}" is empty; give the ${key.label.toLowerCase()} of the result.`
    : `"${OUTPUT.bucket}" is empty; name the ${container.label.toLowerCase()} that the result is put into.`;

/** @throws request_invalid */
function optionsOf(storage: StorageScheme, form: Record<string, unknown>, set: boolean): StorageOptions {
  const given = Object.keys(storage.placeholders).flatMap((option) => {
    const value = form[formName(option)];
    return value === undefined || value === '' ? [] : [[option, typeof value === 'string' ? value.trim() : value]];
  });
  const name = (option: PropertyKey | undefined): string => formName(String(option));
  const { success, data, error } = storage.options().safeParse(Object.fromEntries(given));
  const problems = success
    ? storage.problems(data, { set, name })
    : error.issues.map(({ path: [option], message }) => `"${name(option)}": ${message}.`);
  if (!success || problems.length > 0) throw mediaError('request_invalid', { problems: problems.join(' ') });
  return data;
}
