import { shownAddress } from '../base/redact';
import { LONGEST_ADDRESS } from '../base/textLimits';
import { isStorageName, storageFor, storageOf, STORAGE_PREFIXES } from './storages';
import type { StoragePlace } from './storages';
import { mediaError } from '../errors/mediaError';

/** A file of this machine. Only the command line names one, and this package itself. */
export interface FilePlace {
  readonly scheme: 'file';
  readonly path: string;
}

/** A file on the web, by http or https. */
export interface HttpPlace {
  readonly scheme: 'http';
  /** As the WHATWG URL Standard writes the address that it has read. This is what is judged and fetched. */
  readonly href: string;
  /** As it was written, secrets and all, without white space around it: for whoever is told of it, and never read again. */
  readonly given: string;
}

/** Where bytes are that have to be fetched. */
export type RemotePlace = HttpPlace | StoragePlace;

/**
 * Where an input lies. A text is read once, here, where it comes in; what travels on is this, and no text: a second reader may see a path where the first
 * has seen an address.
 */
export type Place = FilePlace | RemotePlace;

type Named = { readonly scheme: string };

export const isFile = <P extends Named>(place: P): place is Extract<P, FilePlace> => place.scheme === 'file';
export const isWeb = <P extends Named>(place: P): place is Extract<P, HttpPlace> => place.scheme === 'http';
export const isStored = <P extends Named>(place: P): place is Extract<P, StoragePlace> => isStorageName(place.scheme);

/** Begins like an address: a word of two letters or more (one letter is a Windows drive) and a colon. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i;
const WEB = /^https?:/i;
/** A URL parser drops some control characters and takes a backslash for a slash; others do not. */
const READ_DIFFERENTLY = /[\p{Cc}\\]/u;

/** What a stranger's text names: it can name no file of this machine. @throws input_required, invalid_input */
export function placeOfStranger(text: string): RemotePlace {
  const given = written(text);
  return (
    storagePlace(given) ??
    webPlace(given, `it is no address that starts with ${listOf(['http://', 'https://', ...STORAGE_PREFIXES])}`)
  );
}

/** The same where no storage is meant. @throws input_required, invalid_input */
export const placeOnWeb = (text: string): HttpPlace =>
  webPlace(written(text), 'it is no address that starts with http:// or https://');

/** What somebody names who can read the files of this machine anyway: also a path. @throws input_required, invalid_input */
export function placeOfCommandLine(text: string): Place {
  const given = written(text);
  const scheme = SCHEME.exec(given)?.[1]?.toLowerCase();
  if (scheme === undefined) return { scheme: 'file', path: text };
  return (
    storagePlace(given) ??
    webPlace(given, `an address of the kind ${scheme}: is not read (if it is the name of a file, put ./ before it)`)
  );
}

/** A web address that is no input, such as that of a webhook; null where the text is none. */
export function webAddress(text: string): HttpPlace | null {
  const read = text.length > LONGEST_ADDRESS ? null : readWeb(text.trim());
  return read === null || 'why' in read ? null : read;
}

/** What is shown of a place: as it was given, secrets of an address masked. */
export const shownPlace = (place: Place): string => (isFile(place) ? place.path : shownAddress(addressOf(place)));

/** The address in full, as it was given. */
export const addressOf = (place: RemotePlace): string => (isWeb(place) ? place.given : storageOf(place).show(place));

const TOO_LONG = `an address has at most ${LONGEST_ADDRESS.toLocaleString('en-US')} characters`;

function written(text: string): string {
  const given = text.trim();
  if (given === '') throw mediaError('input_required', {});
  if (given.length > LONGEST_ADDRESS) throw mediaError('invalid_input', { input: shownAddress(given), why: TOO_LONG });
  return given;
}

/** The place in a storage that a text names; null where it is meant for none. @throws invalid_input */
function storagePlace(given: string): StoragePlace | null {
  const storage = storageFor(given);
  if (storage === null) return null;
  const place = storage.read(given);
  if (place === null)
    throw mediaError('invalid_input', {
      input: shownAddress(given),
      why: `an ${storage.label} address looks like ${storage.example}`,
    });
  return place as StoragePlace;
}

/** `a, b or c` */
const listOf = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;

/** @param otherwise what is wrong with a text that does not begin as a web address does */
function webPlace(given: string, otherwise: string): HttpPlace {
  const read = readWeb(given) ?? { why: otherwise };
  if ('why' in read) throw mediaError('invalid_input', { input: shownAddress(given), why: read.why });
  return read;
}

/** THE reader of web addresses. @returns what is wrong with one, in words; null for what does not begin as one */
function readWeb(given: string): HttpPlace | { why: string } | null {
  if (!WEB.test(given)) return null;
  if (READ_DIFFERENTLY.test(given)) return { why: 'it has a control character or a backslash in it' };
  const url = URL.parse(given);
  return url === null ? { why: 'it is not a complete web address' } : { scheme: 'http', href: url.href, given };
}
