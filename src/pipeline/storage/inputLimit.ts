import { mediaError } from '../errors/mediaError';
import type { MediaJobError } from '../errors/mediaError';

/** Bytes that an input may have unless MEDIA_JOBS_MAX_INPUT_BYTES says otherwise: 50 GB. */
export const DEFAULT_MAX_INPUT_BYTES = 50_000_000_000;

/** The limit as the environment sets it. @throws request_invalid when what it says is no number of bytes */
export function maxInputBytes({ MEDIA_JOBS_MAX_INPUT_BYTES: set = '' }: NodeJS.ProcessEnv): number {
  if (set.trim() === '') return DEFAULT_MAX_INPUT_BYTES;
  const bytes = Number(set);
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw mediaError('request_invalid', {
    problems: `The environment variable MEDIA_JOBS_MAX_INPUT_BYTES must be a whole number of bytes (set: "${set}").`,
  });
}

/** @param bytes what it has, where that is known */
export function inputTooLarge(input: string, maxBytes: number, bytes?: number): MediaJobError {
  const has = bytes === undefined ? 'it has more than' : `it has ${bytes.toLocaleString('en-US')} bytes, more than`;
  return mediaError('input_too_large', {
    input,
    why: `${has} the ${maxBytes.toLocaleString('en-US')} bytes that MEDIA_JOBS_MAX_INPUT_BYTES allows`,
  });
}
