import type { ErrorKind } from '../../src/pipeline/errors/table';
import { MediaJobError } from '../../src/pipeline/errors/mediaError';

/** Expects a rejection with an error of the table whose text for the user has these words. */
export async function expectError(
  promise: Promise<unknown> | undefined,
  kind: ErrorKind | undefined,
  words: string | RegExp = '',
): Promise<MediaJobError> {
  return expectThisError(
    await Promise.resolve(promise).then(
      () => null,
      (thrown: unknown) => thrown,
    ),
    kind,
    words,
  );
}

/** The same for what is thrown at once. */
export function expectThrown(act: () => unknown, kind: ErrorKind, words: string | RegExp = ''): MediaJobError {
  try {
    act();
  } catch (error) {
    return expectThisError(error, kind, words);
  }
  throw new Error(`expected ${kind}, but nothing was thrown`);
}

/** The same for an error at hand. */
export function expectThisError(
  error: unknown,
  kind: ErrorKind | undefined,
  words: string | RegExp = '',
): MediaJobError {
  if (!(error instanceof MediaJobError))
    throw new Error(`expected ${String(kind)}, but got ${String(error)}`, { cause: error });
  const { message } = error.toJSON();
  expect({ kind: error.kind, message }).toEqual({ kind, message });
  if (typeof words === 'string') expect(message).toContain(words);
  else expect(message).toMatch(words);
  return error;
}
