import { redact } from './redact';

/** What stays of what the SDK of S3 hangs on an error. The rest is the storage's whole answer, which repeats what was signed, the session token included. */
const OF_THE_SDK = new Set(['name', 'message', 'stack', 'cause', 'code', 'Code', '$fault', '$metadata']);
const DEEPEST = 5;

/**
 * Takes secrets out of an error that is about to be the cause of one of ours, and out of its own causes: out of the texts that it carries, since those who
 * log an error log them too. It stays the same object.
 */
export function cleanCause(cause: unknown, depth = 0): void {
  if (!(cause instanceof Error) || depth > DEEPEST) return;
  const fields = cause as unknown as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(cause)) {
    const value = fields[name];
    if ('$metadata' in cause && !OF_THE_SDK.has(name)) Reflect.deleteProperty(cause, name);
    else if (typeof value === 'string' && redact(value) !== value) Reflect.set(cause, name, redact(value));
  }
  cleanCause(cause.cause, depth + 1);
}
