import type { Readable } from 'node:stream';
import { mediaError } from '../../errors/mediaError';
import type { MediaJobError } from '../../errors/mediaError';

/** What tells one version of a remote file from another. At least one of the two is known. */
export interface Version {
  size: number;
  /** A strong ETag. */
  etag: string | null;
  lastModified: string | null;
}

/** Bytes on their way: those from `from` on, up to `to` at most. */
export interface Part {
  from: number;
  to: number;
  /** To be read to its end or destroyed. */
  body: Readable;
}

/**
 * Asks for bytes of one version of a file, `to` not included; the answer may begin and end earlier. Errors that a new attempt may help against are a `Refusal` or the
 * network's own.
 * @throws input_changed, input_not_found, address_refused, redirect_refused
 */
export type AskForPart = (from: number, to: number, signal: AbortSignal) => Promise<Part>;

/** A file that can be read in parts, after the first question. */
export interface RemoteVersion {
  version: Version;
  /** The answer to that question: the beginning of the file. */
  first: Part;
  ask: AskForPart;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Bytes asked for first: what the file is can be seen in them, and a small file is there already. */
export const FIRST_BYTES = 256 * 1024;

export const inputChanged = (shown: string, why: string): MediaJobError =>
  mediaError('input_changed', { input: shown, why });

/** `bytes 0-99/1000` in numbers, `to` not included; null: it cannot be made out. */
export function contentRange(header: string | null | undefined): { from: number; to: number; size: number } | null {
  const [, from, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header?.trim() ?? '') ?? [];
  const range = { from: Number(from), to: Number(last) + 1, size: Number(size) };
  return Object.values(range).every(Number.isSafeInteger) && range.from < range.to && range.to <= range.size
    ? range
    : null;
}
