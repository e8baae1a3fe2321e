import { maxInputBytes } from '../pipeline/storage/inputLimit';
import type { InputHeaders } from '../pipeline/net/inputHeaders';
import { placeOfCommandLine } from '../pipeline/storage/place';
import type { Place } from '../pipeline/storage/place';
import type { Source } from '../pipeline/storage/source';
import { sourceOf, streamSource } from '../pipeline/storage/sources';
import type { Io } from './io';

/** What `-i` names: a place, or standard input. */
export type Input = Place | { readonly scheme: 'stdin' };

/** Reads it: a path, an address (also of a storage), or `-`. @throws input_required, invalid_input */
export const readInput = (text: string): Input => (text === '-' ? { scheme: 'stdin' } : placeOfCommandLine(text));

/** @param headers for the server of a web address */
export function inputSource(input: Input, { stdin, env }: Io, headers?: InputHeaders): Source {
  return input.scheme === 'stdin'
    ? streamSource(stdin, 'stdin', { maxBytes: maxInputBytes(env) })
    : sourceOf(input, { env, headers, storage: {} });
}
