import { fileSource } from './fileSource';
import { guardOf } from '../net/guard';
import { httpSource } from './httpSource';
import { maxInputBytes } from './inputLimit';
import type { InputHeaders } from '../net/inputHeaders';
import { shownPlace } from './place';
import type { Place, RemotePlace } from './place';
import type { S3Connect } from './s3/s3Access';
import { s3Source } from './s3/s3Source';
import type { Source } from './source';
import { mediaError } from '../errors/mediaError';

export { fileSource } from './fileSource';
export { httpSource } from './httpSource';
export { streamSource } from './streamSource';

export interface SourceUse {
  env: NodeJS.ProcessEnv;
  /** With which keys S3 storage is read; null: it is not, since whoever named the input may not use the keys of this machine. */
  s3?: S3Connect | null;
  /** For the server of a web address alone. */
  headers?: InputHeaders | undefined;
}

/** The source that lies at a place. @throws invalid_input */
export const sourceOf = (place: Place, use: SourceUse): Source =>
  place.scheme === 'file' ? fileSource(place.path) : remoteSourceOf(place, use);

/** The same for what no file of this machine can be. @throws invalid_input */
export function remoteSourceOf(place: RemotePlace, { env, s3 = null, headers }: SourceUse): Source {
  const maxBytes = maxInputBytes(env);
  if (place.scheme === 'http') return httpSource(place, { ...guardOf(env), maxBytes, headers });
  if (s3 === null)
    throw mediaError('invalid_input', { input: shownPlace(place), why: 'there are no keys to S3 storage for it' });
  return s3Source(place, { connect: s3, maxBytes });
}
