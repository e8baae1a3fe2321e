import { z } from 'zod/v4';
import { ORDER_FIELDS } from '../jobs/orderFields';
import type { JobOrder } from '../jobs/service';
import { mediaError } from '../pipeline/errors';
import { setOf } from '../pipeline/kinds';
import { isS3, parseS3 } from '../pipeline/media/s3Address';
import { fileSource } from '../pipeline/media/sources';
import { timeLimitMs } from '../pipeline/orderLimits';
import { redact, shownAddress } from '../pipeline/redact';
import { parseBody } from '../pipeline/request';
import { linkAt, resultAt } from './resultAt';
import { uploadAt } from './uploads';
import type { ServerUse } from './serverUse';

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
 * The body of `POST /jobs` as an order to the engine. Inputs are web addresses, S3 addresses (read with the keys of this machine), what the asker has
 * uploaded, and links to results; results go to S3 storage, or stay here to be fetched.
 * @throws input_required, invalid_input, input_not_found, link_invalid, invalid_format, invalid_codec, request_invalid
 */
export async function orderOf(body: unknown, { key, origin, idempotencyKey }: Asker, use: OrderUse): Promise<JobOrder> {
  const given = isObject.safeParse(body);
  if (!given.success) throw mediaError('request_invalid', { problems: 'The body must be a JSON object.' });
  const { input: named } = given.data;
  if (named === undefined || named === null || (typeof named === 'string' && named.trim() === ''))
    throw mediaError('input_required', {});
  const { request, extra } = parseBody(given.data, ORDER_FIELDS);
  const { input = '', output, ...rest } = request;
  if (output !== undefined && !isS3Key(output))
    throw mediaError('request_invalid', {
      problems: `"output" must look like s3://bucket/key (given: ${JSON.stringify(redact(output)).slice(0, 80)}). Without it the job's "output" is an address to fetch the result from.`,
    });
  if (idempotencyKey !== undefined && (idempotencyKey === '' || idempotencyKey.length > LONGEST_KEY))
    throw mediaError('request_invalid', {
      problems: `The header Idempotency-Key must have 1 to ${LONGEST_KEY} characters.`,
    });
  const { webhook_url: webhookUrl, priority, time_limit: seconds } = extra;
  return {
    request: rest,
    input: await inputOf(input.trim(), { key, origin }, use),
    origin,
    priority,
    webhookUrl,
    output:
      output === undefined
        ? null
        : { s3: setOf(rest.kind) !== null ? output.replace(/\/?$/, '/') : output, overwrite: true },
    timeLimit: seconds === undefined ? undefined : timeLimitMs(seconds),
    ...(idempotencyKey !== undefined && {
      idempotencyKey,
      idempotencyScope: { owner: `http-${key}`, forMs: KEY_COUNTS_MS },
    }),
  };
}

async function inputOf(
  input: string,
  { key, origin }: Pick<Asker, 'key' | 'origin'>,
  use: OrderUse,
): Promise<JobOrder['input']> {
  const shown = shownAddress(input);
  if (isS3(input)) {
    parseS3(input);
    return { address: input, shown, s3: true };
  }
  if (!URL.canParse(input) || !/^https?:$/.test(new URL(input).protocol))
    throw mediaError('invalid_input', {
      input: shown,
      why: 'it is no address that starts with http://, https:// or s3://',
    });
  // By whatever name the client has reached us: nobody guesses an upload's id.
  const upload = uploadAt(input);
  const path = upload === null ? null : await use.uploads.find(key, upload);
  if (path !== null) return { ...fileSource(path), shown };
  // What is not this key's is not there, whoever's it is.
  if (upload !== null && new URL(input).origin === origin) throw mediaError('input_not_found', { input: shown });
  // A result of this server is another job's input without a way over the network.
  const link = linkAt(input);
  if (link !== null && new URL(input).origin === origin) return { ...fileSource(resultAt(link, use).path), shown };
  return { address: input, shown };
}

function isS3Key(output: string): boolean {
  try {
    return isS3(output) && parseS3(output).bucket !== '';
  } catch {
    return false;
  }
}
