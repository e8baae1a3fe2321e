import { ERRORS } from '../pipeline/errors/table';
import { redact } from '../pipeline/base/redact';
import type { ApiAccess } from './apiAccess';
import { errorOfJob, isErrorKind, mediaError, MediaJobError } from '../pipeline/errors/mediaError';

/** What an API says of an error. */
export interface ReportedError {
  kind: string;
  message: string;
}

/**
 * An error that an API tells of, as one of the table: kinds that are in it keep their names, with the API's own words; others are `backend_error`, which
 * shows both. Secrets are taken out, the key itself too: some servers repeat it.
 */
export function reportedError({ name, apiKey }: ApiAccess, { kind, message }: ReportedError): MediaJobError {
  const said = sentenceOf(withoutKey(message, apiKey));
  if (!isErrorKind(kind))
    return mediaError('backend_error', { backend: name, kind: withoutKey(kind, apiKey).slice(0, 80), why: said });
  const ours = errorOfJob({ kind, message: said });
  // A server of this package says what to do next, and only the table does that in just those words.
  if (ours.next !== '') return ours;
  const { next } = ERRORS[kind];
  return new MediaJobError(kind, { sentence: `${name}: ${said}`, next: next.includes('{') ? '' : next });
}

/** Text without secrets of addresses and headers, and without the key. */
export function withoutKey(text: string, apiKey: string): string {
  const key = apiKey.trim();
  return redact(key === '' ? text : text.replaceAll(key, '***'));
}

const LONGEST = 1_000;

/** One line with a full stop. */
function sentenceOf(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  const cut = line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line;
  return /[.!?…]$/.test(cut) ? cut : `${cut}.`;
}
