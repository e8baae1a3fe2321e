/** Told by its shape: an error from another realm (a worker, a sandbox) is no instance of this one's Error. */
function property(error: unknown, name: 'code' | 'message' | 'name'): string | null {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : null;
  return typeof value === 'string' ? value : null;
}

/** The code that Node and its libraries put on errors, such as ENOENT; '' without one. */
export const errorCode = (error: unknown): string => property(error, 'code') ?? '';

export const errorName = (error: unknown): string => property(error, 'name') ?? '';

/** What an error says of itself, whatever was thrown. */
export const errorText = (error: unknown): string => property(error, 'message') ?? String(error);
