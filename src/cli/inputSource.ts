import type { Source } from '../pipeline/media/source';
import { sourceOf, streamSource } from '../pipeline/media/sources';
import { connectFromEnv } from '../pipeline/media/s3Access';
import { maxInputBytes } from '../pipeline/media/inputLimit';
import type { Io } from './io';

/** Whether an input is fetched from elsewhere, and is no file of this machine. */
export const isAddress = (input: string): boolean => /^(https?|s3):/i.test(input);

/** What `-i` names: a path, an address (also s3://), or `-` for standard input. @throws input_required, invalid_input */
export function inputSource(input: string, { stdin, env }: Io): Source {
  return input === '-' ? streamSource(stdin, 'stdin', { maxBytes: maxInputBytes(env) }) : sourceOf(input, { env, s3: connectFromEnv(env) });
}
