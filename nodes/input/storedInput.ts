import type { IExecuteFunctions } from 'n8n-workflow';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import type { StorageKeys } from '../../src/pipeline/storage/scheme';
import { placeOfStranger, isStored } from '../../src/pipeline/storage/place';
import type { StorageName, StoragePlace } from '../../src/pipeline/storage/storages';
import { STORAGES, storageOf } from '../../src/pipeline/storage/storages';
import { INPUT } from '../names';
import { mediaIn } from './mediaField';
import { addressIn, addressSaid, storageKeys } from '../storage/read';

/** A file in a storage, and the keys to it. */
export interface StoredInput {
  place: StoragePlace;
  keys: StorageKeys;
}

/** @param name of the storage that the input is in @throws input_required, invalid_input */
export async function storedInput(context: IExecuteFunctions, index: number, name: StorageName): Promise<StoredInput> {
  const storage = STORAGES[name];
  const media = mediaIn(context, index);
  const address = media === null ? addressIn(context, index, storage, INPUT) : addressSaid(storage, media.value);
  if (address === null) throw mediaError('input_required', {});
  const place = placeOfStranger(address);
  if (!isStored(place) || !storageOf(place).isFile(place))
    throw mediaError('invalid_input', {
      input: address,
      why: `its ${storage.form.key.label.toLowerCase()} names no file`,
    });
  return { place, keys: await storageKeys(context, index, storage) };
}
