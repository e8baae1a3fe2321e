import type { IExecuteFunctions } from 'n8n-workflow';
import { addressOf, placeOfStranger, placeOnWeb } from '../../src/pipeline/storage/place';
import type { HttpPlace, RemotePlace } from '../../src/pipeline/storage/place';
import type { InputHeaders } from '../../src/pipeline/net/inputHeaders';
import { isStorageName, storageOf } from '../../src/pipeline/storage/storages';
import { remoteSourceOf } from '../../src/pipeline/storage/sources';
import type { Source } from '../../src/pipeline/storage/source';
import { binarySource } from './binarySource';
import { INPUT } from '../names';
import { inputLogin } from './login';
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
  if (from === 'url') {
    const place = placeOnWeb(urlOf(context, index));
    return { place, headers: await inputLogin(context, index, place.href) };
  }
  return isStorageName(from) ? storedInput(context, index, from) : binaryInput(context, index);
}

/** The same to be read at once. @throws input_required, invalid_input, request_invalid */
export async function inputSource(context: IExecuteFunctions, index: number): Promise<Source> {
  return openable(await laterInput(context, index));
}

/** @throws invalid_input */
export function openable(input: Source | UrlInput | StoredInput): Source {
  if (!('place' in input)) return input;
  const more = 'keys' in input ? { storage: { keys: input.keys } } : { headers: input.headers };
  return remoteSourceOf(input.place, { env: process.env, ...more });
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

function sourceOf(context: IExecuteFunctions, index: number): string {
  const source: unknown = context.getNodeParameter(INPUT.source, index);
  return typeof source === 'string' ? source : '';
}

function binaryInput(context: IExecuteFunctions, index: number): Source {
  const given = context.getNodeParameter(INPUT.field, index);
  const names = Object.keys(context.getInputData()[index]?.binary ?? {});
  // A form's upload is called what its field is: a file that is there alone is the one that is meant.
  const [field = given, ...others] = typeof given === 'string' && !names.includes(given) ? names : [given];
  if (others.length > 0)
    throw mediaError('request_invalid', {
      problems: `"Input Binary Field" must be one of the item's binary fields: ${listOf(names)} (given: ${shownValue(given)}).`,
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

const listOf = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.map(shownValue).join(', ')
    : `${names.slice(0, MOST_NAMES).map(shownValue).join(', ')} and ${names.length - MOST_NAMES} more`;

function urlOf(context: IExecuteFunctions, index: number): string {
  const url: unknown = context.getNodeParameter(INPUT.url, index);
  return typeof url === 'string' ? url : '';
}
