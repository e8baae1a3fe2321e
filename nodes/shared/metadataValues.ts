import type { IExecuteFunctions } from 'n8n-workflow';
import { mediaError } from '../../src/pipeline/errors';

/**
 * The metadata that the node's parameters give an item: pairs of a form, or any JSON object.
 * @throws request_invalid
 */
export function metadataValues(context: IExecuteFunctions, index: number): Record<string, unknown> {
  if (context.getNodeParameter('specifyMetadata', index) === 'json') return jsonObject(context.getNodeParameter('metadataJson', index));
  const { values = [] } = context.getNodeParameter('metadata', index, {}) as { values?: { key: string; value: unknown }[] };
  return Object.fromEntries(values.filter(({ key }) => key !== '').map(({ key, value }) => [key, value]));
}

/** JSON text, or the object that an expression gives. Empty is no metadata. */
function jsonObject(given: unknown): Record<string, unknown> {
  const value = typeof given === 'string' ? parsed(given.trim() === '' ? '{}' : given) : given;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw mediaError('request_invalid', { problems: `"metadata" must be a JSON object such as {"order": 42} (given: ${given === undefined ? 'nothing' : JSON.stringify(given).slice(0, 80)}).` });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
