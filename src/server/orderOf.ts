import { z } from 'zod/v4';
import { ORDER_FIELDS } from '../jobs/orderFields';
import { clipInput, referenceInput } from '../jobs/order';
import type { ClipInput, JobOrder, ReferenceInput } from '../jobs/order';
import { storedAt } from '../jobs/storedOutput';
import type { StoredOutput } from '../jobs/store/storedJob';
import { setOf } from '../pipeline/kinds';
import { isWeb, placeOfStranger, shownPlace } from '../pipeline/storage/place';
import type { RemotePlace } from '../pipeline/storage/place';
import { STORAGE_EXAMPLES, storageFor } from '../pipeline/storage/storages';
import { fileSource } from '../pipeline/storage/sources';
import { timeLimitMs } from '../pipeline/request/orderLimits';
import { parseBody } from '../pipeline/request/request';
import { linkAt, resultAt } from './resultAt';
import { uploadAt } from './uploads';
import type { ServerUse } from './serverUse';
import { shownValue } from '../pipeline/base/shownValue';
import type { Clip } from '../pipeline/media/clip';
import { nameOfReference } from '../pipeline/media/reference';
import type { Reference } from '../pipeline/media/reference';
import { nameOfInput, ofInput } from '../pipeline/errors/ofInput';
import { mediaError, toMediaError } from '../pipeline/errors/mediaError';

export interface Asker {
  /** Short name of the key. */
  key: string;
  /** Where this client finds the server. */
  origin: string;
  /** `Idempotency-Key` */
  idempotencyKey: string | undefined;
}

type OrderUse = Pick<ServerUse, 'uploads' | 'engine' | 'links'>;

/** The same key within so long answers the first job. */
const KEY_COUNTS_MS = 24 * 3_600_000;
const LONGEST_KEY = 255;

const isObject = z.record(z.string(), z.unknown());

/**
 * The body of `POST /jobs` as an order to the engine. Inputs are web addresses, addresses in storages (read with the keys of this machine), what the asker has
 * uploaded, and links to results; results go to a storage, or stay here to be fetched.
 * @throws input_required, invalid_input, input_not_found, link_invalid, invalid_format, invalid_codec, request_invalid
 */
export async function orderOf(body: unknown, { key, origin, idempotencyKey }: Asker, use: OrderUse): Promise<JobOrder> {
  const given = isObject.safeParse(body);
  if (!given.success) throw mediaError('request_invalid', { problems: 'The body must be a JSON object.' });
  const { input: named, inputs: several } = given.data;
  const isNamed = named !== undefined && named !== null && !(typeof named === 'string' && named.trim() === '');
  if (!isNamed && several === undefined) throw mediaError('input_required', {});
  const { request, extra } = parseBody(given.data, ORDER_FIELDS);
  const { input = '', inputs, references = [], output, ...rest } = request;
  const stored = output === undefined ? null : outputAt(output, setOf(rest.kind) !== null);
  if (idempotencyKey !== undefined && (idempotencyKey === '' || idempotencyKey.length > LONGEST_KEY))
    throw mediaError('request_invalid', {
      problems: `The header Idempotency-Key must have 1 to ${LONGEST_KEY} characters.`,
    });
  const { webhook_url: webhookUrl, priority, time_limit: seconds } = extra;
  const owner = `http-${key}`;
  return {
    request: rest,
    input: await inputsOf({ input, inputs }, { key, origin }, use),
    references: await referencesOf(references, { key, origin }, use),
    origin,
    tenant: owner,
    priority,
    webhookUrl,
    output: stored,
    timeLimit: seconds === undefined ? undefined : timeLimitMs(seconds),
    ...(idempotencyKey !== undefined && {
      idempotencyKey,
      idempotencyScope: { owner, forMs: KEY_COUNTS_MS },
    }),
  };
}

/** What a request reads. A clip that cannot be had is named. */
async function inputsOf(
  { input, inputs }: { input: string; inputs: readonly Clip[] | undefined },
  asker: Pick<Asker, 'key' | 'origin'>,
  use: OrderUse,
): Promise<JobOrder['input']> {
  if (inputs === undefined) return inputOf(placeOfStranger(input), asker, use);
  const clips: ClipInput[] = [];
  for (const [index, clip] of inputs.entries())
    try {
      clips.push(clipInput(clip, await inputOf(placeOfStranger(clip.url), asker, use)));
    } catch (error) {
      throw ofInput(toMediaError(error), nameOfInput(index, inputs.length));
    }
  return { clips };
}

/** What is read beside the inputs. What cannot be had is named. */
async function referencesOf(
  references: readonly Reference[],
  asker: Pick<Asker, 'key' | 'origin'>,
  use: OrderUse,
): Promise<ReferenceInput[]> {
  const found: ReferenceInput[] = [];
  for (const reference of references)
    try {
      found.push(referenceInput(reference, await inputOf(placeOfStranger(reference.url), asker, use)));
    } catch (error) {
      throw ofInput(toMediaError(error), nameOfReference(reference));
    }
  return found;
}

/** Where a result goes that is to go to a storage. @param set whether it is a set of files, which gets a folder @throws request_invalid */
function outputAt(output: string, set: boolean): StoredOutput {
  const storage = storageFor(output);
  const place = storage?.read(output) ?? null;
  if (storage === null || place === null)
    throw mediaError('request_invalid', {
      problems: `"output" must look like ${STORAGE_EXAMPLES} (given: ${shownValue(output)}). Without it the job's "output" is an address to fetch the result from.`,
    });
  const address = storage.show(place);
  return storedAt(set ? address.replace(/\/?$/, '/') : address, { overwrite: true });
}

async function inputOf(
  place: RemotePlace,
  { key, origin }: Pick<Asker, 'key' | 'origin'>,
  use: OrderUse,
): Promise<ClipInput['input']> {
  if (!isWeb(place)) return { place };
  const [url, shown] = [new URL(place.href), shownPlace(place)];
  // By whatever name the client has reached us: nobody guesses an upload's id.
  const upload = uploadAt(url);
  const path = upload === null ? null : await use.uploads.find(key, upload);
  if (path !== null) return { ...fileSource(path), shown };
  // What is not this key's is not there, whoever's it is.
  if (upload !== null && url.origin === origin) throw mediaError('input_not_found', { input: shown });
  // A result of this server is another job's input without a way over the network.
  const link = linkAt(url);
  if (link !== null && url.origin === origin) return { ...fileSource((await resultAt(link, use)).path), shown };
  return { place };
}
