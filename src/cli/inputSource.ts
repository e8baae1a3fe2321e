import type { Source } from '../pipeline/media/source';
import type { InputHeaders } from '../pipeline/media/inputHeaders';
import { sourceOf, streamSource } from '../pipeline/media/sources';
import { connectFromEnv } from '../pipeline/media/s3Access';
import { maxInputBytes } from '../pipeline/media/inputLimit';
import type { Io } from './io';

/** Whether an input is fetched from elsewhere, and is no file of this machine. */
export const isAddress = (input: string): boolean => /^(https?|s3):/i.test(input);

/** What `-i` names: a path, an address (also s3://), or `-` for standard input. @param headers for the server of a web address @throws input_required, invalid_input */
export function inputSource(input: string, { stdin, env }: Io, headers?: InputHeaders): Source {
  return input === '-'
    ? streamSource(stdin, 'stdin', { maxBytes: maxInputBytes(env) })
    : sourceOf(input, { env, headers, s3: connectFromEnv(env) });
}
