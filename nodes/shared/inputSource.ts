import type { IExecuteFunctions } from 'n8n-workflow';
import { mediaError } from '../../src/pipeline/errors';
import { hostedInput } from '../../src/backends/ittybit/createJob';
import type { JobOrder } from '../../src/jobs/service';
import { sourceOf } from '../../src/pipeline/media/sources';
import type { Source } from '../../src/pipeline/media/source';
import { binarySource } from './binarySource';

/**
 * The input that the node's parameters name for an item: a binary field or a URL.
 * @throws input_required, invalid_input
 */
export function inputSource(context: IExecuteFunctions, index: number): Source {
  if (isUrl(context, index)) return sourceOf(urlOf(context, index), { env: process.env });
  const field = context.getNodeParameter('binaryPropertyName', index);
  try {
    const binary = context.helpers.assertBinaryData(index, field);
    return binarySource(context.helpers, binary, typeof field === 'string' ? field : 'file');
  } catch (error) {
    // n8n's own words say which field of which item is missing: they are kept as the cause.
    throw mediaError('input_required', {}, error);
  }
}

/** The same for a job that runs later: a file, or an address that is fetched then. @throws input_required, invalid_input */
export function laterInput(context: IExecuteFunctions, index: number): JobOrder['input'] {
  const source = inputSource(context, index);
  return isUrl(context, index) ? { address: urlOf(context, index), shown: source.shown } : source;
}

/** The same for an API that fetches addresses by itself, S3 ones too: the address, or a file. @throws input_required, invalid_input */
export function hostedSource(context: IExecuteFunctions, index: number): Source | string {
  if (!isUrl(context, index)) return inputSource(context, index);
  const url: unknown = context.getNodeParameter('url', index);
  return hostedInput(typeof url === 'string' ? url : '');
}

const isUrl = (context: IExecuteFunctions, index: number): boolean => context.getNodeParameter('inputSource', index) === 'url';

/** A URL and nothing else: a path would read files of the machine that n8n runs on. */
function urlOf(context: IExecuteFunctions, index: number): string {
  const url: unknown = context.getNodeParameter('url', index);
  if (typeof url !== 'string' || url.trim() === '') throw mediaError('input_required', {});
  if (!/^https?:\/\//i.test(url.trim())) throw mediaError('invalid_input', { input: url, why: 'it is no address that starts with http:// or https://' });
  return url.trim();
}
