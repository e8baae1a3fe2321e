import { fileSource } from './fileSource';
import { guardOf } from '../net/guard';
import { httpSource } from './httpSource';
import { maxInputBytes } from './inputLimit';
import type { InputHeaders } from '../net/inputHeaders';
import { isFile, isWeb, shownPlace } from './place';
import type { Place, RemotePlace } from './place';
import type { StorageUse } from './scheme';
import { storageOf } from './storages';
import type { Source } from './source';
import { mediaError } from '../errors/mediaError';

export { fileSource } from './fileSource';
export { httpSource } from './httpSource';
export { streamSource } from './streamSource';

export interface SourceUse {
  env: NodeJS.ProcessEnv;
  /** With which keys a storage is read, those of the machine unless it names some; null: it is not, since whoever named the input may not use them. */
  storage?: Pick<StorageUse, 'keys'> | null;
  /** For the server of a web address alone. */
  headers?: InputHeaders | undefined;
}

/** The source that lies at a place. @throws invalid_input */
export const sourceOf = (place: Place, use: SourceUse): Source =>
  isFile(place) ? fileSource(place.path) : remoteSourceOf(place, use);

/** The same for what no file of this machine can be. @throws invalid_input */
export function remoteSourceOf(place: RemotePlace, { env, storage = null, headers }: SourceUse): Source {
  const maxBytes = maxInputBytes(env);
  if (isWeb(place)) return httpSource(place, { ...guardOf(env), maxBytes, headers });
  const scheme = storageOf(place);
  if (storage === null)
    throw mediaError('invalid_input', {
      input: shownPlace(place),
      why: `there are no keys to ${scheme.label} storage for it`,
    });
  return scheme.load().source(place, { env, ...storage, maxBytes });
}
