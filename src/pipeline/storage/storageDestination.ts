import type { Destination } from './destination';
import type { PutUse } from './scheme';
import { storageFor } from './storages';

/** A place for a result in whichever storage an address is of. @param address of a storage */
export function storageDestination(address: string | null, use: PutUse): Destination {
  const storage = address === null ? null : storageFor(address);
  if (address === null || storage === null) throw new Error(`${address ?? 'The result'} is in no storage`);
  return storage.load().destination(address, use);
}
