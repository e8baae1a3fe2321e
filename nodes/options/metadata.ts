import type { IExecuteFunctions } from 'n8n-workflow';
import { METADATA } from '../names';
import { jsonObject } from './jsonObject';

/**
 * The metadata that the node's parameters give an item: pairs of a form, or any JSON object.
 * @throws request_invalid
 */
export function metadataValues(context: IExecuteFunctions, index: number): Record<string, unknown> {
  if (context.getNodeParameter(METADATA.specified, index, 'fields') === 'json')
    return jsonObject(context.getNodeParameter(METADATA.json, index), METADATA.json, '{"order": 42}');
  const { values = [] } = context.getNodeParameter(METADATA.pairs, index, {}) as {
    values?: { key: string; value: unknown }[];
  };
  return Object.fromEntries(values.filter(({ key }) => key !== '').map(({ key, value }) => [key, value]));
}
