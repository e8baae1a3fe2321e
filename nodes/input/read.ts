import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { RemoteInput } from '../../src/jobs/order';
import { addressOf, placeOfStranger, placeOnWeb } from '../../src/pipeline/storage/place';
import type { HttpPlace, RemotePlace } from '../../src/pipeline/storage/place';
import type { InputHeaders } from '../../src/pipeline/net/inputHeaders';
import { isStorageName, storageOf } from '../../src/pipeline/storage/storages';
import { remoteSourceOf } from '../../src/pipeline/storage/sources';
import type { Source } from '../../src/pipeline/storage/source';
import { binarySource } from './binarySource';
import { INPUT } from '../names';
import { inputLogin } from './login';
import { mediaIn } from './mediaField';
import { storedInput } from './storedInput';
import type { StoredInput } from './storedInput';
import { shownValue } from '../../src/pipeline/base/shownValue';
import { mediaError } from '../../src/pipeline/errors/mediaError';

/** A file on the web, and the login for its server. */
export interface UrlInput {
  place: HttpPlace;
  headers: InputHeaders | undefined;
}

/**
 * The input that the node's parameters name for an item, as a job that runs later takes it: a binary field, or the place of a URL or of a file in a storage. A path is
 * none of them: it would read files of the machine that n8n runs on.
 * @throws input_required, invalid_input, request_invalid
 */
export async function laterInput(context: IExecuteFunctions, index: number): Promise<Source | UrlInput | StoredInput> {
  const from = sourceOf(context, index);
  if (from === 'url') return urlInput(context, index, urlOf(context, index));
  return isStorageName(from) ? storedInput(context, index, from) : binaryInput(context, index);
}

/** What an address names, with the login that an item has for its server. @throws input_required, invalid_input, request_invalid */
export async function urlInput(context: IExecuteFunctions, index: number, url: string): Promise<UrlInput> {
  const place = placeOnWeb(url);
  return { place, headers: await inputLogin(context, index, place.href) };
}

/** The same to be read at once. @throws input_required, invalid_input, request_invalid */
export async function inputSource(context: IExecuteFunctions, index: number): Promise<Source> {
  return openable(await laterInput(context, index));
}

/** @throws invalid_input */
export function openable(input: Source | RemoteInput): Source {
  if (!('place' in input)) return input;
  const { place, headers, keys } = input;
  return remoteSourceOf(place, { env: process.env, headers, ...(keys && { storage: { keys } }) });
}

/** What a hosted API fetches by itself. */
export interface HostedAddress {
  place: RemotePlace;
  /** What tells the input from others, where the address is another one each time. */
  shown: string;
}

const DAY_MS = 24 * 3600 * 1000;

/** The same for an API that fetches addresses by itself, S3 ones too: an address, or a file. A file in a storage of the node's own is signed for it. @throws input_required, invalid_input */
export async function hostedSource(context: IExecuteFunctions, index: number): Promise<Source | HostedAddress> {
  const from = sourceOf(context, index);
  if (from === 'url') {
    const place = placeOfStranger(urlOf(context, index));
    return { place, shown: addressOf(place) };
  }
  return isStorageName(from) ? signedInput(await storedInput(context, index, from)) : binaryInput(context, index);
}

/** A file in a storage by an address that everybody can fetch it from. @throws invalid_input where the storage has no such addresses */
export async function signedInput({ place, keys }: StoredInput): Promise<HostedAddress> {
  // As of the day, so that a repeated request names the very same address.
  const today = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS);
  const storage = storageOf(place);
  const calls = storage.load();
  const shown = addressOf(place);
  if (calls.link === undefined)
    throw mediaError('invalid_input', {
      input: shown,
      why: `${storage.label} storage has no links that an API could fetch it by`,
    });
  const signed = await calls.link(place, { env: process.env, keys, at: today });
  return { place: placeOnWeb(signed), shown };
}

/** Where the input of an item comes from. */
export function sourceOf(context: Pick<IExecuteFunctions, 'getNode' | 'getNodeParameter'>, index: number): string {
  const media = mediaIn(context, index);
  const source: unknown = media === null ? context.getNodeParameter(INPUT.source, index) : media.mode;
  return typeof source === 'string' ? source : '';
}

/** The binary field that is asked for; an expression may give the file itself. */
export function binaryFieldOf(context: IExecuteFunctions, index: number): string | IBinaryData {
  const media = mediaIn(context, index);
  return (media === null ? context.getNodeParameter(INPUT.field, index) : media.value) as string | IBinaryData;
}

/** Names of the binary fields that an item has. */
export const binaryNames = (context: IExecuteFunctions, index: number): string[] =>
  Object.keys(context.getInputData()[index]?.binary ?? {});

/**
 * A file of an item.
 * @param use.field that is asked for; unless given, the one of the form @param use.isNamed whether it is that and no other
 * @throws input_required, request_invalid
 */
export function binaryInput(
  context: IExecuteFunctions,
  index: number,
  {
    field: given = binaryFieldOf(context, index),
    isNamed = false,
  }: { field?: string | IBinaryData; isNamed?: boolean } = {},
): Source {
  const names = binaryNames(context, index);
  // A form's upload is called what its field is: a file that is there alone is the one that is meant.
  const [field = given, ...others] = typeof given === 'string' && !names.includes(given) ? names : [given];
  if (others.length > 0 || (isNamed && field !== given))
    throw mediaError('request_invalid', {
      problems: `"${mediaIn(context, index) === null ? 'Input Binary Field' : 'Input'}" must be one of the item's binary fields: ${listOf(names)} (given: ${shownValue(given)}).`,
    });
  try {
    const binary = context.helpers.assertBinaryData(index, field);
    return binarySource(context.helpers, binary, typeof field === 'string' ? field : 'file');
  } catch (error) {
    // n8n's own words say which field of which item is missing: they are kept as the cause.
    throw mediaError('input_required', {}, error);
  }
}

/** So many names are said. */
const MOST_NAMES = 10;

/** Names, not too many of them. */
export const listOf = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.map(shownValue).join(', ')
    : `${names.slice(0, MOST_NAMES).map(shownValue).join(', ')} and ${names.length - MOST_NAMES} more`;

/** The address that an item has. */
export function urlOf(context: IExecuteFunctions, index: number): string {
  const media = mediaIn(context, index);
  const url: unknown = media === null ? context.getNodeParameter(INPUT.url, index) : media.value;
  return typeof url === 'string' ? url : '';
}
