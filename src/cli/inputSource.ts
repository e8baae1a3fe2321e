import { maxInputBytes } from '../pipeline/media/inputLimit';
import type { InputHeaders } from '../pipeline/media/inputHeaders';
import { placeOfCommandLine } from '../pipeline/media/place';
import type { Place } from '../pipeline/media/place';
import { connectFromEnv } from '../pipeline/media/s3Access';
import type { Source } from '../pipeline/media/source';
import { sourceOf, streamSource } from '../pipeline/media/sources';
import type { Io } from './io';

/** What `-i` names: a place, or standard input. */
export type Input = Place | { readonly scheme: 'stdin' };

/** Reads it: a path, an address (also s3://), or `-`. @throws input_required, invalid_input */
export const readInput = (text: string): Input => (text === '-' ? { scheme: 'stdin' } : placeOfCommandLine(text));

/** @param headers for the server of a web address */
export function inputSource(input: Input, { stdin, env }: Io, headers?: InputHeaders): Source {
  return input.scheme === 'stdin'
    ? streamSource(stdin, 'stdin', { maxBytes: maxInputBytes(env) })
    : sourceOf(input, { env, headers, s3: connectFromEnv(env) });
}
