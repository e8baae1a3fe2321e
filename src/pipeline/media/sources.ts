import { mediaError } from '../errors';
import { fileSource } from './fileSource';
import { guardOf } from './guard';
import { httpSource } from './httpSource';
import { maxInputBytes } from './inputLimit';
import type { InputHeaders } from './inputHeaders';
import type { S3Connect } from './s3Access';
import { s3Source } from './s3Source';
import type { Source } from './source';

export { fileSource } from './fileSource';
export { httpSource } from './httpSource';
export { streamSource } from './streamSource';

/** Begins like an address: a word of two letters or more (one letter is a Windows drive) and a colon. */
const ADDRESS = /^([a-z][a-z0-9+.-]+):/i;

/**
 * The source that an input names: a path, or an address that begins with http:// or https://.
 * @param s3 with which keys S3 addresses are read; null: none are, since whoever named the input may not use the keys of this machine
 * @param headers for the server of a web address alone
 * @throws input_required, invalid_input
 */
export function sourceOf(
  input: string,
  { env, s3 = null, headers }: { env: NodeJS.ProcessEnv; s3?: S3Connect | null; headers?: InputHeaders | undefined },
): Source {
  if (input.trim() === '') throw mediaError('input_required', {});
  const scheme = ADDRESS.exec(input.trim())?.[1]?.toLowerCase();
  if (scheme === undefined) return fileSource(input);
  if (scheme === 'http' || scheme === 'https')
    return httpSource(input, { ...guardOf(env), maxBytes: maxInputBytes(env), headers });
  if (scheme === 's3' && s3 !== null) return s3Source(input, { connect: s3, maxBytes: maxInputBytes(env) });
  throw mediaError('invalid_input', {
    input,
    why: `an address of the kind ${scheme}: is not read (if it is the name of a file, put ./ before it)`,
  });
}
