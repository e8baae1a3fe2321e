import type { IExecuteFunctions } from 'n8n-workflow';
import { mediaError } from '../../src/pipeline/errors';
import { hostedInput } from '../../src/backends/ittybit/createJob';
import type { JobOrder } from '../../src/jobs/service';
import { connectWith, withS3 } from '../../src/pipeline/media/s3Access';
import { parseS3, showS3 } from '../../src/pipeline/media/s3Address';
import { signedLink } from '../../src/pipeline/media/s3Link';
import { sourceOf } from '../../src/pipeline/media/sources';
import type { Source } from '../../src/pipeline/media/source';
import { LONGEST_LINK_SECONDS } from '../../src/pipeline/orderLimits';
import { binarySource } from './binarySource';
import { inputLogin } from './inputLogin';
import { s3Input } from './s3Place';

/**
 * The input that the node's parameters name for an item: a binary field, a URL or an S3 object.
 * @throws input_required, invalid_input, request_invalid
 */
export async function inputSource(context: IExecuteFunctions, index: number): Promise<Source> {
  const { env } = process;
  switch (kindOf(context, index)) {
    case 'url': {
      const url = urlOf(context, index);
      return sourceOf(url, { env, headers: await inputLogin(context, index, url) });
    }
    case 's3': {
      const { address, keys } = await s3Input(context, index);
      return sourceOf(address, { env, s3: connectWith(keys) });
    }
    default:
      return binaryInput(context, index);
  }
}

/** The same for a job that runs later: a file, or an address that is fetched then. @throws input_required, invalid_input, request_invalid */
export async function laterInput(context: IExecuteFunctions, index: number): Promise<JobOrder['input']> {
  const source = await inputSource(context, index);
  switch (kindOf(context, index)) {
    case 'url': {
      const address = urlOf(context, index);
      return { address, shown: source.shown, headers: await inputLogin(context, index, address) };
    }
    case 's3':
      return { ...(await s3Input(context, index)), shown: source.shown, s3: true };
    default:
      return source;
  }
}

/** An address that a hosted API fetches by itself. */
export interface HostedAddress {
  address: string;
  /** What tells the input from others, where the address is another one each time. */
  shown: string;
}

const DAY_MS = 24 * 3600 * 1000;

/** The same for an API that fetches addresses by itself, S3 ones too: an address, or a file. An S3 object of the node's own storage is signed for it. @throws input_required, invalid_input */
export async function hostedSource(context: IExecuteFunctions, index: number): Promise<Source | HostedAddress> {
  switch (kindOf(context, index)) {
    case 'url': {
      const url: unknown = context.getNodeParameter('url', index);
      const address = hostedInput(typeof url === 'string' ? url : '');
      return { address, shown: address };
    }
    case 's3': {
      const { address, keys } = await s3Input(context, index);
      const object = parseS3(address);
      // As of the day, so that a repeated request names the very same address.
      const today = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS);
      return {
        address: await withS3(connectWith(keys), (client) => signedLink(client, object, LONGEST_LINK_SECONDS, today)),
        shown: showS3(object),
      };
    }
    default:
      return binaryInput(context, index);
  }
}

const kindOf = (context: IExecuteFunctions, index: number): unknown => context.getNodeParameter('inputSource', index);

function binaryInput(context: IExecuteFunctions, index: number): Source {
  const field = context.getNodeParameter('binaryPropertyName', index);
  try {
    const binary = context.helpers.assertBinaryData(index, field);
    return binarySource(context.helpers, binary, typeof field === 'string' ? field : 'file');
  } catch (error) {
    // n8n's own words say which field of which item is missing: they are kept as the cause.
    throw mediaError('input_required', {}, error);
  }
}

/** A URL and nothing else: a path would read files of the machine that n8n runs on. */
function urlOf(context: IExecuteFunctions, index: number): string {
  const url: unknown = context.getNodeParameter('url', index);
  if (typeof url !== 'string' || url.trim() === '') throw mediaError('input_required', {});
  if (!/^https?:\/\//i.test(url.trim()))
    throw mediaError('invalid_input', { input: url, why: 'it is no address that starts with http:// or https://' });
  return url.trim();
}
