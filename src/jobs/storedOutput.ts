import { storageFor, STORAGE_NAMES } from '../pipeline/storage/storages';
import type { StorageName } from '../pipeline/storage/storages';
import type { StorageOptions } from '../pipeline/storage/scheme';
import type { StoredOutput } from './store/storedJob';

/** What is stored of a result that goes to a storage: its address under the storage's name. @param address of a storage */
export function storedAt(
  address: string,
  { overwrite, options }: { overwrite: boolean; options?: StorageOptions },
): StoredOutput {
  const storage = storageFor(address);
  if (storage === null) throw new Error(`${address} is in no storage`);
  const to = { [storage.name]: address } as Record<StorageName, string>;
  return { ...to, ...(options !== undefined && Object.keys(options).length > 0 && { options }), overwrite };
}

/** The address in a storage that a result goes to; null: it goes elsewhere. */
export const addressIn = (output: NonNullable<StoredOutput>): string | null =>
  STORAGE_NAMES.map((name) => (output as Partial<Record<StorageName, string>>)[name]).find(
    (address) => address !== undefined,
  ) ?? null;
