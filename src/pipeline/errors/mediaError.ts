import type { ErrorKind, ErrorDetails, ErrorRow } from './table';
import { cleanCause } from '../base/cleanCause';
import { ERRORS } from './table';
import type { JobErrorBody } from './errorBody';
import { redact } from '../base/redact';

/** Which of several inputs, counted from 0; no index: what an option names. */
export interface Blamed {
  index?: number | undefined;
}

/** A row of the table with its details filled in. `{kind, message}` is what the job API shows. */
export class MediaJobError extends Error {
  override readonly name = 'MediaJobError';
  readonly kind: ErrorKind;
  readonly status: number;
  readonly retryable: boolean;
  /** What the user can do next. */
  readonly next: string;

  /** Which of several inputs is to blame, counted from 0; undefined: there is one, or none is. */
  readonly inputIndex: number | undefined;
  /** What of the things that a job reads is to blame, where its sentence names it. */
  readonly blamed: Blamed | undefined;

  constructor(kind: ErrorKind, words: { sentence: string; next: string }, cause?: unknown, blamed?: Blamed) {
    cleanCause(cause);
    super(words.sentence, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.status = ERRORS[kind].status;
    this.retryable = ERRORS[kind].retryable;
    this.next = words.next;
    this.blamed = blamed;
    this.inputIndex = blamed?.index;
  }

  toJSON(): JobErrorBody {
    return {
      kind: this.kind,
      message: `${this.message} ${this.next}`.trimEnd(),
      ...(this.inputIndex !== undefined && { input_index: this.inputIndex }),
    };
  }
}

/**
 * Makes an error of the table; the compiler asks for exactly the details that its sentence names.
 * Secrets and signed query strings are taken out of them here, and of the cause, so that no message can hold one.
 */
export function mediaError<K extends ErrorKind>(kind: K, details: ErrorDetails<K>, cause?: unknown): MediaJobError {
  const given: Record<string, string> = details;
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => redact(given[name] ?? ''));
  return new MediaJobError(kind, { sentence: fill(ERRORS[kind].sentence), next: fill(ERRORS[kind].next) }, cause);
}

/** The error of an ended job, from what the job object shows of it. A kind that is not in the table (of another version) is told as an internal error. */
export function errorOfJob({
  kind,
  message,
  input_index: inputIndex,
}: Omit<JobErrorBody, 'kind'> & { kind: string }): MediaJobError {
  if (!isErrorKind(kind)) return mediaError('internal_error', { why: message });
  const { sentence, next } = ERRORS[kind];
  const [, named = '', said = message] = NAMED.exec(message) ?? [];
  const [what, advice] = partsOf(said, { sentence, next }) ?? [said, ''];
  const blamed = named === '' && inputIndex === undefined ? undefined : { index: inputIndex };
  return new MediaJobError(kind, { sentence: named + what, next: advice }, undefined, blamed);
}

/** How an error begins that one of several is to blame for: an input, or what an option names. */
const NAMED = /^((?:Input \d{1,6} of \d{1,6}|"[\w[\].]{1,60}"): )(.*)$/s;

/**
 * A message in the two parts of its row. What stands between the details is looked for from left to right: an expression with a gap for every detail would try out
 * all ways to fill them.
 */
function partsOf(
  message: string,
  { sentence, next }: Pick<ErrorRow, 'sentence' | 'next'>,
): [sentence: string, next: string] | null {
  const literals = `${sentence} ${next}`.split(DETAIL);
  const before = sentence.split(DETAIL);
  let [at, border] = [0, 0];
  for (const [index, literal] of literals.entries()) {
    const isLast = index === literals.length - 1;
    const found = isLast && index > 0 ? message.length - literal.length : message.indexOf(literal, at);
    if (found < at || (index === 0 && found !== 0) || !message.startsWith(literal, found)) return null;
    if (index === before.length - 1) border = found + (before.at(-1) ?? '').length;
    at = found + literal.length;
  }
  return at === message.length ? [message.slice(0, border), message.slice(border + 1)] : null;
}

const DETAIL = /\{\w+\}/;

/** Whether the table has this kind. */
export const isErrorKind = (kind: string): kind is ErrorKind => Object.hasOwn(ERRORS, kind);

/** Any thrown value as an error of the table. File system errors that users meet get a row of their own. */
export function toMediaError(error: unknown): MediaJobError {
  if (error instanceof MediaJobError) return error;
  const { name, code, message } = (typeof error === 'object' && error !== null ? error : {}) as {
    name?: unknown;
    code?: unknown;
    message?: unknown;
  };
  if (name === 'AbortError') return mediaError('cancelled', {}, error);
  if (code === 'ENOSPC') return mediaError('disk_full', { where: '' }, error);
  return mediaError('internal_error', { why: typeof message === 'string' ? message : String(error) }, error);
}
